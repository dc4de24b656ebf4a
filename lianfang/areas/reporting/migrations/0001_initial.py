"""reporting · migration 1: the acts on reports, the reports that follow from them, and their scope."""

from pathlib import Path

from django.db import migrations, models

import lianfang.kernel.models
from lianfang.kernel.sql_scope import app_role

_SQL = Path(__file__).with_name("reporting.sql").read_text(encoding="utf-8").replace("{app}", app_role())


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0001_ledger"),
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="FigureRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "unit",
                        "report_day",
                        "form",
                        "code",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("unit", models.TextField()),
                ("report_day", models.DateField()),
                ("form", models.TextField()),
                ("code", models.TextField()),
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("parent_path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("value", models.DecimalField(decimal_places=10, max_digits=30, null=True)),
                ("checked", models.BigIntegerField(null=True)),
                ("expected", models.BigIntegerField(null=True)),
                ("bits", models.SmallIntegerField()),
            ],
            options={
                "db_table": "reporting_figure",
                "indexes": [
                    models.Index(fields=["report_day", "path"], name="reporting_figure_day"),
                    models.Index(fields=["report_day", "parent_path"], name="reporting_figure_parent"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NodeSum",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "path",
                        "part",
                        "report_day",
                        "form",
                        "code",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("part", models.SmallIntegerField()),
                ("report_day", models.DateField()),
                ("form", models.TextField()),
                ("code", models.TextField()),
                ("value_sum", models.DecimalField(decimal_places=10, max_digits=30, null=True)),
                ("value_min", models.DecimalField(decimal_places=10, max_digits=30, null=True)),
                ("checked", models.BigIntegerField(null=True)),
                ("expected", models.BigIntegerField(null=True)),
                ("bits", models.SmallIntegerField()),
            ],
            options={
                "db_table": "reporting_sum",
                "indexes": [models.Index(fields=["report_day", "path"], name="reporting_sum_day")],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "unit", "report_day", "form", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("unit", models.TextField()),
                ("report_day", models.DateField()),
                ("form", models.TextField()),
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("number", models.IntegerField(default=0)),
                ("handling", models.TextField(default="none")),
                ("entry", models.UUIDField(null=True)),
                ("digest", models.BinaryField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("as_of", models.DateTimeField(null=True)),
                ("first_filed_at", models.DateTimeField(null=True)),
                ("filed_at", models.DateTimeField(null=True)),
                ("filed_by", models.TextField(default="")),
                ("handled_at", models.DateTimeField(null=True)),
                ("handled_by", models.TextField(default="")),
                ("reminders", models.IntegerField(default=0)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("reminded_by", models.TextField(default="")),
            ],
            options={
                "db_table": "reporting_report",
                "indexes": [models.Index(fields=["report_day", "path"], name="reporting_report_day")],
            },
        ),
        migrations.CreateModel(
            name="Step",
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
                ("form", models.TextField()),
                ("report_day", models.DateField()),
                ("unit_path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("step", models.IntegerField()),
                ("number", models.IntegerField(null=True)),
                ("recorded_by", models.TextField()),
                ("due_at", models.DateTimeField(null=True)),
                ("as_of", models.DateTimeField(null=True)),
                ("figures", models.JSONField(null=True)),
                ("below", models.JSONField(null=True)),
                ("children", models.JSONField(null=True)),
                ("narrative", models.TextField(null=True)),
                ("late_reason", models.TextField(null=True)),
                ("why", models.TextField(null=True)),
                ("seal", models.TextField(null=True)),
                ("digest", models.BinaryField()),
            ],
            options={
                "db_table": "reporting_step",
                "abstract": False,
                "indexes": [models.Index(fields=["unit", "report_day", "form"], name="reporting_step_report")],
            },
        ),
        migrations.RunSQL(_SQL),
    ]
