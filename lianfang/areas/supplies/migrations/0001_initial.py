"""supplies · migration 1: what moved, what was counted, and the balance of every lot."""

from django.db import migrations, models

import lianfang.kernel.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("kernel", "0001_ledger")]

    operations = [
        migrations.CreateModel(
            name="Balance",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("item", models.TextField()),
                ("lot", models.TextField()),
                ("day", models.DateField()),
                ("on_hand", models.DecimalField(decimal_places=3, max_digits=16, null=True)),
                ("expires_on", models.DateField(null=True)),
                ("counted_on", models.DateField(null=True)),
                ("since", models.DateField(null=True)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "supplies_balance",
                "indexes": [models.Index(fields=["path"], name="supplies_balance_path")],
                "constraints": [models.UniqueConstraint(fields=("unit", "item", "lot"), name="supplies_balance_lot")],
            },
        ),
        migrations.CreateModel(
            name="Explanation",
            fields=[
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("place", models.TextField(null=True)),
                ("person", models.UUIDField(null=True)),
                ("day", models.DateField()),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                ("exercise", models.BooleanField()),
                ("stocktake", models.UUIDField()),
                ("reason", models.TextField()),
                ("recorded_by", models.TextField()),
            ],
            options={
                "db_table": "supplies_explanation",
                "abstract": False,
                "indexes": [models.Index(fields=["stocktake"], name="supplies_explains")],
            },
        ),
        migrations.CreateModel(
            name="Issue",
            fields=[
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("place", models.TextField(null=True)),
                ("person", models.UUIDField(null=True)),
                ("day", models.DateField()),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                ("exercise", models.BooleanField()),
                ("item", models.TextField()),
                ("lot", models.TextField()),
                ("quantity", models.DecimalField(decimal_places=3, max_digits=13)),
                ("to_unit", models.TextField(null=True)),
                ("purpose", models.TextField(null=True)),
            ],
            options={
                "db_table": "supplies_issue",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "item", "lot", "day"], name="supplies_issue_lot"),
                    models.Index(fields=["day", "path"], name="supplies_issue_day"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Level",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("item", models.TextField()),
                ("lot", models.TextField()),
                ("day", models.DateField()),
                ("on_hand", models.DecimalField(decimal_places=3, max_digits=16, null=True)),
                ("expires_on", models.DateField(null=True)),
                ("counted_on", models.DateField(null=True)),
                ("since", models.DateField(null=True)),
                ("changed_at", models.DateTimeField()),
                ("received", models.DecimalField(decimal_places=3, max_digits=13, null=True)),
                ("issued", models.DecimalField(decimal_places=3, max_digits=13, null=True)),
            ],
            options={
                "db_table": "supplies_level",
                "indexes": [models.Index(fields=["day", "path"], name="supplies_level_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "item", "lot", "day"), name="supplies_level_lot")
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("place", models.TextField(null=True)),
                ("person", models.UUIDField(null=True)),
                ("day", models.DateField()),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                ("exercise", models.BooleanField()),
                ("item", models.TextField()),
                ("lot", models.TextField()),
                ("quantity", models.DecimalField(decimal_places=3, max_digits=13)),
                ("expires_on", models.DateField(null=True)),
                ("source", models.TextField(null=True)),
            ],
            options={
                "db_table": "supplies_receipt",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "item", "lot", "day"], name="supplies_receipt_lot"),
                    models.Index(fields=["day", "path"], name="supplies_receipt_day"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stocktake",
            fields=[
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("place", models.TextField(null=True)),
                ("person", models.UUIDField(null=True)),
                ("day", models.DateField()),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                ("exercise", models.BooleanField()),
                ("item", models.TextField()),
                ("lot", models.TextField()),
                ("counted", models.DecimalField(decimal_places=3, max_digits=13)),
                ("note", models.TextField(null=True)),
                ("book", models.DecimalField(decimal_places=3, max_digits=13, null=True)),
            ],
            options={
                "db_table": "supplies_stocktake",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "item", "lot", "day"], name="supplies_stocktake_lot"),
                    models.Index(fields=["day", "path"], name="supplies_stocktake_day"),
                    models.Index(
                        condition=models.Q(
                            ("book__isnull", False), models.Q(("book", models.F("counted")), _negated=True)
                        ),
                        fields=["path"],
                        name="supplies_stocktake_differs",
                    ),
                ],
            },
        ),
    ]
