# SPDX-License-Identifier: Apache-2.0
"""A server in each test: its own data directory, a database made by the migrations, mails kept in a list.

Nothing is rolled back between tests: commits are real, as are triggers, and what happens after a commit.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("ISONOMIA_DATA", tempfile.mkdtemp(prefix="isonomia-test-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "isonomia.server.settings")

import django
import pytest
from django.conf import settings

settings.SECRET_KEY = "only for tests"  # noqa: S105
django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from isonomia.board import ledger
from support.server.site import Site


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that the migrations have made."""
    path = tmp_path_factory.mktemp("database") / "isonomia.sqlite3"
    _connect(path)
    call_command("migrate", interactive=False, verbosity=0)
    connection.close()
    return path


def _connect(path: Path) -> None:
    connection.close()
    connection.settings_dict["NAME"] = str(path)


@pytest.fixture
def site(migrated: Path, tmp_path: Path) -> Iterator[Site]:
    """An empty server."""
    shutil.copy(migrated, tmp_path / "isonomia.sqlite3")
    _connect(tmp_path / "isonomia.sqlite3")
    ledger.setup.cache_clear()
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # Argon2 is slow on purpose; one test uses it
    mails = "django.core.mail.backends.locmem.EmailBackend"
    with override_settings(RECORDS=tmp_path / "records", PASSWORD_HASHERS=hashers, EMAIL_BACKEND=mails):
        from django.core import mail

        mail.outbox = []
        yield Site(tmp_path)
    connection.close()
