"""publicity · migration 1: initial."""

from django.db import migrations, models

import lianfang.kernel.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0001_ledger"),
    ]

    operations = [
        migrations.CreateModel(
            name="TextStep",
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
                ("sort", models.TextField(null=True)),
                ("title", models.TextField(null=True)),
                ("data", lianfang.kernel.models.Facts()),
                ("kind", models.TextField()),
            ],
            options={
                "db_table": "publicity_text_step",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["stream", "number"], name="publicity_text_stream"),
                    models.Index(fields=["path", "occurred_at"], name="publicity_text_path"),
                ],
            },
        ),
    ]
