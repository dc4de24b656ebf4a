"""governance · migration 2: meeting."""

from django.db import migrations, models

import lianfang.kernel.models


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Meeting",
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
                ("recorded_by", models.TextField()),
                ("sort", models.TextField()),
                ("title", models.TextField()),
                ("chair", models.TextField()),
                ("attendees", models.TextField()),
                ("absent", models.TextField(null=True)),
                ("decided", models.TextField()),
            ],
            options={
                "db_table": "governance_meeting",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "day", "occurred_at", "entry"], name="governance_meeting_held")
                ],
            },
        ),
    ]
