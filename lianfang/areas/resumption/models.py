"""resumption · models: each site's newest word of the day."""

from __future__ import annotations

from django.db import models

from lianfang.kernel.models import DayRow


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
