# SPDX-License-Identifier: Apache-2.0

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("server", "0002_ceremony"),
    ]

    operations = [
        migrations.AddField(
            model_name="election",
            name="closes",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="AdministratorInvitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("expires", models.DateTimeField()),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="asked", to="server.election"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("election", "email"), name="an_address_asked_once")],
            },
        ),
    ]
