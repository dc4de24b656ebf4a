"""alerts · models: the steps of every alert, the alerts as they stand, addresses of channels, and what is sent out."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lianfang.kernel.models import FactRow, ScopedModel


class Step(FactRow):
    """One step in the life of an alert; `act` is the kind without the area."""

    act = models.TextField()
    alert = models.UUIDField()
    version = models.IntegerField()
    recorded_by = models.TextField()
    key = models.TextField(null=True)
    source = models.TextField(null=True)
    severity = models.TextField(null=True)
    zh = models.TextField(null=True)
    en = models.TextField(null=True)
    href = models.TextField(null=True)
    since_at = models.DateTimeField(null=True)
    count = models.IntegerField(null=True)
    role = models.TextField(null=True)
    owner_unit = models.TextField(null=True)
    login = models.TextField(null=True)
    title = models.TextField(null=True)
    level = models.IntegerField(null=True)
    due_at = models.DateTimeField(null=True)
    how = models.TextField(null=True)
    note = models.TextField(null=True)
    evidence = models.UUIDField(null=True)
    vacant = ArrayField(models.TextField(), null=True)

    class Meta(FactRow.Meta):
        db_table = "alerts_step"
        indexes = [models.Index(fields=["alert", "version"], name="alerts_step_life")]


class Alert(ScopedModel):
    """An alert as it stands. `role` of `owner_unit` answers now, or `login`; `due_at` is the clock that runs."""

    alert = models.UUIDField(primary_key=True)
    key = models.TextField(unique=True)
    source = models.TextField()
    unit = models.TextField()
    severity = models.TextField()
    zh = models.TextField()
    en = models.TextField()
    href = models.TextField()
    count = models.IntegerField()
    exercise = models.BooleanField()
    since_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    state = models.TextField()
    role = models.TextField(null=True)
    owner_unit = models.TextField(null=True)
    login = models.TextField(null=True)
    title = models.TextField(null=True)
    level = models.IntegerField()
    due_at = models.DateTimeField(null=True)
    taken_by = models.TextField(null=True)
    ended_how = models.TextField(null=True)
    version = models.IntegerField()
    changed_at = models.DateTimeField()
    told_at = models.DateTimeField()

    class Meta:
        db_table = "alerts_alert"
        indexes = [
            models.Index(fields=["opened_at", "alert"], name="alerts_alert_newest"),
            models.Index(fields=["owner_unit", "role"], condition=~models.Q(state="resolved"), name="alerts_owner"),
            models.Index(fields=["login"], condition=~models.Q(state="resolved"), name="alerts_login"),
            models.Index(fields=["due_at"], condition=~models.Q(state="resolved"), name="alerts_due"),
            models.Index(fields=["source", "since_at"], name="alerts_source"),
            models.Index(fields=["path", "told_at"], name="alerts_told"),
        ]


class Secret(ScopedModel):
    """A channel's address under the house's key; outside the ledger, gone when the channel closes."""

    channel = models.UUIDField(primary_key=True)
    concealed = models.TextField()

    class Meta:
        db_table = "alerts_secret"


class Message(ScopedModel):
    """The outbox: one message to one channel. Written with the entry that it tells of, sent by the worker."""

    id = models.UUIDField(primary_key=True)
    channel = models.UUIDField()
    unit = models.TextField()
    sort = models.TextField()
    source = models.TextField()
    severity = models.TextField()
    alert = models.UUIDField(null=True)
    count = models.IntegerField(default=1)
    exercise = models.BooleanField(default=False)
    title = models.TextField()
    body = models.TextField()
    queued_at = models.DateTimeField()
    not_before = models.DateTimeField()
    state = models.TextField()
    tries = models.IntegerField(default=0)
    failure = models.TextField(blank=True)
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "alerts_message"
        indexes = [
            models.Index(fields=["path", "queued_at"], name="alerts_message_log"),
            models.Index(fields=["channel", "source", "queued_at"], name="alerts_message_storm"),
            models.Index(fields=["not_before"], condition=models.Q(state="held"), name="alerts_message_held"),
        ]


class LastLook(models.Model):
    """When all gaps were last asked for: how far back the next look must reach after a standstill."""

    source = models.TextField(primary_key=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "alerts_last_look"
