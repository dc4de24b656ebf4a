"""tracing · migration 3: the day that published figures count up to stands beside the day of their publication."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracing", "0002_classes_of_the_playbook"),
    ]

    operations = [
        migrations.AddField(
            model_name="officialfigures",
            name="counted_on",
            field=models.DateField(null=True),
        ),
    ]
