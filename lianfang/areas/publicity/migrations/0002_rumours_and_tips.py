"""publicity · migration 2: rumours, tips, and what tips say: written once and taken away at its time, never changed."""

from django.db import migrations, models

import lianfang.kernel.models
from lianfang.kernel.sql_scope import app_role


class Migration(migrations.Migration):
    dependencies = [
        ("publicity", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="RumourStep",
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
                ("claim", models.TextField(null=True)),
                ("tip", models.UUIDField(null=True)),
                ("data", lianfang.kernel.models.Facts()),
                ("kind", models.TextField()),
            ],
            options={
                "db_table": "publicity_rumour_step",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["stream", "number"], name="publicity_rumour_stream"),
                    models.Index(fields=["path", "day"], name="publicity_rumour_path"),
                    models.Index(fields=["tip"], name="publicity_rumour_tip"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TipDeskSet",
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
                ("data", lianfang.kernel.models.Facts()),
            ],
            options={
                "db_table": "publicity_tip_desk_set",
                "abstract": False,
                "indexes": [models.Index(fields=["unit", "day"], name="publicity_t_unit_276471_idx")],
            },
        ),
        migrations.CreateModel(
            name="TipStep",
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
                ("topic", models.TextField(null=True)),
                ("mark", models.TextField(null=True)),
                ("data", lianfang.kernel.models.Facts()),
                ("kind", models.TextField()),
            ],
            options={
                "db_table": "publicity_tip_step",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["stream", "number"], name="publicity_tip_stream"),
                    models.Index(fields=["path", "occurred_at"], name="publicity_tip_path"),
                    models.Index(fields=["mark"], name="publicity_tip_mark"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TipWords",
            fields=[
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("stream", models.UUIDField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("wrapped", models.BinaryField()),
                ("concealed", models.TextField()),
            ],
            options={
                "db_table": "publicity_tip_words",
                "indexes": [models.Index(fields=["path"], name="publicity_tip_words_path")],
            },
        ),
        migrations.RunSQL(f"REVOKE UPDATE, TRUNCATE ON publicity_tip_words FROM {app_role()}", migrations.RunSQL.noop),
    ]
