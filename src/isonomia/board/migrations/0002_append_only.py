# SPDX-License-Identifier: Apache-2.0
"""The database itself refuses to change what was published."""

from typing import Any

from django.db import migrations

from isonomia.board.triggers import statements


def make_triggers(_: Any, schema_editor: Any) -> None:
    """In the dialect of the database."""
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("board", "0001_initial")]
    operations = [migrations.RunPython(make_triggers, migrations.RunPython.noop)]
