"""sheets · migration 1: what a unit said of the heads of its sheets."""

from django.db import migrations, models

from lianfang.kernel.models import PathField


class Migration(migrations.Migration):
    initial = True

    dependencies = [("units", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SheetHeads",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "unit", "sort", "known", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("path", PathField()),
                ("unit", models.TextField()),
                ("sort", models.TextField()),
                ("known", models.TextField()),
                ("heads", models.JSONField()),
                ("said", models.JSONField()),
                ("fixed", models.JSONField()),
                ("changed_at", models.DateTimeField()),
                ("changed_by", models.TextField()),
            ],
            options={"db_table": "sheets_heads"},
        ),
    ]
