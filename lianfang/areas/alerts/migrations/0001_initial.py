"""alerts · migration 1: the steps of alerts, the alerts, channels and messages, and their scope."""

import django.contrib.postgres.fields
from django.db import migrations, models

import lianfang.kernel.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("kernel", "0001_ledger")]

    operations = [
        migrations.CreateModel(
            name="LastLook",
            fields=[
                ("source", models.TextField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "alerts_last_look",
            },
        ),
        migrations.CreateModel(
            name="Secret",
            fields=[
                ("channel", models.UUIDField(primary_key=True, serialize=False)),
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("concealed", models.TextField()),
            ],
            options={
                "db_table": "alerts_secret",
            },
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("alert", models.UUIDField(primary_key=True, serialize=False)),
                ("key", models.TextField(unique=True)),
                ("source", models.TextField()),
                ("unit", models.TextField()),
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("severity", models.TextField()),
                ("zh", models.TextField()),
                ("en", models.TextField()),
                ("href", models.TextField()),
                ("count", models.IntegerField()),
                ("exercise", models.BooleanField()),
                ("since_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField()),
                ("state", models.TextField()),
                ("role", models.TextField(null=True)),
                ("owner_unit", models.TextField(null=True)),
                ("login", models.TextField(null=True)),
                ("title", models.TextField(null=True)),
                ("level", models.IntegerField()),
                ("due_at", models.DateTimeField(null=True)),
                ("taken_by", models.TextField(null=True)),
                ("ended_how", models.TextField(null=True)),
                ("version", models.IntegerField()),
                ("changed_at", models.DateTimeField()),
                ("told_at", models.DateTimeField()),
            ],
            options={
                "db_table": "alerts_alert",
                "indexes": [
                    models.Index(fields=["opened_at", "alert"], name="alerts_alert_newest"),
                    models.Index(
                        condition=models.Q(("state", "resolved"), _negated=True),
                        fields=["owner_unit", "role"],
                        name="alerts_owner",
                    ),
                    models.Index(
                        condition=models.Q(("state", "resolved"), _negated=True), fields=["login"], name="alerts_login"
                    ),
                    models.Index(
                        condition=models.Q(("state", "resolved"), _negated=True), fields=["due_at"], name="alerts_due"
                    ),
                    models.Index(fields=["source", "since_at"], name="alerts_source"),
                    models.Index(fields=["path", "told_at"], name="alerts_told"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChannelStep",
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
                ("channel", models.UUIDField()),
                ("version", models.IntegerField()),
                ("name", models.TextField()),
                ("service", models.TextField()),
                ("fingerprint", models.TextField()),
                ("min_severity", models.TextField()),
                ("language", models.TextField()),
                ("open", models.BooleanField()),
            ],
            options={
                "db_table": "alerts_channel_step",
                "abstract": False,
                "indexes": [models.Index(fields=["channel", "version"], name="alerts_channel_life")],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("channel", models.UUIDField()),
                ("unit", models.TextField()),
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("sort", models.TextField()),
                ("source", models.TextField()),
                ("severity", models.TextField()),
                ("alert", models.UUIDField(null=True)),
                ("count", models.IntegerField(default=1)),
                ("exercise", models.BooleanField(default=False)),
                ("title", models.TextField()),
                ("body", models.TextField()),
                ("queued_at", models.DateTimeField()),
                ("not_before", models.DateTimeField()),
                ("state", models.TextField()),
                ("tries", models.IntegerField(default=0)),
                ("failure", models.TextField(blank=True)),
                ("tried_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "alerts_message",
                "indexes": [
                    models.Index(fields=["path", "queued_at"], name="alerts_message_log"),
                    models.Index(fields=["channel", "source", "queued_at"], name="alerts_message_storm"),
                    models.Index(
                        condition=models.Q(("state", "held")), fields=["not_before"], name="alerts_message_held"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Step",
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
                ("act", models.TextField()),
                ("alert", models.UUIDField()),
                ("version", models.IntegerField()),
                ("recorded_by", models.TextField()),
                ("key", models.TextField(null=True)),
                ("source", models.TextField(null=True)),
                ("severity", models.TextField(null=True)),
                ("zh", models.TextField(null=True)),
                ("en", models.TextField(null=True)),
                ("href", models.TextField(null=True)),
                ("since_at", models.DateTimeField(null=True)),
                ("count", models.IntegerField(null=True)),
                ("role", models.TextField(null=True)),
                ("owner_unit", models.TextField(null=True)),
                ("login", models.TextField(null=True)),
                ("title", models.TextField(null=True)),
                ("level", models.IntegerField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("how", models.TextField(null=True)),
                ("note", models.TextField(null=True)),
                ("evidence", models.UUIDField(null=True)),
                (
                    "vacant",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), null=True, size=None),
                ),
            ],
            options={
                "db_table": "alerts_step",
                "abstract": False,
                "indexes": [models.Index(fields=["alert", "version"], name="alerts_step_life")],
            },
        ),
    ]
