"""access · migration 2: a password that was handed over, and opens only the door to one's own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]

    operations = [
        migrations.AddField(model_name="user", name="password_once", field=models.BooleanField(default=False)),
    ]
