"""sheets · models: what a unit said of the heads of one sort of sheet."""

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
