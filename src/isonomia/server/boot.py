# SPDX-License-Identifier: Apache-2.0
"""From a data directory to a Django that runs on it."""

import os
import secrets
from pathlib import Path

import django


class SettingError(Exception):
    """A setting of the operator cannot be used."""


def configure(data: Path, origin: str | None = None) -> None:
    """Point the settings at a data directory, and make it and its session key if they are not there.

    Once a process, before anything of Django is imported. Raises OSError and SettingError.
    """
    os.environ["ISONOMIA_DATA"] = str(data.absolute())
    if origin is not None:
        os.environ["ISONOMIA_ORIGIN"] = origin
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "isonomia.server.settings")
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    _make_session_key(data / "session-key")
    django.setup()


def _make_session_key(path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with open(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48) + "\n")


def prepare() -> list[str]:
    """Bring catalogues, database and public files up to date; gives what could not be mended, a line each."""
    from django.conf import settings
    from django.core.management import call_command

    from isonomia.board.models import Board
    from isonomia.board.published import FileAhead, publish
    from isonomia.record.errors import AppendError
    from isonomia.server import catalogues

    catalogues.compile_into(settings.LOCALE_PATHS[0])
    call_command("migrate", interactive=False, verbosity=0)
    troubles = []
    for uuid in Board.objects.values_list("uuid", flat=True):
        try:
            publish(uuid)
        except (FileAhead, AppendError, OSError) as error:
            troubles.append(f"{uuid}: {error}")
    return troubles


def warnings() -> list[str]:
    """What works, and is hardly meant so; a line each."""
    from django.conf import settings

    if settings.ORIGIN.startswith("https:") and not settings.TRUSTED_PROXIES:
        return [
            "ISONOMIA_TRUSTED_PROXIES is not set: behind the proxy that does TLS, all voters share one rate limit, and"
            " browsers are not told to stay with TLS"
        ]
    return []
