# SPDX-License-Identifier: Apache-2.0

from typing import Any

from django.db import migrations, models

import isonomia.server.models.folding

BATCH = 2000


def fold(apps: Any, schema_editor: Any) -> None:
    """Fill in the column for the voters that there are."""
    table = apps.get_model("server", "Voter")
    some = []
    for voter in table.objects.only("pk", "login").iterator(chunk_size=BATCH):
        voter.login_folded = isonomia.server.models.folding.folded(voter.login)
        some.append(voter)
        if len(some) == BATCH:
            table.objects.bulk_update(some, ["login_folded"])
            some = []
    if some:
        table.objects.bulk_update(some, ["login_folded"])


class Migration(migrations.Migration):
    dependencies = [
        ("server", "0007_draft"),
    ]

    operations = [
        migrations.AddField(
            model_name="voter",
            name="login_folded",
            field=isonomia.server.models.folding.FoldedLogin(default="", editable=False, max_length=600),
            preserve_default=False,
        ),
        migrations.RunPython(fold, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="voter",
            index=models.Index(fields=["election", "login_folded"], name="a_login_folded"),
        ),
    ]
