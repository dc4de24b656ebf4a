"""governance · migration 1: the steps of directives and measures, under the scope."""

from django.db import migrations, models

import lianfang.kernel.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("kernel", "0001_ledger")]

    operations = [
        migrations.CreateModel(
            name="DirectiveStep",
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
                ("kind", models.TextField()),
                ("stream", models.UUIDField()),
                ("number", models.IntegerField()),
                ("recorded_by", models.TextField()),
                ("issuer", models.TextField(null=True)),
                ("doc_no", models.TextField(null=True)),
                ("title", models.TextField(null=True)),
                ("issued_on", models.DateField(null=True)),
                ("asks", models.TextField(null=True)),
                ("wants_receipt", models.BooleanField(null=True)),
                ("wants_report", models.BooleanField(null=True)),
                ("acknowledge_by", models.DateTimeField(null=True)),
                ("report_by", models.DateTimeField(null=True)),
                ("said", models.TextField(null=True)),
            ],
            options={
                "db_table": "governance_directive_step",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["stream", "number"], name="governance_directive_stream"),
                    models.Index(fields=["path", "occurred_at"], name="governance_directive_path"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeasureStep",
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
                ("kind", models.TextField()),
                ("stream", models.UUIDField()),
                ("number", models.IntegerField()),
                ("recorded_by", models.TextField()),
                ("directive", models.UUIDField(null=True)),
                ("set_by", models.TextField(null=True)),
                ("about", models.TextField(null=True)),
                ("doc_no", models.TextField(null=True)),
                ("role", models.TextField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("acknowledge_by", models.DateTimeField(null=True)),
                ("called_off", models.BooleanField()),
                ("said", models.TextField(null=True)),
            ],
            options={
                "db_table": "governance_measure_step",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["stream", "number"], name="governance_measure_stream"),
                    models.Index(fields=["directive"], name="governance_measure_of"),
                    models.Index(fields=["path", "due_at"], name="governance_measure_path"),
                ],
            },
        ),
    ]
