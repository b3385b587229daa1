# SPDX-License-Identifier: Apache-2.0

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("server", "0004_accounts"),
    ]

    operations = [
        migrations.CreateModel(
            name="TurnoutHour",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("start", models.DateTimeField()),
                ("ballots", models.PositiveIntegerField(default=0)),
                ("voters", models.PositiveIntegerField(default=0)),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="hours", to="server.election"
                    ),
                ),
            ],
            options={
                "ordering": ["election", "start"],
                "constraints": [models.UniqueConstraint(fields=("election", "start"), name="an_hour_once")],
            },
        ),
    ]
