# SPDX-License-Identifier: Apache-2.0
"""What the operator may set, read from the environment once; everything has a default that works on loopback."""

import os
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from isonomia.server.boot import SettingError
from isonomia.server.proxies import Network, networks


class Provider(NamedTuple):
    """A provider of OpenID Connect, and this server's account there."""

    issuer: str
    client_id: str
    client_secret: str
    """Empty for a public client, which PKCE alone protects."""
    claim: str
    """What must equal a voter's login, or, if it is ``email``, her e-mail address."""


DATA = Path(os.environ.get("ISONOMIA_DATA", "isonomia-data"))
"""The data directory: database, records, the key that signs sessions."""

ORIGIN = os.environ.get("ISONOMIA_ORIGIN", "http://127.0.0.1:8000")
"""How browsers reach the server: scheme, host and port."""


def database() -> dict[str, Any]:
    """``DATABASE_URL`` (``postgresql://user:password@host:port/name``), or SQLite under the data directory."""
    url = os.environ.get("DATABASE_URL", "")
    if url:
        return _postgresql(url)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "isonomia.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            " PRAGMA secure_delete=ON",  # sessions and codes that are over do not stay in free pages
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise SettingError("DATABASE_URL is not postgresql://user:password@host:port/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def mail() -> dict[str, Any]:
    """``ISONOMIA_MAIL``: ``smtp://user:password@host:port`` (``smtps`` for TLS); without it, files in DATA/mail."""
    url = os.environ.get("ISONOMIA_MAIL", "")
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": DATA / "mail",
        }
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtp+starttls", "smtps") or not parts.hostname:
        raise SettingError("ISONOMIA_MAIL is not smtp://, smtp+starttls:// or smtps:// with a host")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+starttls",
        "EMAIL_TIMEOUT": 30,
    }


def session_key() -> str:
    """What signs sessions and forms: made by :func:`isonomia.server.boot.prepare`, kept in the data directory."""
    path = DATA / "session-key"
    return path.read_text().strip() if path.exists() else ""


def mail_from() -> str:
    """``ISONOMIA_MAIL_FROM``: the sender of mails."""
    host = urlsplit(ORIGIN).hostname or "localhost"
    return os.environ.get("ISONOMIA_MAIL_FROM", f"isonomia@{host if '.' in host and not _is_ip(host) else 'localhost'}")


def _is_ip(host: str) -> bool:
    return host.replace(".", "").isdigit() or ":" in host


def trusted_proxies() -> tuple[Network, ...]:
    """``ISONOMIA_TRUSTED_PROXIES``: addresses and networks of reverse proxies, with commas; without it, none."""
    try:
        return networks(os.environ.get("ISONOMIA_TRUSTED_PROXIES", ""))
    except ValueError as error:
        raise SettingError(f"ISONOMIA_TRUSTED_PROXIES: {error}") from None


def require_totp() -> bool:
    """``ISONOMIA_REQUIRE_TOTP=1``: accounts can do nothing before they have a second factor."""
    text = os.environ.get("ISONOMIA_REQUIRE_TOTP", "0")
    if text not in ("", "0", "1"):
        raise SettingError("ISONOMIA_REQUIRE_TOTP is not 0 or 1")
    return text == "1"


def oidc() -> Provider | None:
    """``ISONOMIA_OIDC_…``: the identity provider that voters log in with; None: they get codes by mail."""
    issuer = os.environ.get("ISONOMIA_OIDC_ISSUER", "")
    client = os.environ.get("ISONOMIA_OIDC_CLIENT_ID", "")
    if not issuer and not client:
        return None
    if not issuer or not client:
        raise SettingError("ISONOMIA_OIDC_ISSUER and ISONOMIA_OIDC_CLIENT_ID are set together or not at all")
    parts = urlsplit(issuer)
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1"))
    if not secure or not parts.hostname or parts.query or parts.fragment:
        raise SettingError("ISONOMIA_OIDC_ISSUER is not an https:// address")
    claim = os.environ.get("ISONOMIA_OIDC_CLAIM", "") or "email"
    return Provider(issuer, client, _oidc_secret(), claim)


def _oidc_secret() -> str:
    secret = os.environ.get("ISONOMIA_OIDC_CLIENT_SECRET", "")
    file = os.environ.get("ISONOMIA_OIDC_CLIENT_SECRET_FILE", "")
    if secret and file:
        raise SettingError("ISONOMIA_OIDC_CLIENT_SECRET and ISONOMIA_OIDC_CLIENT_SECRET_FILE are both set")
    try:
        return secret or (Path(file).read_text().strip() if file else "")
    except (OSError, UnicodeError):
        raise SettingError(f"ISONOMIA_OIDC_CLIENT_SECRET_FILE: {file} cannot be read") from None
