# SPDX-License-Identifier: Apache-2.0

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("server", "0006_claims"),
    ]

    operations = [
        migrations.AddField(
            model_name="election",
            name="previous",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="following",
                to="server.election",
            ),
        ),
    ]
