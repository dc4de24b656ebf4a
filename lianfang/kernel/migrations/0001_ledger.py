"""kernel · migration 1: the ledger, its scope and what keeps it append-only."""

from pathlib import Path

from django.db import migrations, models

import lianfang.kernel.models
from lianfang.kernel.sql_scope import app_role, append_only

_SQL = Path(__file__).with_name("ledger.sql").read_text(encoding="utf-8")
_LEDGER = _SQL.replace("{app}", app_role())
_GRANTS = f"""
REVOKE ALL ON kernel_scope_key FROM PUBLIC;
REVOKE ALL ON kernel_scope_key FROM {app_role()};
REVOKE ALL ON FUNCTION scope_sign(text) FROM PUBLIC;
GRANT SELECT, INSERT ON ledger_entry TO {app_role()};
"""
_PATH = {"max_length": 400, "db_collation": "C"}


def _path() -> lianfang.kernel.models.PathField:
    return lianfang.kernel.models.PathField(**_PATH)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            "ClockRow",
            [
                ("one", models.BooleanField(default=True, primary_key=True, serialize=False)),
                ("real_at", models.DateTimeField()),
                ("campaign_at", models.DateTimeField()),
                ("rate", models.FloatField(default=1.0)),
            ],
            options={"db_table": "kernel_clock"},
        ),
        migrations.CreateModel(
            "Correction",
            [
                ("corrects", models.UUIDField(primary_key=True, serialize=False)),
                ("entry", models.UUIDField(unique=True)),
                ("kind", models.TextField()),
                ("unit", models.TextField()),
                ("path", _path()),
                ("recorded_at", models.DateTimeField()),
            ],
            options={"db_table": "ledger_correction"},
        ),
        migrations.CreateModel(
            "PersonKey",
            [
                ("person", models.UUIDField(primary_key=True, serialize=False)),
                ("path", _path()),
                ("wrapped", models.BinaryField(null=True)),
                ("destroyed_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "kernel_person_key"},
        ),
        migrations.CreateModel(
            "Seal",
            [
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", _path()),
                ("day", models.DateField()),
                ("from_at", models.DateTimeField()),
                ("to_at", models.DateTimeField()),
                ("entries", models.IntegerField()),
                ("root", models.BinaryField()),
                ("previous", models.BinaryField()),
                ("digest", models.BinaryField()),
                ("sealed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "ledger_seal",
                "indexes": [
                    models.Index(fields=["path", "day"], name="ledger_seal_path_day"),
                    models.Index(fields=["to_at"], name="ledger_seal_to_at"),
                ],
                "constraints": [models.UniqueConstraint(fields=["unit", "day"], name="ledger_seal_unit_day")],
            },
        ),
        migrations.CreateModel(
            "SetAside",
            [
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("entry", models.UUIDField(null=True)),
                ("unit", models.TextField()),
                ("path", _path()),
                ("received_at", models.DateTimeField()),
                ("received_by", models.TextField()),
                ("problem", models.TextField()),
                ("body", models.TextField()),
            ],
            options={
                "db_table": "ledger_set_aside",
                "indexes": [models.Index(fields=["path", "received_at"], name="ledger_set_aside_path")],
            },
        ),
        migrations.CreateModel(
            "StreamStep",
            [
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("stream", models.UUIDField()),
                ("version", models.IntegerField()),
                ("path", _path()),
                ("closes", models.BooleanField()),
            ],
            options={
                "db_table": "ledger_stream",
                "constraints": [models.UniqueConstraint(fields=["stream", "version"], name="ledger_stream_step")],
            },
        ),
        migrations.RunSQL(_LEDGER),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    "Entry",
                    [("id", models.UUIDField(primary_key=True, serialize=False))],
                    options={"db_table": "ledger_entry", "managed": False},
                )
            ]
        ),
        migrations.RunSQL(_GRANTS),
        *(append_only(table) for table in ("ledger_entry", "ledger_seal", "ledger_set_aside")),
    ]
