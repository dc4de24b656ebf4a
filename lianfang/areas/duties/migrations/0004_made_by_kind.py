"""duties · migration 4: the duties that commanders made are found by the kind of record they wait for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0003_enter_as_owner"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="made",
            index=models.Index(fields=["kind"], name="duties_made_kind"),
        ),
    ]
