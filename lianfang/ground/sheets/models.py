"""sheets · models: what a unit said of the heads of one sort of sheet, and what other systems call its rows."""

from __future__ import annotations

from django.db import models

from lianfang.kernel.models import ScopedModel


class SheetHeads(ScopedModel):
    """Field → head and field → value for all rows, as the unit said them of a `sort` of sheet with these heads.

    `known` is a digest of the heads in any order; `heads` are they, as they stood last.
    """

    pk = models.CompositePrimaryKey("unit", "sort", "known")
    unit = models.TextField()
    sort = models.TextField()
    known = models.TextField()
    heads = models.JSONField()
    said = models.JSONField()
    fixed = models.JSONField()
    changed_at = models.DateTimeField()
    changed_by = models.TextField()

    class Meta:
        db_table = "sheets_heads"


class SheetSource(ScopedModel):
    """By what id another system knows an entry: `ref` is that of the row of a sheet from which the entry was made.

    One is of one unit and kind. Once the link of the entry to its person has ended, the row is deleted.
    """

    entry = models.UUIDField(primary_key=True)
    unit = models.TextField()
    kind = models.TextField()
    ref = models.TextField()
    kept_at = models.DateTimeField()
    kept_by = models.TextField()

    class Meta:
        db_table = "sheets_source"
        constraints = [models.UniqueConstraint(fields=["unit", "kind", "ref"], name="sheets_source_ref")]
        indexes = [models.Index(fields=["ref"], name="sheets_source_by_ref")]
