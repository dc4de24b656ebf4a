"""kernel · migration 9: whose link to its person has ended, by which entry, and the salts that go with it."""

from pathlib import Path

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from lianfang.kernel.models import PathField
from lianfang.kernel.sql_scope import app_role

_SQL = Path(__file__).with_name("retention.sql").read_text(encoding="utf-8").replace("{app}", app_role())


class Migration(migrations.Migration):
    dependencies = [("kernel", "0008_seconding")]

    operations = [
        migrations.CreateModel(
            name="LinkEnd",
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
                ("of_kind", models.TextField()),
                ("kept_days", models.IntegerField()),
                ("since_day", models.DateField()),
                ("through_day", models.DateField()),
                ("entries", models.IntegerField()),
                ("held", models.IntegerField()),
                ("of_steps", models.BooleanField()),
                ("naming", ArrayField(models.TextField())),
                ("holding", ArrayField(models.TextField())),
                ("settling", ArrayField(models.TextField())),
                ("reopening", ArrayField(models.TextField())),
            ],
            options={
                "db_table": "ledger_link_end",
                "abstract": False,
                "indexes": [models.Index(fields=["of_kind", "recorded_at"], name="ledger_link_end_kind")],
            },
        ),
        migrations.CreateModel(
            name="Unlinked",
            fields=[
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("path", PathField()),
                ("ended_by", models.UUIDField()),
            ],
            options={
                "db_table": "ledger_unlinked",
                "indexes": [models.Index(fields=["ended_by"], name="ledger_unlinked_by")],
            },
        ),
        migrations.CreateModel(
            name="EntrySalt",
            fields=[
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("path", PathField()),
                ("salt", models.BinaryField(null=True)),
                ("mac", models.BinaryField()),
                ("destroyed_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "kernel_entry_salt"},
        ),
        migrations.RunSQL(_SQL),
    ]
