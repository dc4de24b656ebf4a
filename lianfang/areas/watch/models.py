"""watch · models: one row for each act of the watch, as Django sees the tables."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lianfang.kernel.models import FactRow, StepRow


class Post(StepRow):
    """A watch was opened or closed; the step with the highest number counts."""

    kind = models.TextField()
    phone = models.TextField(null=True)
    note = models.TextField(null=True)

    class Meta(StepRow.Meta):
        db_table = "watch_post"
        indexes = [models.Index(fields=["unit", "number"], name="watch_post_unit")]


class Rostering(StepRow):
    """A word on who stands a shift; the one with the highest number counts."""

    shift_on = models.DateField()
    shift = models.TextField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    leader = models.TextField(null=True)
    officers = ArrayField(models.TextField())
    why = models.TextField(null=True)

    class Meta(StepRow.Meta):
        db_table = "watch_rostering"
        indexes = [
            models.Index(fields=["unit", "begins_at", "number"], name="watch_rostering_unit"),
            models.Index(fields=["begins_at"], name="watch_rostering_begins"),
        ]


class Swap(StepRow):
    """A swap was asked for, made or declined."""

    kind = models.TextField()
    shift_on = models.DateField(null=True)
    shift = models.TextField(null=True)
    begins_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    taken_shift_on = models.DateField(null=True)
    taken_shift = models.TextField(null=True)
    taken_begins_at = models.DateTimeField(null=True)
    taken_ends_at = models.DateTimeField(null=True)
    by = models.TextField(null=True)
    other = models.TextField(null=True)
    decided = models.TextField(null=True)
    why = models.TextField(null=True)

    class Meta(StepRow.Meta):
        db_table = "watch_swap"
        indexes = [
            models.Index(fields=["stream", "number"], name="watch_swap_stream"),
            models.Index(fields=["unit", "ends_at"], name="watch_swap_unit"),
        ]


class LogLine(FactRow):
    """A line of the log."""

    what = models.TextField()
    text = models.TextField()
    other = models.TextField(null=True)
    open = models.BooleanField()
    due_at = models.DateTimeField(null=True)
    recorded_by = models.TextField()

    class Meta(FactRow.Meta):
        db_table = "watch_log"
        indexes = [
            models.Index(fields=["unit", "occurred_at", "entry"], name="watch_log_unit"),
            models.Index(fields=["unit", "due_at"], name="watch_log_open", condition=models.Q(open=True)),
        ]


class Closing(FactRow):
    """An open line is done."""

    item = models.UUIDField()
    how = models.TextField()
    recorded_by = models.TextField()

    class Meta(FactRow.Meta):
        db_table = "watch_closing"
        indexes = [
            models.Index(fields=["item"], name="watch_closing_item"),
            models.Index(fields=["unit", "occurred_at"], name="watch_closing_unit"),
        ]


class HandoverStep(StepRow):
    """One side signed a handover."""

    kind = models.TextField()
    change_at = models.DateTimeField()
    leaving_shift_on = models.DateField()
    leaving_shift = models.TextField()
    leaving_begins_at = models.DateTimeField()
    leaving_ends_at = models.DateTimeField()
    taking_shift_on = models.DateField()
    taking_shift = models.TextField()
    taking_begins_at = models.DateTimeField()
    taking_ends_at = models.DateTimeField()
    leaving_by = models.TextField()
    taking_by = models.TextField(null=True)
    done = models.JSONField(null=True)
    undone = models.JSONField(null=True)
    note = models.TextField(null=True)

    class Meta(StepRow.Meta):
        db_table = "watch_handover"
        indexes = [
            models.Index(fields=["unit", "change_at", "number"], name="watch_handover_unit"),
            models.Index(fields=["change_at"], name="watch_handover_change"),
        ]


class Spot(StepRow):
    """A spot call was made, or answered."""

    kind = models.TextField()
    by = models.TextField()
    how = models.TextField()

    class Meta(StepRow.Meta):
        db_table = "watch_spot"
        indexes = [
            models.Index(fields=["stream", "number"], name="watch_spot_stream"),
            models.Index(fields=["unit", "occurred_at"], name="watch_spot_unit"),
        ]
