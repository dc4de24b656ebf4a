"""screening · models: one row for each unit's day, which all four kinds fill."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lianfang.kernel.models import DayRow


class CelsiusField(models.DecimalField):
    """A temperature to a tenth of a degree."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"max_digits": 3, "decimal_places": 1, **kwargs})  # type: ignore[arg-type]


class ScreeningDay(DayRow):
    """A unit's day in figures; NULL is *nobody recorded it*.

    `warm_single` and `warm_again` stand side by side, one place for each person with a reading from
    `payloads.WATCHED_FROM_CELSIUS`: the highest reading that no re-measure followed, and the highest re-measure.
    The roll call's figures are those of the day's last one.
    """

    checks = models.IntegerField(null=True)
    people_checked = models.IntegerField(null=True)
    warm_single = ArrayField(CelsiusField(null=True), null=True)
    warm_again = ArrayField(CelsiusField(null=True), null=True)
    people_declared = models.IntegerField(null=True)
    people_symptomatic = models.IntegerField(null=True)
    people_returned = models.IntegerField(null=True)
    passages = models.IntegerField(null=True)
    passages_in = models.IntegerField(null=True)
    measured_in = models.IntegerField(null=True)
    warm_in = ArrayField(CelsiusField(), null=True)
    outsiders_in = models.IntegerField(null=True)
    gate_shifts = models.IntegerField(null=True)
    listed = models.IntegerField(null=True)
    present = models.IntegerField(null=True)
    excused = models.IntegerField(null=True)
    unexplained = models.IntegerField(null=True)

    class Meta(DayRow.Meta):
        db_table = "screening_day"
