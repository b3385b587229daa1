# SPDX-License-Identifier: Apache-2.0
"""One writer a record, for the length of a transaction."""

from hashlib import sha256

from django.db import connection


def hold(uuid: str) -> None:
    """Wait until nobody else holds this election's record; let go at the end of the transaction.

    PostgreSQL: an advisory lock. SQLite has one writer for the whole database from the beginning of every
    transaction on (``transaction_mode`` IMMEDIATE in the settings). Raises RuntimeError outside of a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a record is held inside of a transaction")
    if connection.vendor == "postgresql":
        key = int.from_bytes(sha256(uuid.encode()).digest()[:8], "big", signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
