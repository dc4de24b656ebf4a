"""people · migration 1: the facts about people, what follows, names under their keys, and the scope of all."""

from pathlib import Path

import django.contrib.postgres.fields
from django.db import migrations, models

from lianfang.kernel.models import PathField
from lianfang.kernel.sql_scope import app_role, append_only

_SQL = Path(__file__).with_name("people.sql").read_text(encoding="utf-8").replace("{app}", app_role())


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0001_ledger"),
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Change",
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
                ("counts", models.BooleanField()),
                ("household", models.TextField(null=True)),
                ("residency", models.TextField(null=True)),
                ("member", models.BooleanField()),
            ],
            options={
                "db_table": "people_change",
                "abstract": False,
                "indexes": [models.Index(fields=["person"], name="people_change_person")],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
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
            ],
            options={
                "db_table": "people_erasure",
                "abstract": False,
                "indexes": [models.Index(fields=["person"], name="people_erasure_person")],
            },
        ),
        migrations.CreateModel(
            name="Founding",
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
                ("residency", models.TextField()),
                ("entrance", models.IntegerField(null=True)),
                ("floor", models.IntegerField(null=True)),
                ("door", models.TextField(null=True)),
            ],
            options={
                "db_table": "people_founding",
                "abstract": False,
                "indexes": [models.Index(fields=["code"], name="people_founding_by_code")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("first", True)), fields=("code",), name="people_founding_code"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Gram",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "gram", "person", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("gram", models.BinaryField()),
                ("person", models.UUIDField()),
                ("path", PathField()),
            ],
            options={
                "db_table": "people_gram",
                "indexes": [models.Index(fields=["person"], name="people_gram_person")],
            },
        ),
        migrations.CreateModel(
            name="Headcount",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "unit", "day", "path", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("unit", models.TextField()),
                ("path", PathField()),
                ("day", models.DateField()),
                ("delta", models.IntegerField()),
            ],
            options={
                "db_table": "people_headcount",
                "indexes": [models.Index(fields=["path", "day"], name="people_headcount_path")],
            },
        ),
        migrations.CreateModel(
            name="Household",
            fields=[
                ("code", models.TextField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", PathField()),
                ("place", models.TextField(null=True)),
                ("residency", models.TextField()),
                ("entrance", models.IntegerField(null=True)),
                ("floor", models.IntegerField(null=True)),
                ("door", models.TextField(null=True)),
                ("opened_on", models.DateField()),
            ],
            options={
                "db_table": "people_household",
                "indexes": [
                    models.Index(fields=["unit", "code"], name="people_household_unit"),
                    models.Index(fields=["path", "code"], name="people_household_path"),
                    models.Index(fields=["place"], name="people_household_place"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mask",
            fields=[
                ("person", models.UUIDField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", PathField()),
                ("shown", models.TextField()),
            ],
            options={
                "db_table": "people_mask",
                "indexes": [models.Index(fields=["path"], name="people_mask_path")],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "person", "unit", "since_day", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person", models.UUIDField()),
                ("unit", models.TextField()),
                ("path", PathField()),
                ("since_day", models.DateField()),
                ("until_day", models.DateField()),
                ("counts", models.BooleanField()),
                ("household", models.TextField(null=True)),
                ("residency", models.TextField(null=True)),
                ("erased", models.BooleanField()),
            ],
            options={
                "db_table": "people_membership",
                "indexes": [
                    models.Index(fields=["unit", "person"], name="people_membership_unit"),
                    models.Index(fields=["path", "person"], name="people_membership_path"),
                    models.Index(fields=["household"], name="people_membership_household"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonRow",
            fields=[
                ("person", models.UUIDField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", PathField()),
                ("name", models.TextField()),
                ("id_number", models.TextField(null=True)),
                ("phone", models.TextField(null=True)),
                ("id_blind", models.BinaryField(null=True)),
                ("phone_blind", models.BinaryField(null=True)),
            ],
            options={
                "db_table": "people_person",
                "indexes": [
                    models.Index(fields=["phone_blind"], name="people_person_phone"),
                    models.Index(fields=["path"], name="people_person_path"),
                ],
                "constraints": [models.UniqueConstraint(fields=("id_blind",), name="people_person_id_number")],
            },
        ),
        migrations.CreateModel(
            name="Registration",
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
                ("counts", models.BooleanField()),
                ("household", models.TextField(null=True)),
                ("residency", models.TextField(null=True)),
                ("first", models.BooleanField()),
            ],
            options={
                "db_table": "people_registration",
                "abstract": False,
                "indexes": [models.Index(fields=["person"], name="people_registration_by_person")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("first", True)), fields=("person",), name="people_registration_person"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="View",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("login", models.TextField()),
                ("user_id", models.BigIntegerField()),
                ("unit", models.TextField()),
                ("path", PathField()),
                ("persons", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ("purpose", models.TextField()),
            ],
            options={
                "db_table": "people_identity_view",
                "indexes": [
                    models.Index(fields=["path", "at"], name="people_identity_view_path"),
                    models.Index(fields=["login", "at"], name="people_identity_view_login"),
                ],
            },
        ),
        migrations.RunSQL(_SQL),
        append_only("people_identity_view"),
    ]
