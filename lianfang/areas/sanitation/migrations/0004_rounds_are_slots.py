"""sanitation · migrations: a record has no round of its own, and no sums by round; the slots of the duties tell it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sanitation", "0003_disinfected_amount"),
    ]

    operations = [
        migrations.DeleteModel(
            name="ClearanceDay",
        ),
        migrations.DeleteModel(
            name="DisinfectionDay",
        ),
        migrations.RemoveIndex(
            model_name="disinfected",
            name="sanitation_done_round",
        ),
        migrations.RemoveField(
            model_name="disinfected",
            name="round",
        ),
        migrations.AddIndex(
            model_name="disinfected",
            index=models.Index(fields=["unit", "place", "day"], name="sanitation_done_place"),
        ),
    ]
