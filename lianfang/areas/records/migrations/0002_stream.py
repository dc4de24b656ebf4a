"""records · migration 2: the thing of which a record is a step."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="recordrow",
            name="stream",
            field=models.UUIDField(null=True),
        ),
    ]
