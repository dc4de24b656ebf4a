"""tracing · models: one row for each entry of a kind, and one for each unit's day."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lianfang.kernel.models import DayRow, FactRow


class ChannelCheck(FactRow):
    """A look at the official channel; `found` says that there was a notice."""

    checked_for = ArrayField(models.TextField())
    found = models.BooleanField()

    class Meta(FactRow.Meta):
        db_table = "tracing_channel_check"


class OfficialNotice(FactRow):
    """A notice about people of the unit."""

    subject = models.TextField()
    people = models.IntegerField()

    class Meta(FactRow.Meta):
        db_table = "tracing_official_notice"


class OfficialFigures(FactRow):
    """An area's published figures; `figures_day` is the calendar day that they speak of."""

    area = models.TextField()
    figures_day = models.DateField()
    confirmed = models.IntegerField()
    cured = models.IntegerField()
    dead = models.IntegerField()
    suspected = models.IntegerField(null=True)
    asymptomatic = models.IntegerField(null=True)
    source = models.TextField()

    class Meta(FactRow.Meta):
        db_table = "tracing_official_figures"
        indexes = [
            models.Index(fields=["unit", "day"], name="tracing_figures_unit_day"),
            models.Index(fields=["area", "figures_day"], name="tracing_figures_curve"),
        ]


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
