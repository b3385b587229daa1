# SPDX-License-Identifier: Apache-2.0
"""A server in each test: its own data directory, a database made by the migrations, mails kept in a list.

Nothing is rolled back between tests: commits are real, as are triggers, and what happens after a commit.
ISONOMIA_TEST_DATABASE=postgresql runs the same tests on PostgreSQL.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from support.server.postgresql import Postgresql

POSTGRESQL = Postgresql() if os.environ.get("ISONOMIA_TEST_DATABASE") == "postgresql" else None
if POSTGRESQL is not None:
    os.environ["DATABASE_URL"] = POSTGRESQL.url("postgres")
os.environ.setdefault("ISONOMIA_DATA", tempfile.mkdtemp(prefix="isonomia-test-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "isonomia.server.settings")

import django
import pytest
from django.conf import settings

settings.SECRET_KEY = "only for tests"  # noqa: S105
django.setup()

from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from isonomia.board import ledger
from isonomia.server import catalogues
from support.server.site import Site

catalogues.compile_into(settings.LOCALE_PATHS[0])


def pytest_sessionfinish() -> None:
    """The database ends with the tests."""
    connection.close()
    if POSTGRESQL is not None:
        POSTGRESQL.stop()


def _connect(database: Path | str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = str(database)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path | str:
    """A database that the migrations have made."""
    if POSTGRESQL is not None:
        _copy("template1", "migrated")
    path: Path | str = "migrated" if POSTGRESQL else tmp_path_factory.mktemp("database") / "isonomia.sqlite3"
    _connect(path)
    call_command("migrate", interactive=False, verbosity=0)
    connection.close()
    return path


def _copy(template: str, name: str) -> None:
    _connect("postgres")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template}")


@pytest.fixture
def database_url() -> str:
    """For a server in processes of its own: an empty database of PostgreSQL; SQLite needs none."""
    if POSTGRESQL is None:
        return ""
    _copy("template1", "served")
    connection.close()
    return POSTGRESQL.url("served")


@pytest.fixture
def site(migrated: Path | str, tmp_path: Path) -> Iterator[Site]:
    """An empty server."""
    if isinstance(migrated, str):
        _copy(migrated, "own")
        _connect("own")
    else:
        shutil.copy(migrated, tmp_path / "isonomia.sqlite3")
        _connect(tmp_path / "isonomia.sqlite3")
    ledger.setup.cache_clear()
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # Argon2 is slow on purpose; one test uses it
    mails = "django.core.mail.backends.locmem.EmailBackend"
    with override_settings(RECORDS=tmp_path / "records", PASSWORD_HASHERS=hashers, EMAIL_BACKEND=mails):
        mail.outbox = []
        yield Site(tmp_path)
    connection.close()
