"""publicity · migration 2: groupsecret groupstep hangingstep postingstep."""

from django.db import migrations, models

import lianfang.kernel.models


class Migration(migrations.Migration):
    dependencies = [
        ("publicity", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="GroupSecret",
            fields=[
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("stream", models.UUIDField(primary_key=True, serialize=False)),
                ("concealed", models.TextField()),
            ],
            options={
                "db_table": "publicity_group_secret",
            },
        ),
        migrations.CreateModel(
            name="GroupStep",
            fields=[
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("place", models.TextField(null=True)),
                ("person", models.UUIDField(null=True)),
                ("day", models.DateField()),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                ("exercise", models.BooleanField()),
                ("stream", models.UUIDField()),
                ("number", models.IntegerField()),
                ("recorded_by", models.TextField()),
                ("name", models.TextField()),
                ("service", models.TextField()),
                ("fingerprint", models.TextField()),
                ("open", models.BooleanField()),
            ],
            options={
                "db_table": "publicity_group_step",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["stream", "number"], name="publicity_group_stream"),
                    models.Index(fields=["path", "name"], name="publicity_group_path"),
                ],
            },
        ),
        migrations.CreateModel(
            name="HangingStep",
            fields=[
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("place", models.TextField(null=True)),
                ("person", models.UUIDField(null=True)),
                ("day", models.DateField()),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                ("exercise", models.BooleanField()),
                ("stream", models.UUIDField()),
                ("number", models.IntegerField()),
                ("recorded_by", models.TextField()),
                ("posting", models.UUIDField()),
                ("target", models.TextField()),
                ("version", models.IntegerField(null=True)),
                ("data", lianfang.kernel.models.Facts()),
                ("kind", models.TextField()),
            ],
            options={
                "db_table": "publicity_hanging_step",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["posting", "target", "number"], name="publicity_hanging_of"),
                    models.Index(fields=["path", "occurred_at"], name="publicity_hanging_path"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostingStep",
            fields=[
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("place", models.TextField(null=True)),
                ("person", models.UUIDField(null=True)),
                ("day", models.DateField()),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                ("exercise", models.BooleanField()),
                ("stream", models.UUIDField()),
                ("number", models.IntegerField()),
                ("recorded_by", models.TextField()),
                ("text", models.UUIDField(null=True)),
                ("until_at", models.DateTimeField(null=True)),
                ("data", lianfang.kernel.models.Facts()),
                ("kind", models.TextField()),
            ],
            options={
                "db_table": "publicity_posting_step",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["stream", "number"], name="publicity_posting_stream"),
                    models.Index(fields=["text"], name="publicity_posting_text"),
                    models.Index(fields=["path", "occurred_at"], name="publicity_posting_path"),
                ],
            },
        ),
    ]
