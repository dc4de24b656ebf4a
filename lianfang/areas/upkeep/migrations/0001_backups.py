"""upkeep · migration 1: the plans of backups and what became of each, and their scope."""

from django.db import migrations, models

import lianfang.kernel.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("kernel", "0001_ledger")]

    operations = [
        migrations.CreateModel(
            name="Backup",
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
                ("folder", models.TextField()),
                ("outcome", models.TextField()),
                ("backup", models.TextField(null=True)),
                ("sort", models.TextField(null=True)),
                ("size", models.BigIntegerField(null=True)),
                ("entries", models.BigIntegerField(null=True)),
                ("zh", models.TextField(null=True)),
                ("en", models.TextField(null=True)),
            ],
            options={
                "db_table": "upkeep_backup",
                "abstract": False,
                "indexes": [models.Index(fields=["unit", "day"], name="upkeep_back_unit_63d460_idx")],
            },
        ),
        migrations.CreateModel(
            name="Plan",
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
                ("folder", models.TextField()),
                ("every_hours", models.IntegerField()),
                ("keep_days", models.IntegerField()),
                ("keep_weeks", models.IntegerField()),
                ("keep_months", models.IntegerField()),
                ("keep_log", models.BooleanField()),
                ("open", models.BooleanField()),
            ],
            options={
                "db_table": "upkeep_plan",
                "abstract": False,
                "indexes": [models.Index(fields=["unit", "day"], name="upkeep_plan_unit_7d7175_idx")],
            },
        ),
    ]
