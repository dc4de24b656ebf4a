"""upkeep · models: each plan as it was set, and each backup as it ended."""

from __future__ import annotations

from django.db import models

from lianfang.kernel.models import FactRow


class Plan(FactRow):
    """A plan; the newest that stands is in force."""

    folder = models.TextField()
    every_hours = models.IntegerField()
    keep_days = models.IntegerField()
    keep_weeks = models.IntegerField()
    keep_months = models.IntegerField()
    keep_log = models.BooleanField()
    open = models.BooleanField()

    class Meta(FactRow.Meta):
        db_table = "upkeep_plan"


class Backup(FactRow):
    """A backup that was made, or was not."""

    folder = models.TextField()
    outcome = models.TextField()
    backup = models.TextField(null=True)
    sort = models.TextField(null=True)
    size = models.BigIntegerField(null=True)
    entries = models.BigIntegerField(null=True)
    zh = models.TextField(null=True)
    en = models.TextField(null=True)

    class Meta(FactRow.Meta):
        db_table = "upkeep_backup"
