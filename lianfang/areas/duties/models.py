"""duties · models: the slots that follow from duties, targets and records."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lianfang.kernel.models import ScopedModel


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
