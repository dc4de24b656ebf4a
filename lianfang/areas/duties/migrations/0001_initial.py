"""duties · migration 1: what is said of duties, the slots that follow, and how records of a kind are found by time."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from lianfang.kernel.models import PathField


def _fact(*more: tuple[str, models.Field]) -> list[tuple[str, models.Field]]:
    return [
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
        ("recorded_by", models.TextField()),
        ("because", models.TextField()),
        *more,
    ]


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0002_occurred"),
        ("units", "0001_initial"),
        ("places", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Made",
            fields=_fact(
                ("code", models.TextField()),
                ("kind", models.TextField()),
                ("spec", models.JSONField()),
                ("from_day", models.DateField()),
            ),
            options={
                "db_table": "duties_made",
                "indexes": [models.Index(fields=["code"], name="duties_made_code")],
            },
        ),
        migrations.CreateModel(
            name="Ended",
            fields=_fact(("code", models.TextField()), ("from_day", models.DateField())),
            options={"db_table": "duties_ended"},
        ),
        migrations.CreateModel(
            name="ModeRow",
            fields=_fact(
                ("mode", models.TextField()),
                ("response_level", models.TextField(null=True)),
                ("from_day", models.DateField()),
            ),
            options={
                "db_table": "duties_mode",
                "indexes": [models.Index(fields=["path"], name="duties_mode_path")],
            },
        ),
        migrations.CreateModel(
            name="ExcuseRow",
            fields=_fact(
                ("duty", models.TextField()),
                ("target", models.TextField(null=True)),
                ("number", models.IntegerField(null=True)),
                ("from_day", models.DateField()),
                ("until_day", models.DateField()),
            ),
            options={
                "db_table": "duties_excuse",
                "indexes": [models.Index(fields=["duty", "from_day"], name="duties_excuse_duty")],
            },
        ),
        migrations.CreateModel(
            name="DayRow",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("derived_at", models.DateTimeField()),
            ],
            options={"db_table": "duties_day"},
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "duty",
                        "day",
                        "target",
                        "number",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("duty", models.TextField()),
                ("day", models.DateField()),
                ("target", models.TextField()),
                ("number", models.SmallIntegerField()),
                ("unit", models.TextField()),
                ("path", PathField()),
                ("role", models.TextField()),
                ("from_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("until_at", models.DateTimeField(null=True)),
                ("left_here", models.BooleanField(default=False)),
                ("excuse", models.UUIDField(null=True)),
                ("entry", models.UUIDField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("recorded_at", models.DateTimeField(null=True)),
                ("recorded_by", models.TextField(null=True)),
                ("evidence", models.TextField(null=True)),
                ("value", models.TextField(null=True)),
                ("photo", models.TextField(null=True)),
                ("doubts", ArrayField(models.TextField(), default=list)),
            ],
            options={
                "db_table": "duties_slot",
                "indexes": [
                    models.Index(fields=["day", "path"], name="duties_slot_path"),
                    models.Index(fields=["photo"], condition=models.Q(photo__isnull=False), name="duties_slot_photo"),
                ],
            },
        ),
        # A slot that is fulfilled is updated in place: room for it on its own page, and no index to follow.
        migrations.RunSQL(
            "ALTER TABLE duties_slot SET (fillfactor = 70)",
            migrations.RunSQL.noop,
        ),
        # Records of one kind by when they occurred: how a slot finds what fulfils it. The ledger's other indexes are
        # by id, unit or person; a table of acts of our own would cost each entry a second row.
        migrations.RunSQL(
            "CREATE INDEX ledger_entry_kind_occurred ON ledger_entry (kind, occurred_at)",
            "DROP INDEX ledger_entry_kind_occurred",
        ),
    ]
