# SPDX-License-Identifier: Apache-2.0
"""Settings of Django for a booth of one's own: no database, no sessions, loopback alone."""

import secrets

from isonomia.server import settings as server

DEBUG = False
SECRET_KEY = secrets.token_urlsafe(48)
ALLOWED_HOSTS = ["127.0.0.1"]  # no name: a page elsewhere whose name is made to lead here is refused
"""What the browser must say in Host."""

INSTALLED_APPS = ["csp"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "isonomia.server.local.urls"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [server.HERE / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
            ],
            "libraries": {"assets": "isonomia.server.templatetags.assets"},
        },
    }
]
DATABASES: dict[str, object] = {}

LANGUAGE_CODE = server.LANGUAGE_CODE
LANGUAGES = server.LANGUAGES
LOCALE_PATHS = server.LOCALE_PATHS
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = server.STATIC_URL
STATIC_ROOT = server.STATIC_ROOT

CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "isonomia.server.local.views.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = server.CONTENT_SECURITY_POLICY
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 << 20

LOGGING = {**server.LOGGING, "root": {"handlers": ["stderr"], "level": "CRITICAL"}}
"""What goes wrong is told on the page; what somebody did here is noted nowhere."""
