"""units · migration 3: where a unit is, and which authority of that place it tells first."""

from django.db import migrations, models

from lianfang.kernel.models import PathField


class Migration(migrations.Migration):
    dependencies = [("units", "0002_fence")]

    operations = [
        migrations.CreateModel(
            name="Hosting",
            fields=[
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", PathField()),
                ("place", models.TextField(null=True)),
                ("person", models.UUIDField(null=True)),
                ("day", models.DateField()),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                ("exercise", models.BooleanField()),
                ("locality", models.TextField()),
                ("authority", models.TextField()),
                ("phone", models.TextField(null=True)),
            ],
            options={
                "db_table": "units_hosting",
                "abstract": False,
                "indexes": [models.Index(fields=["unit"], name="units_hosting_unit")],
            },
        ),
    ]
