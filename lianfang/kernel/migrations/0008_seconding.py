"""kernel · migration 8: who saw for himself what somebody else recorded."""

from django.db import migrations, models

from lianfang.kernel.models import PathField


class Migration(migrations.Migration):
    dependencies = [("kernel", "0007_fence")]

    operations = [
        migrations.CreateModel(
            name="Seconding",
            fields=[
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", PathField()),
                ("place", models.TextField(null=True)),
                ("person", models.UUIDField(null=True)),
                ("day", models.DateField()),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                ("exercise", models.BooleanField()),
                ("seconds", models.UUIDField()),
                ("recorded_by", models.TextField()),
            ],
            options={
                "db_table": "ledger_seconding",
                "abstract": False,
                "indexes": [models.Index(fields=["seconds"], name="ledger_seconding_seconds")],
            },
        ),
    ]
