"""campaigns · migration 1: how far a replay has come."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [("kernel", "0001_ledger")]
    operations = [
        migrations.CreateModel(
            "Replay",
            [
                ("one", models.BooleanField(default=True, primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("seed", models.BigIntegerField()),
                ("full", models.BooleanField()),
                ("until_at", models.DateTimeField()),
                ("ticked_at", models.DateTimeField()),
            ],
            options={"db_table": "campaigns_replay"},
        ),
    ]
