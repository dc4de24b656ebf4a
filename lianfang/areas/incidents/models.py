"""incidents · models: every act, and the incidents, drills, findings and plans that follow from the acts."""

from __future__ import annotations

from typing import Any

from django.db import models

from lianfang.kernel.models import FactRow, ScopedModel


class Data(models.JSONField):
    """A payload as it was accepted; psycopg has already parsed it when it arrives."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return value


class Act(FactRow):
    """One act in the life of an incident, a drill, a finding or a plan: its stream says of which."""

    kind = models.TextField()
    stream = models.UUIDField()
    version = models.IntegerField()
    known_at = models.DateTimeField(null=True)
    recorded_by = models.TextField()
    origin = models.TextField()
    data = Data()

    class Meta(FactRow.Meta):
        db_table = "incidents_act"
        indexes = [
            models.Index(fields=["stream", "version"], name="incidents_act_stream"),
            models.Index(fields=["person"], name="incidents_act_person", condition=models.Q(person__isnull=False)),
        ]


class Incident(ScopedModel):
    """An incident as its standing acts leave it. `state`: proposed, open, closed, dismissed."""

    incident = models.UUIDField(primary_key=True)
    unit = models.TextField()
    exercise = models.BooleanField()
    code = models.TextField()
    state = models.TextField()
    person = models.UUIDField(null=True)
    place = models.TextField(null=True)
    cause = models.UUIDField(null=True)
    cause_stands = models.BooleanField()
    drill = models.UUIDField(null=True)
    automatic = models.BooleanField()
    occurred_at = models.DateTimeField()
    known_at = models.DateTimeField()
    proposed_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    version = models.IntegerField()

    class Meta:
        db_table = "incidents_incident"
        indexes = [
            models.Index(fields=["state", "known_at"], name="incidents_incident_state"),
            models.Index(fields=["path", "known_at"], name="incidents_incident_path"),
            models.Index(fields=["code", "known_at"], name="incidents_incident_code"),
            models.Index(fields=["unit", "known_at"], name="incidents_incident_unit"),
            models.Index(
                fields=["place", "known_at"],
                name="incidents_incident_place",
                condition=models.Q(place__isnull=False),
            ),
            models.Index(fields=["person", "known_at"], name="incidents_incident_person"),
            models.Index(fields=["cause"], name="incidents_incident_cause"),
            models.Index(fields=["drill"], name="incidents_incident_drill"),
        ]


class Drill(ScopedModel):
    """An exercise from its start to its end."""

    drill = models.UUIDField(primary_key=True)
    unit = models.TextField()
    exercise = models.BooleanField()
    code = models.TextField()
    title = models.TextField()
    place = models.TextField(null=True)
    started_at = models.DateTimeField()
    started_by = models.TextField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "incidents_drill"
        indexes = [models.Index(fields=["path", "started_at"], name="incidents_drill_path")]


class Finding(ScopedModel):
    """Something to be mended, and whether it is."""

    finding = models.UUIDField(primary_key=True)
    unit = models.TextField()
    exercise = models.BooleanField()
    drill = models.UUIDField(null=True)
    incident = models.UUIDField(null=True)
    what = models.TextField()
    owner = models.TextField()
    due_on = models.DateField()
    found_at = models.DateTimeField()
    found_by = models.TextField()
    mended_at = models.DateTimeField(null=True)
    how = models.TextField(null=True)

    class Meta:
        db_table = "incidents_finding"
        indexes = [
            models.Index(fields=["drill"], name="incidents_finding_drill"),
            models.Index(fields=["incident"], name="incidents_finding_incident"),
            models.Index(fields=["path", "due_on"], name="incidents_finding_path"),
        ]


class Plan(ScopedModel):
    """One version of a unit's plan. `state`: draft, approved, withdrawn."""

    entry = models.UUIDField(primary_key=True)
    stream = models.UUIDField()
    unit = models.TextField()
    exercise = models.BooleanField()
    plan = models.TextField()
    number = models.IntegerField()
    zh = models.TextField()
    en = models.TextField()
    state = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.TextField()
    approver = models.TextField(null=True)
    approved_at = models.DateTimeField(null=True)
    effective_from = models.DateField(null=True)
    effective_to = models.DateField(null=True)

    class Meta:
        db_table = "incidents_plan"
        indexes = [models.Index(fields=["unit", "plan", "number"], name="incidents_plan_unit")]
