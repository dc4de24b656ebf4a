"""supplies · migration 5: a count that differs is found by its unit, wherever that stood when it was counted."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("supplies", "0004_what_comes_of_it")]

    operations = [
        migrations.RemoveIndex(model_name="stocktake", name="supplies_stocktake_differs"),
        migrations.AddIndex(
            model_name="stocktake",
            index=models.Index(
                fields=["unit"],
                condition=Q(book__isnull=False) & ~Q(book=F("counted")),
                name="supplies_stocktake_differs",
            ),
        ),
    ]
