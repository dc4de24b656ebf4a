"""access · migration 7: the telephone of whoever uses a login, for what leaves the house under that person's name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0006_cover")]

    operations = [
        migrations.AddField("user", "phone", models.CharField(blank=True, default="", max_length=40)),
    ]
