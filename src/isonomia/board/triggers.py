# SPDX-License-Identifier: Apache-2.0
"""Triggers that refuse to change or remove rows of the board, whoever asks: in SQLite and in PostgreSQL."""

from collections.abc import Iterator

TABLES = ("board_board", "board_event", "board_payload", "board_spoiled")

_FUNCTION = """
CREATE OR REPLACE FUNCTION board_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'rows of the board are written once'; END $$
"""


def statements(vendor: str) -> Iterator[str]:
    """What makes the triggers, for ``connection.vendor``. Raises ValueError for a database that is not supported."""
    if vendor not in ("sqlite", "postgresql"):
        raise ValueError(f"the board cannot be kept in {vendor}: use SQLite or PostgreSQL")
    if vendor == "postgresql":
        yield _FUNCTION
    for table in TABLES:
        if vendor == "postgresql":
            yield (
                f"CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION board_append_only()"
            )
            yield (
                f"CREATE TRIGGER {table}_table BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION board_append_only()"
            )
            continue
        for action in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_{action.lower()} BEFORE {action} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'rows of the board are written once'); END"
            )
