"""access · migration 7: the telephone of whoever uses a login, for what leaves the house under that person's name."""

from pathlib import Path

from django.db import migrations, models

_SQL = Path(__file__).with_name("person.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("access", "0006_cover")]

    operations = [
        migrations.AddField("user", "phone", models.CharField(blank=True, db_default="", default="", max_length=40)),
        migrations.RunSQL(_SQL),
    ]
