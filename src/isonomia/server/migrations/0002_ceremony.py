# SPDX-License-Identifier: Apache-2.0

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("server", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="CeremonyMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("certificate", "certificate"),
                            ("polynomial", "polynomial"),
                            ("voutput", "voutput"),
                        ],
                        max_length=11,
                    ),
                ),
                ("content", models.TextField()),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ceremony", to="server.party"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("party", "kind"), name="a_message_once")],
            },
        ),
    ]
