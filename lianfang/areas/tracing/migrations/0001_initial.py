"""tracing · migration 1: the rows of the three kinds, the unit's day, and their scope."""

import django.contrib.postgres.fields
from django.db import migrations, models

import lianfang.kernel.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("kernel", "0001_ledger")]

    operations = [
        migrations.CreateModel(
            name="ChannelCheck",
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
                ("checked_for", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("found", models.BooleanField()),
            ],
            options={
                "db_table": "tracing_channel_check",
                "abstract": False,
                "indexes": [models.Index(fields=["unit", "day"], name="tracing_cha_unit_d53d08_idx")],
            },
        ),
        migrations.CreateModel(
            name="OfficialFigures",
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
                ("area", models.TextField()),
                ("figures_day", models.DateField()),
                ("confirmed", models.IntegerField()),
                ("cured", models.IntegerField()),
                ("dead", models.IntegerField()),
                ("suspected", models.IntegerField(null=True)),
                ("asymptomatic", models.IntegerField(null=True)),
                ("source", models.TextField()),
            ],
            options={
                "db_table": "tracing_official_figures",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "day"], name="tracing_figures_unit_day"),
                    models.Index(fields=["area", "figures_day"], name="tracing_figures_curve"),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficialNotice",
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
                ("subject", models.TextField()),
                ("people", models.IntegerField()),
            ],
            options={
                "db_table": "tracing_official_notice",
                "abstract": False,
                "indexes": [models.Index(fields=["unit", "day"], name="tracing_off_unit_cfea49_idx")],
            },
        ),
        migrations.CreateModel(
            name="TracingDay",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("day", models.DateField()),
                ("changed_at", models.DateTimeField()),
                ("confirmed_checks", models.IntegerField(null=True)),
                ("confirmed_found", models.IntegerField(null=True)),
                ("confirmed_notices", models.IntegerField(null=True)),
                ("suspected_checks", models.IntegerField(null=True)),
                ("suspected_found", models.IntegerField(null=True)),
                ("suspected_notices", models.IntegerField(null=True)),
                ("asymptomatic_checks", models.IntegerField(null=True)),
                ("asymptomatic_found", models.IntegerField(null=True)),
                ("asymptomatic_notices", models.IntegerField(null=True)),
            ],
            options={
                "db_table": "tracing_day",
                "abstract": False,
                "indexes": [models.Index(fields=["day", "path"], name="tracing_day_day_2172b5_idx")],
                "constraints": [models.UniqueConstraint(fields=("unit", "day"), name="tracingday_unit_day")],
            },
        ),
    ]
