"""screening · migrations: a reading has no round of its own: who was measured when is told by slots."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0002_found_by_key"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="temperaturecheck",
            name="screening_check_person",
        ),
        migrations.RemoveField(
            model_name="temperaturecheck",
            name="round",
        ),
        migrations.AddIndex(
            model_name="temperaturecheck",
            index=models.Index(fields=["unit", "day", "person"], name="screening_check_person"),
        ),
        migrations.RemoveField(
            model_name="screeningday",
            name="people_evening",
        ),
        migrations.RemoveField(
            model_name="screeningday",
            name="people_morning",
        ),
        migrations.RemoveField(
            model_name="screeningday",
            name="people_noon",
        ),
    ]
