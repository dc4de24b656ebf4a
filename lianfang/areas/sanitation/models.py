"""sanitation · models: the tables that follow from the two kinds."""

from __future__ import annotations

from django.db import models

from lianfang.kernel.models import FactRow


class Disinfected(FactRow):
    """One recorded round at one place; `in_range` NULL: not to be judged from what was recorded."""

    object = models.TextField()
    agent = models.TextField()
    chlorine_mg_per_l = models.IntegerField(null=True)
    amount = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    contact_minutes = models.IntegerField(null=True)
    litres = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    lot = models.TextField(null=True)
    in_range = models.BooleanField(null=True)
    recorded_by = models.TextField()
    evidence = models.TextField()

    class Meta(FactRow.Meta):
        db_table = "sanitation_disinfection"
        indexes = [
            models.Index(fields=["unit", "place", "day"], name="sanitation_done_place"),
            models.Index(fields=["day", "path"], name="sanitation_done_day"),
        ]


class Cleared(FactRow):
    """One clearance of one waste point."""

    bags = models.IntegerField(null=True)
    overflow = models.BooleanField()
    recorded_by = models.TextField()
    evidence = models.TextField()

    class Meta(FactRow.Meta):
        db_table = "sanitation_clearance"
        indexes = [
            models.Index(fields=["unit", "day", "place"], name="sanitation_cleared_unit"),
            models.Index(fields=["day", "path"], name="sanitation_cleared_day"),
        ]
