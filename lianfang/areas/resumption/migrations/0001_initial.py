"""resumption · migration 1: what sites said, and each site's day."""

from django.db import migrations, models

import lianfang.kernel.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("kernel", "0001_ledger")]

    operations = [
        migrations.CreateModel(
            name="SiteDay",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("day", models.DateField()),
                ("changed_at", models.DateTimeField()),
                ("entry", models.UUIDField(null=True)),
                ("said_at", models.DateTimeField(null=True)),
                ("mode", models.TextField(null=True)),
                ("crew_present", models.IntegerField(null=True)),
                ("crew_listed", models.IntegerField(null=True)),
                ("risk_level", models.TextField(null=True)),
            ],
            options={
                "db_table": "resumption_site_day",
                "abstract": False,
                "indexes": [models.Index(fields=["day", "path"], name="resumption__day_4883eb_idx")],
                "constraints": [models.UniqueConstraint(fields=("unit", "day"), name="siteday_unit_day")],
            },
        ),
        migrations.CreateModel(
            name="Status",
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
                ("mode", models.TextField()),
                ("crew_present", models.IntegerField()),
                ("crew_listed", models.IntegerField()),
                ("risk_level", models.TextField(null=True)),
                ("note", models.TextField(null=True)),
                ("recorded_by", models.TextField()),
            ],
            options={
                "db_table": "resumption_status",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "day"], name="resumption_status_unit"),
                    models.Index(fields=["day", "path"], name="resumption_status_day"),
                ],
            },
        ),
    ]
