"""newspaper · migration 4: issues and errata that were taken over."""

from django.db import migrations, models

import lianfang.kernel.models


class Migration(migrations.Migration):
    dependencies = [
        ("newspaper", "0003_publicfigure"),
    ]

    operations = [
        migrations.CreateModel(
            name="IssueImported",
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
                ("data", lianfang.kernel.models.Facts()),
            ],
            options={
                "db_table": "newspaper_issue_imported",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NoticeImported",
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
                ("notice", models.UUIDField()),
                ("article", models.UUIDField()),
                ("slug", models.TextField()),
                ("withdrawn", models.BooleanField()),
                ("wrong", models.TextField(null=True)),
                ("says", models.TextField()),
            ],
            options={
                "db_table": "newspaper_notice_imported",
                "abstract": False,
                "indexes": [models.Index(fields=["slug"], name="newspaper_notice_imported_of")],
            },
        ),
    ]
