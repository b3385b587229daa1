# SPDX-License-Identifier: Apache-2.0

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Board",
            fields=[
                ("uuid", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("timestamp", models.BigIntegerField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("height", models.BigIntegerField()),
                ("parent", models.CharField(max_length=64, null=True)),
                ("hash", models.CharField(max_length=64)),
                ("type", models.CharField(max_length=20)),
                ("content", models.BinaryField()),
                ("length", models.BigIntegerField()),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="event_set", to="board.board"
                    ),
                ),
            ],
            options={
                "ordering": ["board", "height"],
            },
        ),
        migrations.CreateModel(
            name="Payload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("hash", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="payload_set", to="board.board"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="payload_set", to="board.event"
                    ),
                ),
            ],
            options={
                "ordering": ["event", "position"],
            },
        ),
        migrations.CreateModel(
            name="Spoiled",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tracker", models.CharField(max_length=43)),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="spoiled_set", to="board.board"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["board", "type", "height"], name="events_by_type"),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.UniqueConstraint(fields=("board", "height"), name="one_event_a_height"),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.UniqueConstraint(fields=("board", "parent"), name="one_event_after_another"),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.UniqueConstraint(fields=("board", "hash"), name="an_event_once"),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("height", 0), ("parent__isnull", True)),
                    models.Q(("height__gt", 0), ("parent__isnull", False)),
                    _connector="OR",
                ),
                name="only_the_first_has_no_parent",
            ),
        ),
        migrations.AddConstraint(
            model_name="payload",
            constraint=models.UniqueConstraint(fields=("board", "hash"), name="a_payload_once"),
        ),
        migrations.AddConstraint(
            model_name="payload",
            constraint=models.UniqueConstraint(fields=("event", "position"), name="one_payload_a_place"),
        ),
        migrations.AddConstraint(
            model_name="spoiled",
            constraint=models.UniqueConstraint(fields=("board", "tracker"), name="spoiled_once"),
        ),
    ]
