"""records · models: one table for the rows of every declared kind, and one for what their days add up."""

from __future__ import annotations

from django.db import models

from lianfang.kernel.models import FactRow, ScopedModel


class RecordRow(FactRow):
    """An entry of a kind that the playbook declares; `data` is what it says, without a person's own words.

    `stream` is the thing in whose life it is a step, where its kind is about one.
    """

    kind = models.TextField()
    stream = models.UUIDField(null=True)
    data = models.JSONField()

    class Meta(FactRow.Meta):
        db_table = "records_row"
        indexes = [
            models.Index(fields=["kind", "unit", "day", "place"], name="records_row_place"),
            models.Index(
                fields=["kind", "unit", "day", "person"], condition=models.Q(person__isnull=False),
                name="records_row_person",
            ),
        ]  # fmt: skip


class RecordDay(ScopedModel):
    """A unit's reporting day of one kind: counter → number; what nobody said is not there."""

    id = models.BigAutoField(primary_key=True)
    kind = models.TextField()
    unit = models.TextField()
    day = models.DateField()
    changed_at = models.DateTimeField()
    figures = models.JSONField(null=True)

    class Meta:
        db_table = "records_day"
        constraints = [models.UniqueConstraint(fields=["kind", "unit", "day"], name="records_day_key")]
        indexes = [models.Index(fields=["kind", "day", "path"], name="records_day_path")]
