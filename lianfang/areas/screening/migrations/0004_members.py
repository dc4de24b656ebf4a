"""screening · migration 4: who of a unit's register was seen on a day, wherever that was, and how many they are."""

from pathlib import Path

import django.contrib.postgres.fields
from django.db import migrations, models

import lianfang.areas.screening.models
import lianfang.kernel.models
from lianfang.kernel.sql_scope import app_role

_SQL = Path(__file__).with_name("members.sql").read_text(encoding="utf-8").replace("{app}", app_role())


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0003_no_rounds_of_readings"),
        ("people", "0004_followers"),
        ("units", "0002_fence"),
        ("kernel", "0007_fence"),
    ]

    operations = [
        migrations.CreateModel(
            name="MembersDay",
            fields=[
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "unit", "day", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("unit", models.TextField()),
                ("day", models.DateField()),
                ("checked", models.IntegerField()),
                ("checked_here", models.IntegerField()),
                ("declared", models.IntegerField()),
                ("declared_here", models.IntegerField()),
                ("ill_elsewhere", models.IntegerField()),
                ("back_elsewhere", models.IntegerField()),
                (
                    "warm_elsewhere",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=lianfang.areas.screening.models.CelsiusField(decimal_places=1, max_digits=3),
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "fevers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=lianfang.areas.screening.models.CelsiusField(decimal_places=1, max_digits=3),
                        null=True,
                        size=None,
                    ),
                ),
                ("symptomatic", models.IntegerField()),
                ("returned", models.IntegerField()),
            ],
            options={
                "db_table": "screening_members_day",
            },
        ),
        migrations.CreateModel(
            name="MemberSeen",
            fields=[
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "person", "day", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person", models.UUIDField()),
                ("day", models.DateField()),
                ("unit", models.TextField()),
                ("checked", models.BooleanField()),
                ("checked_here", models.BooleanField()),
                ("declared", models.BooleanField()),
                ("declared_here", models.BooleanField()),
                (
                    "warm_elsewhere",
                    lianfang.areas.screening.models.CelsiusField(decimal_places=1, max_digits=3, null=True),
                ),
                ("ill_elsewhere", models.BooleanField()),
                ("back_elsewhere", models.BooleanField()),
            ],
            options={
                "db_table": "screening_member_seen",
            },
        ),
        migrations.AddIndex(
            model_name="healthdeclaration",
            index=models.Index(
                condition=models.Q(("returned", False), ("symptomatic", False)),
                fields=["person", "day"],
                name="screening_well_anywhere",
            ),
        ),
        migrations.AddIndex(
            model_name="healthdeclaration",
            index=models.Index(
                condition=models.Q(("symptomatic", True)),
                fields=["unit", "day", "person"],
                name="screening_declared_ill",
            ),
        ),
        migrations.AddIndex(
            model_name="healthdeclaration",
            index=models.Index(
                condition=models.Q(("returned", True)), fields=["unit", "day", "person"], name="screening_declared_back"
            ),
        ),
        migrations.AddIndex(
            model_name="healthdeclaration",
            index=models.Index(
                condition=models.Q(("symptomatic", True)), fields=["person", "day"], name="screening_ill_anywhere"
            ),
        ),
        migrations.AddIndex(
            model_name="healthdeclaration",
            index=models.Index(
                condition=models.Q(("returned", True)), fields=["person", "day"], name="screening_back_anywhere"
            ),
        ),
        migrations.AddIndex(
            model_name="temperaturecheck",
            index=models.Index(
                condition=models.Q(("celsius__lt", 37)), fields=["person", "day"], name="screening_check_cool_any"
            ),
        ),
        migrations.AddIndex(
            model_name="temperaturecheck",
            index=models.Index(
                condition=models.Q(("celsius__gte", 37)), fields=["person", "day"], name="screening_check_warm_any"
            ),
        ),
        migrations.AddIndex(
            model_name="membersday",
            index=models.Index(fields=["day", "path"], name="screening_members_day_path"),
        ),
        migrations.AddIndex(
            model_name="memberseen",
            index=models.Index(
                condition=models.Q(("warm_elsewhere__isnull", False)),
                fields=["unit", "day"],
                name="screening_member_seen_warm",
            ),
        ),
        migrations.RunSQL(_SQL),
    ]
