"""resumption · migrations: the indexes by which a new record finds what it changes of its unit's day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("resumption", "0001_initial"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="status",
            name="resumption_status_unit",
        ),
        migrations.AddIndex(
            model_name="status",
            index=models.Index(fields=["unit", "day", "occurred_at", "entry"], name="resumption_status_last"),
        ),
    ]
