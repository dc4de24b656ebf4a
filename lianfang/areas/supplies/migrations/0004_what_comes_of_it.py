"""supplies · migration 4: facts know the beginning of their chain of corrections; issues are confirmed."""

from pathlib import Path
from uuid import UUID

from django.db import migrations, models

import lianfang.kernel.models

_STANDING = (Path(__file__).resolve().parents[1] / "sql" / "standing.sql").read_text(encoding="utf-8")
_CHAINED = ("transfer", "issue", "stocktake")
_ROOT = """UPDATE supplies_{table} t SET root = (
  WITH RECURSIVE up(id, corrects) AS (
    SELECT e.id, e.corrects FROM ledger_entry e WHERE e.id = t.entry
    UNION SELECT l.id, l.corrects FROM up JOIN ledger_entry l ON l.id = up.corrects)
  SELECT coalesce(up.corrects, up.id) FROM up WHERE NOT EXISTS (SELECT 1 FROM up o WHERE o.id = up.corrects))"""


def _root(model: str) -> list[migrations.operations.base.Operation]:
    return [
        migrations.AddField(
            model_name=model, name="root", field=models.UUIDField(default=UUID(int=0)), preserve_default=False
        ),
        migrations.RunSQL(_ROOT.replace("{table}", model), migrations.RunSQL.noop),
    ]


class Migration(migrations.Migration):
    dependencies = [("supplies", "0003_movements_of_their_own"), ("units", "0001_initial")]

    operations = [
        migrations.RunSQL(_STANDING, "DROP FUNCTION supplies_standing(text[], date)"),
        *(operation for model in _CHAINED for operation in _root(model)),
        migrations.AddField(
            model_name="arrival", name="more_to_come", field=models.BooleanField(default=False), preserve_default=False
        ),
        migrations.RemoveIndex(model_name="transfer", name="supplies_transfer_to"),
        *(
            migrations.AddIndex(model_name=model, index=models.Index(fields=["root"], name=f"supplies_{model}_root"))
            for model in _CHAINED
        ),
        migrations.AddIndex(
            model_name="transfer", index=models.Index(fields=["to_unit", "day"], name="supplies_transfer_to")
        ),
        migrations.AddIndex(
            model_name="issue",
            index=models.Index(
                condition=models.Q(("to_unit__isnull", False)), fields=["to_unit", "day"], name="supplies_issue_to"
            ),
        ),
        migrations.CreateModel(
            name="Confirmation",
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
                ("quantity", models.DecimalField(decimal_places=3, max_digits=13)),
                ("lot", models.TextField()),
                ("lot_key", models.TextField()),
                ("recorded_by", models.TextField()),
                ("item", models.TextField()),
                ("packed", models.TextField(null=True)),
                ("source_ref", models.TextField(null=True)),
                ("issue", models.UUIDField()),
                ("note", models.TextField(null=True)),
            ],
            options={"db_table": "supplies_confirmation", "abstract": False},
        ),
        migrations.AddIndex(
            model_name="confirmation",
            index=models.Index(fields=["unit", "item", "lot_key", "day"], name="supplies_confirmation_lot"),
        ),
        migrations.AddIndex(
            model_name="confirmation", index=models.Index(fields=["day", "path"], name="supplies_confirmation_day")
        ),
        migrations.AddIndex(
            model_name="confirmation",
            index=models.Index(
                condition=models.Q(("source_ref__isnull", False)),
                fields=["unit", "source_ref"],
                name="supplies_confirmation_source",
            ),
        ),
        migrations.AddIndex(
            model_name="confirmation", index=models.Index(fields=["issue"], name="supplies_confirmation_of")
        ),
    ]
