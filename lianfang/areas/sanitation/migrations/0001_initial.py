"""sanitation · migration 1: rounds, clearances and their sums by unit and day."""

from django.db import migrations, models

import lianfang.kernel.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("kernel", "0001_ledger")]

    operations = [
        migrations.CreateModel(
            name="ClearanceDay",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("day", models.DateField()),
                ("changed_at", models.DateTimeField()),
                ("points", models.IntegerField(null=True)),
                ("overflowing", models.IntegerField(null=True)),
                ("bags", models.IntegerField(null=True)),
            ],
            options={
                "db_table": "sanitation_clearance_day",
                "abstract": False,
                "indexes": [models.Index(fields=["day", "path"], name="sanitation__day_77f9e7_idx")],
                "constraints": [models.UniqueConstraint(fields=("unit", "day"), name="clearanceday_unit_day")],
            },
        ),
        migrations.CreateModel(
            name="Cleared",
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
                ("bags", models.IntegerField(null=True)),
                ("overflow", models.BooleanField()),
                ("recorded_by", models.TextField()),
                ("evidence", models.TextField()),
            ],
            options={
                "db_table": "sanitation_clearance",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "day", "place"], name="sanitation_cleared_unit"),
                    models.Index(fields=["day", "path"], name="sanitation_cleared_day"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Disinfected",
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
                ("object", models.TextField()),
                ("agent", models.TextField()),
                ("round", models.SmallIntegerField()),
                ("chlorine_mg_per_l", models.IntegerField(null=True)),
                ("contact_minutes", models.IntegerField(null=True)),
                ("litres", models.DecimalField(decimal_places=2, max_digits=8, null=True)),
                ("lot", models.TextField(null=True)),
                ("in_range", models.BooleanField(null=True)),
                ("recorded_by", models.TextField()),
                ("evidence", models.TextField()),
            ],
            options={
                "db_table": "sanitation_disinfection",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "day", "place"], name="sanitation_done_unit"),
                    models.Index(fields=["day", "path"], name="sanitation_done_day"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DisinfectionDay",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("day", models.DateField()),
                ("changed_at", models.DateTimeField()),
                ("done", models.IntegerField(null=True)),
                ("judged", models.IntegerField(null=True)),
                ("out_of_range", models.IntegerField(null=True)),
            ],
            options={
                "db_table": "sanitation_disinfection_day",
                "abstract": False,
                "indexes": [models.Index(fields=["day", "path"], name="sanitation__day_375d61_idx")],
                "constraints": [models.UniqueConstraint(fields=("unit", "day"), name="disinfectionday_unit_day")],
            },
        ),
    ]
