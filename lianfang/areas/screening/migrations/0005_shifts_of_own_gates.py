"""screening · migration 5: which shifts of its gates a unit covers is asked of the log; its day keeps no number."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0004_members"),
    ]

    operations = [
        migrations.RemoveField(model_name="screeningday", name="gate_shifts"),
    ]
