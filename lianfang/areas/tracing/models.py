"""tracing · models: one row for each unit's day; the tables of the kinds follow from these."""

from __future__ import annotations

from django.db import models

from lianfang.kernel.models import DayRow


class TracingDay(DayRow):
    """A unit's day by subject; NULL is *nobody looked* and *no notice*.

    `<subject>_checks`: looks at the channel for the subject; `<subject>_found`: those of them that found a
    notice; `<subject>_notices`: people in the notices recorded.
    """

    confirmed_checks = models.IntegerField(null=True)
    confirmed_found = models.IntegerField(null=True)
    confirmed_notices = models.IntegerField(null=True)
    suspected_checks = models.IntegerField(null=True)
    suspected_found = models.IntegerField(null=True)
    suspected_notices = models.IntegerField(null=True)
    asymptomatic_checks = models.IntegerField(null=True)
    asymptomatic_found = models.IntegerField(null=True)
    asymptomatic_notices = models.IntegerField(null=True)

    class Meta(DayRow.Meta):
        db_table = "tracing_day"
