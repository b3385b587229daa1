# SPDX-License-Identifier: Apache-2.0

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Voter",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("login", models.CharField(max_length=200)),
                ("email", models.EmailField(max_length=254)),
                ("weight", models.BigIntegerField(default=1)),
                ("language", models.CharField(default="en", max_length=8)),
                ("voted", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Election",
            fields=[
                ("uuid", models.CharField(max_length=14, primary_key=True, serialize=False)),
                ("group", models.CharField(max_length=30)),
                ("draft", models.TextField()),
                ("threshold", models.PositiveSmallIntegerField(null=True)),
                ("terms", models.BinaryField(null=True)),
                ("archived", models.BooleanField(default=False)),
                ("administrators", models.ManyToManyField(related_name="elections", to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("time", models.DateTimeField(default=django.utils.timezone.now)),
                ("actor", models.CharField(max_length=254)),
                ("action", models.CharField(max_length=40)),
                ("details", models.JSONField(default=dict)),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="log", to="server.election"
                    ),
                ),
            ],
            options={
                "ordering": ["election", "id"],
            },
        ),
        migrations.CreateModel(
            name="LoginCode",
            fields=[
                (
                    "voter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="code",
                        serialize=False,
                        to="server.voter",
                    ),
                ),
                ("code_hash", models.CharField(max_length=64)),
                ("expires", models.DateTimeField()),
                ("tries_left", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name="voter",
            name="election",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="voters", to="server.election"
            ),
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(choices=[("authority", "authority"), ("trustee", "trustee")], max_length=10)),
                ("number", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("email", models.EmailField(max_length=254)),
                ("language", models.CharField(default="en", max_length=8)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("public_key", models.TextField(default="")),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parties", to="server.election"
                    ),
                ),
            ],
            options={
                "ordering": ["election", "number"],
            },
        ),
        migrations.CreateModel(
            name="Throttle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64)),
                ("span", models.BigIntegerField()),
                ("count", models.PositiveIntegerField(default=0)),
                ("expires", models.BigIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("key", "span"), name="a_count_a_span")],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("arguments", models.JSONField(default=dict)),
                ("due", models.DateTimeField(default=django.utils.timezone.now)),
                ("once", models.CharField(max_length=80, null=True, unique=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("trouble", models.CharField(default="", max_length=200)),
                (
                    "election",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="jobs",
                        to="server.election",
                    ),
                ),
            ],
            options={
                "ordering": ["due", "id"],
                "indexes": [models.Index(fields=["due"], name="jobs_by_due")],
            },
        ),
        migrations.CreateModel(
            name="PublicCredential",
            fields=[
                (
                    "voter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="credential",
                        serialize=False,
                        to="server.voter",
                    ),
                ),
                ("public", models.CharField(max_length=700)),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="credentials", to="server.election"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="voter",
            constraint=models.UniqueConstraint(fields=("election", "login"), name="a_login_once"),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.UniqueConstraint(fields=("election", "number"), name="a_party_a_number"),
        ),
        migrations.AddConstraint(
            model_name="publiccredential",
            constraint=models.UniqueConstraint(fields=("election", "public"), name="a_credential_once"),
        ),
    ]
