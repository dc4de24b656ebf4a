"""reporting · migration 4: the steps of signing, who stands in, and the events that a version lists."""

from pathlib import Path

from django.db import migrations, models

import lianfang.kernel.models

_SQL = Path(__file__).with_name("signing.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0003_fence"),
    ]

    operations = [
        migrations.AddField(
            model_name="step",
            name="events",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="step",
            name="seen",
            field=models.TextField(null=True),
        ),
        migrations.AddField(
            model_name="step",
            name="signatures",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="step",
            name="stands",
            field=models.TextField(null=True),
        ),
        migrations.AddField(
            model_name="step",
            name="stands_for",
            field=models.TextField(null=True),
        ),
        migrations.CreateModel(
            name="Deputy",
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
                ("form", models.TextField()),
                ("deputy", models.TextField()),
                ("from_day", models.DateField()),
                ("to_day", models.DateField()),
                ("why", models.TextField()),
            ],
            options={
                "db_table": "reporting_deputy",
                "abstract": False,
                "indexes": [models.Index(fields=["unit", "deputy", "to_day"], name="reporting_deputy_of")],
            },
        ),
        migrations.RunSQL(_SQL),
    ]
