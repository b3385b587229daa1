# SPDX-License-Identifier: Apache-2.0
"""What the operator may set, read from the environment once; everything has a default that works on loopback."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from isonomia.server.boot import SettingError

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
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON",
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


def claims() -> bool:
    """``ISONOMIA_CLAIMS=1``: anybody may upload tables of results, which the worker examines."""
    return os.environ.get("ISONOMIA_CLAIMS", "") == "1"


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
