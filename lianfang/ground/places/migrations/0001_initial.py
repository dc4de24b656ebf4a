"""places · migration 1: the facts about places, the places that follow, and their scope."""

from pathlib import Path

from django.db import migrations, models

from lianfang.kernel.models import PathField
from lianfang.kernel.sql_scope import app_role

_SQL = Path(__file__).with_name("places.sql").read_text(encoding="utf-8").replace("{app}", app_role())


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("units", "0001_initial"),
    ]

    operations = [
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
                "db_table": "places_closing",
                "abstract": False,
                "indexes": [models.Index(fields=["place"], name="places_closing_place")],
            },
        ),
        migrations.CreateModel(
            name="CountRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "unit", "kind", "day", "path", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("unit", models.TextField()),
                ("path", PathField()),
                ("kind", models.TextField()),
                ("day", models.DateField()),
                ("delta", models.IntegerField()),
            ],
            options={
                "db_table": "places_count",
                "indexes": [models.Index(fields=["path", "kind", "day"], name="places_count_path")],
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
                ("code", models.TextField()),
                ("first", models.BooleanField()),
                ("kind", models.TextField()),
                ("zh", models.TextField()),
                ("en", models.TextField()),
                ("parent", models.TextField(null=True)),
            ],
            options={
                "db_table": "places_opening",
                "abstract": False,
                "indexes": [models.Index(fields=["code"], name="places_opening_by_code")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("first", True)), fields=("code",), name="places_opening_code"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceRow",
            fields=[
                ("code", models.TextField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("unit", models.TextField()),
                ("path", PathField()),
                ("zh", models.TextField()),
                ("en", models.TextField()),
                ("parent", models.TextField(null=True)),
                ("opened_on", models.DateField()),
                ("closed_on", models.DateField(null=True)),
            ],
            options={
                "db_table": "places_place",
                "indexes": [
                    models.Index(fields=["unit", "code"], name="places_place_unit"),
                    models.Index(fields=["path", "code"], name="places_place_path"),
                    models.Index(fields=["parent"], name="places_place_parent"),
                ],
            },
        ),
        migrations.RunSQL(_SQL),
    ]
