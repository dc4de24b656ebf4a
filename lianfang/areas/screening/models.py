"""screening · models: one row for each unit's day, which all four kinds fill."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lianfang.kernel.models import DayRow, ScopedModel


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
    listed = models.IntegerField(null=True)
    present = models.IntegerField(null=True)
    excused = models.IntegerField(null=True)
    unexplained = models.IntegerField(null=True)

    class Meta(DayRow.Meta):
        db_table = "screening_day"


class MemberSeen(ScopedModel):
    """One person of a unit's register who was measured or declared on a day, wherever that was; one row for both.

    `unit` counts the person on that day. `_here`: recorded at that unit itself. `warm_elsewhere` is the highest reading
    at another unit that is a re-measure or awaits one, from `payloads.WATCHED_FROM_CELSIUS`; `ill_elsewhere` and
    `back_elsewhere` say that only another unit heard of symptoms, or of a return. Written by `screening_retrace` alone.
    """

    pk = models.CompositePrimaryKey("person", "day")
    person = models.UUIDField()
    day = models.DateField()
    unit = models.TextField()
    checked = models.BooleanField()
    checked_here = models.BooleanField()
    declared = models.BooleanField()
    declared_here = models.BooleanField()
    warm_elsewhere = CelsiusField(null=True)
    ill_elsewhere = models.BooleanField()
    back_elsewhere = models.BooleanField()

    class Meta:
        db_table = "screening_member_seen"
        indexes = [
            models.Index(
                fields=["unit", "day"],
                name="screening_member_seen_warm",
                condition=models.Q(warm_elsewhere__isnull=False),
            )
        ]


class MembersDay(ScopedModel):
    """A unit's day by persons: how many of its own were seen, and whom of those found ill it counts.

    `checked` to `back_elsewhere` add up `MemberSeen`. `fevers` (highest re-measure of each, from
    `payloads.WATCHED_FROM_CELSIUS`), `symptomatic` and `returned` are persons found at this unit, members or not: each
    counts at one unit alone, so that a sum over any tree counts nobody twice. Written by `screening_retrace` alone.
    """

    pk = models.CompositePrimaryKey("unit", "day")
    unit = models.TextField()
    day = models.DateField()
    checked = models.IntegerField()
    checked_here = models.IntegerField()
    declared = models.IntegerField()
    declared_here = models.IntegerField()
    ill_elsewhere = models.IntegerField()
    back_elsewhere = models.IntegerField()
    warm_elsewhere = ArrayField(CelsiusField(), null=True)
    fevers = ArrayField(CelsiusField(), null=True)
    symptomatic = models.IntegerField()
    returned = models.IntegerField()

    class Meta:
        db_table = "screening_members_day"
        indexes = [models.Index(fields=["day", "path"], name="screening_members_day_path")]
