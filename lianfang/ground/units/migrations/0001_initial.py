"""units · migration 1: the facts about units, the tree that follows, and its scope."""

from pathlib import Path

import django.contrib.postgres.fields
from django.db import migrations, models

from lianfang.kernel.models import PathField
from lianfang.kernel.sql_scope import app_role

_SQL = Path(__file__).with_name("units.sql").read_text(encoding="utf-8").replace("{app}", app_role())


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0001_ledger"),
    ]

    operations = [
        migrations.CreateModel(
            name="AliasRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "unit", "alias", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("unit", models.TextField()),
                ("path", PathField()),
                ("alias", models.TextField()),
            ],
            options={
                "db_table": "units_alias",
            },
        ),
        migrations.CreateModel(
            name="Closing",
            fields=[
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", PathField()),
                ("place", models.TextField(null=True)),
                ("person", models.UUIDField(null=True)),
                ("day", models.DateField()),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                ("exercise", models.BooleanField()),
                ("from_day", models.DateField()),
            ],
            options={
                "db_table": "units_closing",
                "abstract": False,
                "indexes": [models.Index(fields=["unit"], name="units_closing_unit")],
            },
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", PathField()),
                ("place", models.TextField(null=True)),
                ("person", models.UUIDField(null=True)),
                ("day", models.DateField()),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                ("exercise", models.BooleanField()),
                ("parent", models.TextField()),
                ("from_day", models.DateField()),
            ],
            options={
                "db_table": "units_move",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["parent"], name="units_move_parent"),
                    models.Index(fields=["unit"], name="units_move_unit"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", PathField()),
                ("place", models.TextField(null=True)),
                ("person", models.UUIDField(null=True)),
                ("day", models.DateField()),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                ("exercise", models.BooleanField()),
                ("zh", models.TextField()),
                ("en", models.TextField()),
                ("pinyin", models.TextField()),
                ("initials", models.TextField()),
                ("aliases", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("kind", models.TextField()),
                ("parent", models.TextField(null=True)),
                ("first", models.BooleanField()),
            ],
            options={
                "db_table": "units_opening",
                "abstract": False,
                "indexes": [models.Index(fields=["parent"], name="units_opening_parent")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("first", True)), fields=("unit",), name="units_opening_code"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PathRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "unit", "since_day", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("unit", models.TextField()),
                ("parent", models.TextField(null=True)),
                ("path", PathField()),
                ("since_day", models.DateField()),
                ("until_day", models.DateField()),
                ("closed_on", models.DateField(null=True)),
            ],
            options={
                "db_table": "units_path",
                "indexes": [models.Index(fields=["path", "since_day"], name="units_path_path")],
            },
        ),
        migrations.CreateModel(
            name="Renaming",
            fields=[
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", PathField()),
                ("place", models.TextField(null=True)),
                ("person", models.UUIDField(null=True)),
                ("day", models.DateField()),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                ("exercise", models.BooleanField()),
                ("zh", models.TextField()),
                ("en", models.TextField()),
                ("pinyin", models.TextField()),
                ("initials", models.TextField()),
                ("aliases", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
            ],
            options={
                "db_table": "units_renaming",
                "abstract": False,
                "indexes": [models.Index(fields=["unit"], name="units_renaming_unit")],
            },
        ),
        migrations.CreateModel(
            name="UnitRow",
            fields=[
                ("code", models.TextField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("path", PathField()),
                ("zh", models.TextField()),
                ("en", models.TextField()),
                ("pinyin", models.TextField()),
                ("initials", models.TextField()),
                ("opened_on", models.DateField()),
                ("closed_on", models.DateField(null=True)),
            ],
            options={
                "db_table": "units_unit",
                "indexes": [models.Index(fields=["path"], name="units_unit_path")],
            },
        ),
        migrations.RunSQL(_SQL),
    ]
