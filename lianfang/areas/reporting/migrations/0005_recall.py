"""reporting · migration 5: what was recalled states nothing, and a deputy's days may end early."""

from pathlib import Path

from django.db import migrations, models

import lianfang.kernel.models

_SQL = Path(__file__).with_name("recall.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0004_signing"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeputyEnd",
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
                ("naming", models.UUIDField()),
                ("why", models.TextField()),
            ],
            options={
                "db_table": "reporting_deputy_end",
                "abstract": False,
                "indexes": [models.Index(fields=["naming"], name="reporting_deputy_end_of")],
            },
        ),
        migrations.RunSQL(_SQL),
    ]
