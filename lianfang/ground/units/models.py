"""units · models: five tables of facts, and the tree that follows from them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lianfang.kernel.models import FactRow, ScopedModel


class _Named(models.Model):
    """The names that a fact gives to a unit."""

    zh = models.TextField()
    en = models.TextField()
    pinyin = models.TextField()
    initials = models.TextField()
    aliases = ArrayField(models.TextField())

    class Meta:
        abstract = True


class Opening(FactRow, _Named):
    """A unit was opened. `first` (it corrects nothing) is unique by unit: a code is never given twice."""

    kind = models.TextField()
    parent = models.TextField(null=True)
    first = models.BooleanField()

    class Meta(FactRow.Meta):
        db_table = "units_opening"
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=models.Q(first=True), name="units_opening_code")
        ]
        indexes = [models.Index(fields=["parent"], name="units_opening_parent")]


class Move(FactRow):
    """A unit moved under another parent from the start of `from_day`."""

    parent = models.TextField()
    from_day = models.DateField()

    class Meta(FactRow.Meta):
        db_table = "units_move"
        indexes = [
            models.Index(fields=["parent"], name="units_move_parent"),
            models.Index(fields=["unit"], name="units_move_unit"),
        ]


class Renaming(FactRow, _Named):
    """A unit was given another name."""

    class Meta(FactRow.Meta):
        db_table = "units_renaming"
        indexes = [models.Index(fields=["unit"], name="units_renaming_unit")]


class Closing(FactRow):
    """A unit was closed from the start of `from_day`."""

    from_day = models.DateField()

    class Meta(FactRow.Meta):
        db_table = "units_closing"
        indexes = [models.Index(fields=["unit"], name="units_closing_unit")]


class Hosting(FactRow):
    """Where a unit is, and whom it tells there; the newest counts."""

    locality = models.TextField()
    authority = models.TextField()
    phone = models.TextField(null=True)

    class Meta(FactRow.Meta):
        db_table = "units_hosting"
        indexes = [models.Index(fields=["unit"], name="units_hosting_unit")]


class UnitRow(ScopedModel):
    """A unit as it is; `path` is the newest that was recorded for it. Written by `units_retrace` alone.

    `former` are its earlier names, `{"until": day, "zh", "en"}`, the oldest first, each until the day (exclusive) on
    which it was given the next; NULL for one that was never renamed.
    """

    also_visible = "EXISTS (SELECT 1 FROM units_path p WHERE p.unit = code)"

    code = models.TextField(primary_key=True)
    kind = models.TextField()
    zh = models.TextField()
    en = models.TextField()
    pinyin = models.TextField()
    initials = models.TextField()
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    former = models.JSONField(null=True)

    class Meta:
        db_table = "units_unit"
        indexes = [models.Index(fields=["path"], name="units_unit_path")]


class PathRow(ScopedModel):
    """Where a unit stood on the reporting days `since_day` (inclusive) to `until_day` (exclusive).

    A unit that is closed keeps its last path, so that what came late finds it; `closed_on` is the unit's.
    """

    pk = models.CompositePrimaryKey("unit", "since_day")
    unit = models.TextField()
    parent = models.TextField(null=True)
    since_day = models.DateField()
    until_day = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        db_table = "units_path"
        indexes = [models.Index(fields=["path", "since_day"], name="units_path_path")]


class AliasRow(ScopedModel):
    """Another word by which a unit is known."""

    pk = models.CompositePrimaryKey("unit", "alias")
    unit = models.TextField()
    alias = models.TextField()

    class Meta:
        db_table = "units_alias"
