"""duties · models: what was said about duties, and the slots that follow from duties, targets and records."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lianfang.kernel.models import FactRow, ScopedModel


class _Said(FactRow):
    """Who said it, and why."""

    recorded_by = models.TextField()
    because = models.TextField()

    class Meta(FactRow.Meta):
        abstract = True


class Made(_Said):
    """A version of a duty that somebody in command made; `spec` is the payload."""

    code = models.TextField()
    kind = models.TextField()
    spec = models.JSONField()
    from_day = models.DateField()

    class Meta:
        db_table = "duties_made"
        indexes = [models.Index(fields=["code"], name="duties_made_code")]


class Ended(_Said):
    """A made duty ended."""

    code = models.TextField()
    from_day = models.DateField()

    class Meta:
        db_table = "duties_ended"


class ModeRow(_Said):
    """The mode of a unit and below from a day on."""

    mode = models.TextField()
    response_level = models.TextField(null=True)
    from_day = models.DateField()

    class Meta:
        db_table = "duties_mode"
        indexes = [models.Index(fields=["path"], name="duties_mode_path")]


class ExcuseRow(_Said):
    """A duty need not be done by a unit and below, or for one target of it, on some days."""

    duty = models.TextField()
    target = models.TextField(null=True)
    number = models.IntegerField(null=True)
    from_day = models.DateField()
    until_day = models.DateField()

    class Meta:
        db_table = "duties_excuse"
        indexes = [models.Index(fields=["duty", "from_day"], name="duties_excuse_duty")]


class DayRow(models.Model):
    """A reporting day whose slots were derived."""

    day = models.DateField(primary_key=True)
    derived_at = models.DateTimeField()

    class Meta:
        db_table = "duties_day"


class Slot(ScopedModel):
    """One expected act: a duty for a target in a window of a reporting day, and the record that fulfilled it.

    `until_at` NULL: it can be made good forever, and is late then. `left_here`: the target left in the course of
    the day. `entry` is the earliest standing record that fits; `excuse` the one that lets it be left undone.
    """

    pk = models.CompositePrimaryKey("duty", "day", "target", "number")
    duty = models.TextField()
    day = models.DateField()
    target = models.TextField()
    number = models.SmallIntegerField()
    unit = models.TextField()
    role = models.TextField()
    from_at = models.DateTimeField()
    due_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    left_here = models.BooleanField(default=False)
    excuse = models.UUIDField(null=True)
    entry = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.TextField(null=True)
    evidence = models.TextField(null=True)
    value = models.TextField(null=True)
    photo = models.TextField(null=True)
    doubts = ArrayField(models.TextField(), default=list)

    class Meta:
        db_table = "duties_slot"
        indexes = [
            models.Index(fields=["day", "path"], name="duties_slot_path"),
            models.Index(fields=["photo"], condition=models.Q(photo__isnull=False), name="duties_slot_photo"),
        ]
