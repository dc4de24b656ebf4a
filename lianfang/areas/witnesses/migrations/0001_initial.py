"""witnesses · migration 1: who keeps witnesses, their addresses, the deliveries, and their scope."""

from django.db import migrations, models

import lianfang.kernel.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("kernel", "0001_ledger")]

    operations = [
        migrations.CreateModel(
            name="Secret",
            fields=[
                ("holder", models.UUIDField(primary_key=True, serialize=False)),
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("concealed", models.TextField()),
            ],
            options={
                "db_table": "witnesses_secret",
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("holder", models.UUIDField()),
                ("unit", models.TextField()),
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("day", models.DateField()),
                ("total", models.BigIntegerField()),
                ("queued_at", models.DateTimeField()),
                ("state", models.TextField()),
                ("tries", models.IntegerField(default=0)),
                ("failure", models.TextField(blank=True)),
                ("tried_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "witnesses_delivery",
                "indexes": [models.Index(fields=["holder", "queued_at"], name="witnesses_delivery_log")],
            },
        ),
        migrations.CreateModel(
            name="HolderStep",
            fields=[
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("place", models.TextField(null=True)),
                ("person", models.UUIDField(null=True)),
                ("day", models.DateField()),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                ("exercise", models.BooleanField()),
                ("holder", models.UUIDField()),
                ("version", models.IntegerField()),
                ("name", models.TextField()),
                ("service", models.TextField()),
                ("fingerprint", models.TextField()),
                ("open", models.BooleanField()),
            ],
            options={
                "db_table": "witnesses_holder_step",
                "abstract": False,
                "indexes": [models.Index(fields=["holder", "version"], name="witnesses_holder_life")],
            },
        ),
    ]
