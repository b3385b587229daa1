# SPDX-License-Identifier: Apache-2.0

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("server", "0005_turnout"),
    ]

    operations = [
        migrations.CreateModel(
            name="UploadedTable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("name", models.CharField(max_length=100)),
                ("options", models.JSONField(default=list)),
                ("day", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("done", "done"), ("failed", "failed")],
                        default="waiting",
                        max_length=7,
                    ),
                ),
                ("trouble", models.CharField(default="", max_length=1000)),
            ],
        ),
    ]
