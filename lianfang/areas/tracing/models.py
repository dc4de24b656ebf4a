"""tracing · models: one row for each unit's day; the tables of the kinds follow from these."""

from __future__ import annotations

from django.db import models

from lianfang.kernel.models import DayRow


class TracingDay(DayRow):
    """A unit's day: how often somebody looked at the channel, and people in the notices recorded; NULL for none.

    Of which classes of cases stands with the looks and the notices themselves.
    """

    checks = models.IntegerField(null=True)
    notices = models.IntegerField(null=True)

    class Meta(DayRow.Meta):
        db_table = "tracing_day"
