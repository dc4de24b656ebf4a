"""reporting · migration 6: who was reminded of what is missing behind a figure."""

from django.db import migrations, models

import lianfang.kernel.models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0005_recall"),
    ]

    operations = [
        migrations.CreateModel(
            name="Chase",
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
                ("report_day", models.DateField()),
                ("code", models.TextField()),
                ("missing", models.IntegerField()),
            ],
            options={
                "db_table": "reporting_chase",
                "abstract": False,
                "indexes": [models.Index(fields=["unit", "report_day", "code"], name="reporting_chase_of")],
            },
        ),
    ]
