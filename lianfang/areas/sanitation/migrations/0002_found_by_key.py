"""sanitation · migrations: the indexes by which a new record finds what it changes of its unit's day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sanitation", "0001_initial"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="disinfected",
            name="sanitation_done_unit",
        ),
        migrations.AddIndex(
            model_name="disinfected",
            index=models.Index(fields=["unit", "day", "place", "round"], name="sanitation_done_round"),
        ),
    ]
