"""newspaper · migration 1: initial."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

import lianfang.kernel.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0001_ledger"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicFile",
            fields=[
                ("sha256", models.TextField(primary_key=True, serialize=False)),
                ("media", models.TextField()),
                ("content", models.BinaryField()),
            ],
            options={
                "db_table": "newspaper_public_file",
            },
        ),
        migrations.CreateModel(
            name="ArticleStep",
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
                ("sort", models.TextField(null=True)),
                ("title", models.TextField(null=True)),
                ("data", lianfang.kernel.models.Facts()),
                ("kind", models.TextField()),
            ],
            options={
                "db_table": "newspaper_article_step",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["stream", "number"], name="newspaper_article_stream"),
                    models.Index(fields=["path", "occurred_at"], name="newspaper_article_path"),
                ],
            },
        ),
        migrations.CreateModel(
            name="IssueStep",
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
                ("dated", models.DateField(null=True)),
                ("data", lianfang.kernel.models.Facts()),
                ("kind", models.TextField()),
            ],
            options={
                "db_table": "newspaper_issue_step",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["stream", "number"], name="newspaper_issue_stream"),
                    models.Index(fields=["path", "occurred_at"], name="newspaper_issue_path"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperSet",
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
            ],
            options={
                "db_table": "newspaper_paper_set",
                "abstract": False,
                "indexes": [models.Index(fields=["unit", "day"], name="newspaper_p_unit_ad9355_idx")],
            },
        ),
        migrations.CreateModel(
            name="PublicArticle",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("article", models.UUIDField(unique=True)),
                ("slug", models.TextField()),
                ("day", models.DateField()),
                ("page", models.SmallIntegerField()),
                ("position", models.SmallIntegerField()),
                ("title", models.TextField()),
                ("authors", models.TextField(blank=True)),
                ("text", models.TextField()),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "db_table": "newspaper_public_article",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["words"], name="newspaper_public_article_words"),
                    models.Index(fields=["-day", "page", "position"], name="newspaper_public_article_day"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("slug", "page", "position"), name="newspaper_public_article_place")
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicIssue",
            fields=[
                ("slug", models.TextField(primary_key=True, serialize=False)),
                ("entry", models.UUIDField(unique=True)),
                ("day", models.DateField()),
                ("edition", models.SmallIntegerField()),
                ("issue_no", models.IntegerField()),
                ("supplement", models.TextField(blank=True)),
                ("published_at", models.DateTimeField()),
                ("content", models.TextField()),
                ("sha256", models.TextField()),
                ("pdf", models.TextField()),
                ("epub", models.TextField()),
            ],
            options={
                "db_table": "newspaper_public_issue",
                "constraints": [models.UniqueConstraint(fields=("day", "edition"), name="newspaper_public_issue_day")],
            },
        ),
        migrations.CreateModel(
            name="PublicNotice",
            fields=[
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("article", models.UUIDField()),
                ("slug", models.TextField()),
                ("said_at", models.DateTimeField()),
                ("withdrawn", models.BooleanField()),
                ("wrong", models.TextField(blank=True)),
                ("says", models.TextField()),
            ],
            options={
                "db_table": "newspaper_public_notice",
                "indexes": [
                    models.Index(fields=["article"], name="newspaper_public_notice_of"),
                    models.Index(fields=["-said_at"], name="newspaper_public_notice_at"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicPage",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("slug", models.TextField()),
                ("number", models.SmallIntegerField()),
                ("name", models.TextField()),
                ("aspect", models.FloatField()),
                ("media", models.TextField()),
                ("pictures", models.JSONField()),
                ("pdf", models.TextField()),
                ("zones", models.JSONField()),
            ],
            options={
                "db_table": "newspaper_public_page",
                "constraints": [
                    models.UniqueConstraint(fields=("slug", "number"), name="newspaper_public_page_number")
                ],
            },
        ),
    ]
