"""sanitation · migration 3: disinfected amount."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sanitation", "0002_found_by_key"),
    ]

    operations = [
        migrations.AddField(
            model_name="disinfected",
            name="amount",
            field=models.DecimalField(decimal_places=3, max_digits=12, null=True),
        ),
    ]
