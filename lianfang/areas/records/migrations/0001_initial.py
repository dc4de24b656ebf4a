"""records · migration 1: initial."""

from django.db import migrations, models

import lianfang.kernel.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0001_ledger"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecordDay",
            fields=[
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("unit", models.TextField()),
                ("day", models.DateField()),
                ("changed_at", models.DateTimeField()),
                ("figures", models.JSONField(null=True)),
            ],
            options={
                "db_table": "records_day",
                "indexes": [models.Index(fields=["kind", "day", "path"], name="records_day_path")],
                "constraints": [models.UniqueConstraint(fields=("kind", "unit", "day"), name="records_day_key")],
            },
        ),
        migrations.CreateModel(
            name="RecordRow",
            fields=[
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("place", models.TextField(null=True)),
                ("person", models.UUIDField(null=True)),
                ("day", models.DateField()),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                ("exercise", models.BooleanField()),
                ("kind", models.TextField()),
                ("data", models.JSONField()),
            ],
            options={
                "db_table": "records_row",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["kind", "unit", "day", "place"], name="records_row_place"),
                    models.Index(
                        condition=models.Q(("person__isnull", False)),
                        fields=["kind", "unit", "day", "person"],
                        name="records_row_person",
                    ),
                ],
            },
        ),
    ]
