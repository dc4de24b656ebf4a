"""kernel · migration 6: seals that bind their keeper: a signed head over each day, and a digest that runs with the day.

What was sealed before stays as it is, under its own form; the first head takes it over (docs/why/seals.md).
"""

from pathlib import Path

from django.db import migrations, models

from lianfang.kernel.sql_scope import app_role, append_only

_SQL = Path(__file__).with_name("seals.sql").read_text(encoding="utf-8").replace("{app}", app_role())
_UNDO = """
DROP FUNCTION ledger_seal_day;
ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_absent;
DROP TABLE ledger_running;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0005_corrections")]
    operations = [
        migrations.AddField("Seal", "form", models.SmallIntegerField(default=1)),
        migrations.AddField("Seal", "total", models.BigIntegerField(null=True)),
        migrations.CreateModel(
            "Head",
            [
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("from_at", models.DateTimeField()),
                ("to_at", models.DateTimeField()),
                ("sealed_at", models.DateTimeField()),
                ("units", models.IntegerField()),
                ("entries", models.BigIntegerField()),
                ("total", models.BigIntegerField()),
                ("unheld", models.BigIntegerField()),
                ("missing", models.BigIntegerField()),
                ("root", models.BinaryField()),
                ("previous", models.BinaryField()),
                ("adopted", models.BigIntegerField(null=True)),
                ("adopts", models.BinaryField(null=True)),
                ("digest", models.BinaryField()),
                ("key", models.TextField()),
                ("signature", models.BinaryField()),
            ],
            options={"db_table": "ledger_head"},
        ),
        migrations.CreateModel(
            "SealKey",
            [
                ("fingerprint", models.TextField(primary_key=True, serialize=False)),
                ("public", models.BinaryField()),
                ("valid_from", models.DateTimeField(null=True)),
                ("valid_to", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(null=True)),
                ("signed_by", models.TextField(null=True)),
                ("signature", models.BinaryField(null=True)),
            ],
            options={"db_table": "ledger_seal_key"},
        ),
        migrations.CreateModel(
            "Installation",
            [
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
            ],
            options={"db_table": "kernel_installation"},
        ),
        migrations.RunSQL(_SQL, _UNDO),
        append_only("ledger_head"),
    ]
