"""publicity · migration 3: screenstep."""

from django.db import migrations, models

import lianfang.kernel.models


class Migration(migrations.Migration):
    dependencies = [
        ("publicity", "0002_groupsecret_groupstep_hangingstep_postingstep"),
    ]

    operations = [
        migrations.CreateModel(
            name="ScreenStep",
            fields=[
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("place", models.TextField(null=True)),
                ("person", models.UUIDField(null=True)),
                ("day", models.DateField()),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                ("exercise", models.BooleanField()),
                ("stream", models.UUIDField()),
                ("number", models.IntegerField()),
                ("recorded_by", models.TextField()),
                ("data", lianfang.kernel.models.Facts()),
                ("kind", models.TextField()),
            ],
            options={
                "db_table": "publicity_screen_step",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["stream", "number"], name="publicity_screen_stream"),
                    models.Index(fields=["path", "occurred_at"], name="publicity_screen_path"),
                ],
            },
        ),
    ]
