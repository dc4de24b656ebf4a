"""supplies · migration 3: what leaves the store unused has its tables; a lot is known however it is written."""

from pathlib import Path

from django.db import migrations, models

import lianfang.kernel.models

_LOT = (Path(__file__).resolve().parents[1] / "sql" / "lot.sql").read_text(encoding="utf-8")
# Levels and balances follow from the ledger, and are made again by whatever brought this migration in.
_ANEW = """DELETE FROM supplies_balance; DELETE FROM supplies_level;
UPDATE supplies_receipt SET lot_key = supplies_lot(lot); UPDATE supplies_issue SET lot_key = supplies_lot(lot);
UPDATE supplies_stocktake SET lot_key = supplies_lot(lot)"""


class Migration(migrations.Migration):
    dependencies = [
        ("supplies", "0002_stock_follows_its_unit"),
    ]

    operations = [
        migrations.RunSQL(_LOT, "DROP FUNCTION supplies_lot(text)"),
        migrations.CreateModel(
            name="Arrival",
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
                ("item", models.TextField()),
                ("packed", models.TextField(null=True)),
                ("source_ref", models.TextField(null=True)),
                ("transfer", models.UUIDField()),
                ("expires_on", models.DateField(null=True)),
                ("note", models.TextField(null=True)),
            ],
            options={
                "db_table": "supplies_arrival",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Handback",
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
                ("item", models.TextField()),
                ("packed", models.TextField(null=True)),
                ("source_ref", models.TextField(null=True)),
                ("from_unit", models.TextField(null=True)),
                ("note", models.TextField(null=True)),
            ],
            options={
                "db_table": "supplies_handback",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Removal",
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
                ("kind", models.TextField()),
                ("item", models.TextField()),
                ("packed", models.TextField(null=True)),
                ("source_ref", models.TextField(null=True)),
                ("why", models.TextField(null=True)),
                ("from_use", models.BooleanField(null=True)),
                ("note", models.TextField(null=True)),
                ("supplier", models.TextField(null=True)),
            ],
            options={
                "db_table": "supplies_removal",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Transfer",
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
                ("item", models.TextField()),
                ("packed", models.TextField(null=True)),
                ("source_ref", models.TextField(null=True)),
                ("to_unit", models.TextField()),
                ("expires_on", models.DateField(null=True)),
                ("note", models.TextField(null=True)),
            ],
            options={
                "db_table": "supplies_transfer",
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="balance",
            name="supplies_balance_lot",
        ),
        migrations.RemoveConstraint(
            model_name="level",
            name="supplies_level_lot",
        ),
        migrations.RemoveIndex(
            model_name="issue",
            name="supplies_issue_lot",
        ),
        migrations.RemoveIndex(
            model_name="receipt",
            name="supplies_receipt_lot",
        ),
        migrations.RemoveIndex(
            model_name="stocktake",
            name="supplies_stocktake_lot",
        ),
        migrations.AddField(
            model_name="balance",
            name="expires_last",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="balance",
            name="lot_key",
            field=models.TextField(default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="issue",
            name="lot_key",
            field=models.TextField(default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="issue",
            name="packed",
            field=models.TextField(null=True),
        ),
        migrations.AddField(
            model_name="issue",
            name="source_ref",
            field=models.TextField(null=True),
        ),
        migrations.AddField(
            model_name="level",
            name="expires_last",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="level",
            name="lot_key",
            field=models.TextField(default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="level",
            name="removed",
            field=models.DecimalField(decimal_places=3, max_digits=13, null=True),
        ),
        migrations.AddField(
            model_name="receipt",
            name="lot_key",
            field=models.TextField(default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="receipt",
            name="packed",
            field=models.TextField(null=True),
        ),
        migrations.AddField(
            model_name="receipt",
            name="source_ref",
            field=models.TextField(null=True),
        ),
        migrations.AddField(
            model_name="stocktake",
            name="in_books",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="stocktake",
            name="lot_key",
            field=models.TextField(default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="stocktake",
            name="packed",
            field=models.TextField(null=True),
        ),
        migrations.AddField(
            model_name="stocktake",
            name="recorded_by",
            field=models.TextField(default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="stocktake",
            name="source_ref",
            field=models.TextField(null=True),
        ),
        migrations.RunSQL(_ANEW, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="issue",
            index=models.Index(fields=["unit", "item", "lot_key", "day"], name="supplies_issue_lot"),
        ),
        migrations.AddIndex(
            model_name="issue",
            index=models.Index(
                condition=models.Q(("source_ref__isnull", False)),
                fields=["unit", "source_ref"],
                name="supplies_issue_source",
            ),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(fields=["unit", "item", "lot_key", "day"], name="supplies_receipt_lot"),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(
                condition=models.Q(("source_ref__isnull", False)),
                fields=["unit", "source_ref"],
                name="supplies_receipt_source",
            ),
        ),
        migrations.AddIndex(
            model_name="stocktake",
            index=models.Index(fields=["unit", "item", "lot_key", "day"], name="supplies_stocktake_lot"),
        ),
        migrations.AddIndex(
            model_name="stocktake",
            index=models.Index(
                condition=models.Q(("source_ref__isnull", False)),
                fields=["unit", "source_ref"],
                name="supplies_stocktake_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="balance",
            constraint=models.UniqueConstraint(fields=("unit", "item", "lot_key"), name="supplies_balance_lot"),
        ),
        migrations.AddConstraint(
            model_name="level",
            constraint=models.UniqueConstraint(fields=("unit", "item", "lot_key", "day"), name="supplies_level_lot"),
        ),
        migrations.AddIndex(
            model_name="arrival",
            index=models.Index(fields=["unit", "item", "lot_key", "day"], name="supplies_arrival_lot"),
        ),
        migrations.AddIndex(
            model_name="arrival",
            index=models.Index(fields=["day", "path"], name="supplies_arrival_day"),
        ),
        migrations.AddIndex(
            model_name="arrival",
            index=models.Index(
                condition=models.Q(("source_ref__isnull", False)),
                fields=["unit", "source_ref"],
                name="supplies_arrival_source",
            ),
        ),
        migrations.AddIndex(
            model_name="arrival",
            index=models.Index(fields=["transfer"], name="supplies_arrival_of"),
        ),
        migrations.AddIndex(
            model_name="handback",
            index=models.Index(fields=["unit", "item", "lot_key", "day"], name="supplies_handback_lot"),
        ),
        migrations.AddIndex(
            model_name="handback",
            index=models.Index(fields=["day", "path"], name="supplies_handback_day"),
        ),
        migrations.AddIndex(
            model_name="handback",
            index=models.Index(
                condition=models.Q(("source_ref__isnull", False)),
                fields=["unit", "source_ref"],
                name="supplies_handback_source",
            ),
        ),
        migrations.AddIndex(
            model_name="removal",
            index=models.Index(fields=["unit", "item", "lot_key", "day"], name="supplies_removal_lot"),
        ),
        migrations.AddIndex(
            model_name="removal",
            index=models.Index(fields=["day", "path"], name="supplies_removal_day"),
        ),
        migrations.AddIndex(
            model_name="removal",
            index=models.Index(
                condition=models.Q(("source_ref__isnull", False)),
                fields=["unit", "source_ref"],
                name="supplies_removal_source",
            ),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["unit", "item", "lot_key", "day"], name="supplies_transfer_lot"),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["day", "path"], name="supplies_transfer_day"),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(
                condition=models.Q(("source_ref__isnull", False)),
                fields=["unit", "source_ref"],
                name="supplies_transfer_source",
            ),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["to_unit"], name="supplies_transfer_to"),
        ),
    ]
