"""screening · migration 1: the rows of the four kinds, the unit's day, and their scope."""

import django.contrib.postgres.fields
from django.db import migrations, models

import lianfang.areas.screening.models
import lianfang.kernel.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("kernel", "0001_ledger")]

    operations = [
        migrations.CreateModel(
            name="GatePassage",
            fields=[
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("place", models.TextField(null=True)),
                ("person", models.UUIDField(null=True)),
                ("day", models.DateField()),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                ("exercise", models.BooleanField()),
                ("direction", models.TextField()),
                ("category", models.TextField()),
                ("celsius", lianfang.areas.screening.models.CelsiusField(decimal_places=1, max_digits=3, null=True)),
                ("mask", models.BooleanField()),
                ("shift", models.SmallIntegerField()),
            ],
            options={
                "db_table": "screening_gate_passage",
                "abstract": False,
                "indexes": [models.Index(fields=["unit", "day"], name="screening_g_unit_9a4f2e_idx")],
            },
        ),
        migrations.CreateModel(
            name="HealthDeclaration",
            fields=[
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("place", models.TextField(null=True)),
                ("person", models.UUIDField(null=True)),
                ("day", models.DateField()),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                ("exercise", models.BooleanField()),
                ("symptomatic", models.BooleanField()),
                ("returned", models.BooleanField()),
            ],
            options={
                "db_table": "screening_health_declaration",
                "abstract": False,
                "indexes": [models.Index(fields=["unit", "day"], name="screening_h_unit_733818_idx")],
            },
        ),
        migrations.CreateModel(
            name="RollCall",
            fields=[
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("place", models.TextField(null=True)),
                ("person", models.UUIDField(null=True)),
                ("day", models.DateField()),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                ("exercise", models.BooleanField()),
                ("listed", models.IntegerField()),
                ("present", models.IntegerField()),
                ("excused", models.IntegerField()),
                ("unexplained", models.IntegerField()),
            ],
            options={
                "db_table": "screening_roll_call",
                "abstract": False,
                "indexes": [models.Index(fields=["unit", "day"], name="screening_r_unit_f397fe_idx")],
            },
        ),
        migrations.CreateModel(
            name="ScreeningDay",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("day", models.DateField()),
                ("changed_at", models.DateTimeField()),
                ("checks", models.IntegerField(null=True)),
                ("people_checked", models.IntegerField(null=True)),
                ("people_evening", models.IntegerField(null=True)),
                ("people_morning", models.IntegerField(null=True)),
                ("people_noon", models.IntegerField(null=True)),
                (
                    "warm_single",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=lianfang.areas.screening.models.CelsiusField(
                            decimal_places=1, max_digits=3, null=True
                        ),
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "warm_again",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=lianfang.areas.screening.models.CelsiusField(
                            decimal_places=1, max_digits=3, null=True
                        ),
                        null=True,
                        size=None,
                    ),
                ),
                ("people_declared", models.IntegerField(null=True)),
                ("people_symptomatic", models.IntegerField(null=True)),
                ("people_returned", models.IntegerField(null=True)),
                ("passages", models.IntegerField(null=True)),
                ("passages_in", models.IntegerField(null=True)),
                ("measured_in", models.IntegerField(null=True)),
                (
                    "warm_in",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=lianfang.areas.screening.models.CelsiusField(decimal_places=1, max_digits=3),
                        null=True,
                        size=None,
                    ),
                ),
                ("outsiders_in", models.IntegerField(null=True)),
                ("gate_shifts", models.IntegerField(null=True)),
                ("listed", models.IntegerField(null=True)),
                ("present", models.IntegerField(null=True)),
                ("excused", models.IntegerField(null=True)),
                ("unexplained", models.IntegerField(null=True)),
            ],
            options={
                "db_table": "screening_day",
                "abstract": False,
                "indexes": [models.Index(fields=["day", "path"], name="screening_d_day_029561_idx")],
                "constraints": [models.UniqueConstraint(fields=("unit", "day"), name="screeningday_unit_day")],
            },
        ),
        migrations.CreateModel(
            name="TemperatureCheck",
            fields=[
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("place", models.TextField(null=True)),
                ("person", models.UUIDField(null=True)),
                ("day", models.DateField()),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                ("exercise", models.BooleanField()),
                ("celsius", lianfang.areas.screening.models.CelsiusField(decimal_places=1, max_digits=3)),
                ("site", models.TextField()),
                ("remeasure", models.BooleanField()),
                ("round", models.TextField()),
            ],
            options={
                "db_table": "screening_temperature_check",
                "abstract": False,
                "indexes": [models.Index(fields=["unit", "day"], name="screening_t_unit_f8559e_idx")],
            },
        ),
    ]
