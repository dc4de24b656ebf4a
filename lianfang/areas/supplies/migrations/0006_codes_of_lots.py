"""supplies · migration 6: each lot of a store has a code, by which its label is found.

A column of its own: under a policy no index is used for what a function makes of others.
"""

import django.db.models.functions.text
from django.db import migrations, models

_CODE = """ALTER TABLE supplies_balance ADD COLUMN code text
  GENERATED ALWAYS AS (upper(left(md5(unit || ' ' || item || ' ' || lot_key), 16))) STORED"""
_FIELD = models.GeneratedField(
    db_persist=True,
    expression=django.db.models.functions.text.Upper(
        django.db.models.functions.text.Left(
            django.db.models.functions.text.MD5(
                django.db.models.functions.text.Concat("unit", models.Value(" "), "item", models.Value(" "), "lot_key")
            ),
            16,
        )
    ),
    output_field=models.TextField(),
)


class Migration(migrations.Migration):
    dependencies = [("supplies", "0005_differences_follow_their_unit")]
    operations = [
        migrations.RunSQL(
            _CODE,
            "ALTER TABLE supplies_balance DROP COLUMN code",
            state_operations=[migrations.AddField(model_name="balance", name="code", field=_FIELD)],
        ),
        migrations.AddIndex(model_name="balance", index=models.Index(fields=["code"], name="supplies_balance_code")),
    ]
