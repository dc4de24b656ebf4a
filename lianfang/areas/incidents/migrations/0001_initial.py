"""incidents · migration 1: the acts, what follows from them, and their scope."""

from pathlib import Path

from django.db import migrations, models

import lianfang.areas.incidents.models
import lianfang.kernel.models
from lianfang.kernel.sql_scope import app_role

_SQL = Path(__file__).with_name("incidents.sql").read_text(encoding="utf-8").replace("{app}", app_role())


class Migration(migrations.Migration):
    initial = True

    dependencies = [("kernel", "0001_ledger")]

    operations = [
        migrations.CreateModel(
            name="Act",
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
                ("version", models.IntegerField()),
                ("known_at", models.DateTimeField(null=True)),
                ("recorded_by", models.TextField()),
                ("origin", models.TextField()),
                ("data", lianfang.areas.incidents.models.Data()),
            ],
            options={
                "db_table": "incidents_act",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["stream", "version"], name="incidents_act_stream"),
                    models.Index(
                        condition=models.Q(("person__isnull", False)), fields=["person"], name="incidents_act_person"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Drill",
            fields=[
                ("drill", models.UUIDField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("exercise", models.BooleanField()),
                ("code", models.TextField()),
                ("title", models.TextField()),
                ("place", models.TextField(null=True)),
                ("started_at", models.DateTimeField()),
                ("started_by", models.TextField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "incidents_drill",
                "indexes": [models.Index(fields=["path", "started_at"], name="incidents_drill_path")],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("finding", models.UUIDField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("exercise", models.BooleanField()),
                ("drill", models.UUIDField(null=True)),
                ("incident", models.UUIDField(null=True)),
                ("what", models.TextField()),
                ("owner", models.TextField()),
                ("due_on", models.DateField()),
                ("found_at", models.DateTimeField()),
                ("found_by", models.TextField()),
                ("mended_at", models.DateTimeField(null=True)),
                ("how", models.TextField(null=True)),
            ],
            options={
                "db_table": "incidents_finding",
                "indexes": [
                    models.Index(fields=["drill"], name="incidents_finding_drill"),
                    models.Index(fields=["incident"], name="incidents_finding_incident"),
                    models.Index(fields=["path", "due_on"], name="incidents_finding_path"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("incident", models.UUIDField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("exercise", models.BooleanField()),
                ("code", models.TextField()),
                ("state", models.TextField()),
                ("person", models.UUIDField(null=True)),
                ("place", models.TextField(null=True)),
                ("cause", models.UUIDField(null=True)),
                ("cause_stands", models.BooleanField()),
                ("drill", models.UUIDField(null=True)),
                ("automatic", models.BooleanField()),
                ("occurred_at", models.DateTimeField()),
                ("known_at", models.DateTimeField()),
                ("proposed_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("reported_at", models.DateTimeField(null=True)),
                ("received_at", models.DateTimeField(null=True)),
                ("version", models.IntegerField()),
            ],
            options={
                "db_table": "incidents_incident",
                "indexes": [
                    models.Index(fields=["state", "known_at"], name="incidents_incident_state"),
                    models.Index(fields=["path", "known_at"], name="incidents_incident_path"),
                    models.Index(fields=["person", "known_at"], name="incidents_incident_person"),
                    models.Index(fields=["cause"], name="incidents_incident_cause"),
                    models.Index(fields=["drill"], name="incidents_incident_drill"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("stream", models.UUIDField()),
                ("unit", models.TextField()),
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("exercise", models.BooleanField()),
                ("plan", models.TextField()),
                ("number", models.IntegerField()),
                ("zh", models.TextField()),
                ("en", models.TextField()),
                ("state", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.TextField()),
                ("approver", models.TextField(null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("effective_from", models.DateField(null=True)),
                ("effective_to", models.DateField(null=True)),
            ],
            options={
                "db_table": "incidents_plan",
                "indexes": [models.Index(fields=["unit", "plan", "number"], name="incidents_plan_unit")],
            },
        ),
        migrations.RunSQL(_SQL),
    ]
