"""resumption · models: what sites said, and each site's newest word of the day."""

from __future__ import annotations

from django.db import models

from lianfang.kernel.models import DayRow, FactRow


class Status(FactRow):
    """One thing a site said of itself."""

    mode = models.TextField()
    crew_present = models.IntegerField()
    crew_listed = models.IntegerField()
    risk_level = models.TextField(null=True)
    note = models.TextField(null=True)
    recorded_by = models.TextField()

    class Meta(FactRow.Meta):
        db_table = "resumption_status"
        indexes = [
            models.Index(fields=["unit", "day", "occurred_at", "entry"], name="resumption_status_last"),
            models.Index(fields=["day", "path"], name="resumption_status_day"),
        ]


class SiteDay(DayRow):
    """The newest word of a site on a reporting day, by when it occurred; all NULL where everything was taken back."""

    entry = models.UUIDField(null=True)
    said_at = models.DateTimeField(null=True)
    mode = models.TextField(null=True)
    crew_present = models.IntegerField(null=True)
    crew_listed = models.IntegerField(null=True)
    risk_level = models.TextField(null=True)

    class Meta(DayRow.Meta):
        db_table = "resumption_site_day"
