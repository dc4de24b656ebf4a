"""screening · models: one row for each entry of a kind, and one for each unit's day."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lianfang.kernel.models import DayRow, FactRow


class CelsiusField(models.DecimalField):
    """A temperature to a tenth of a degree."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"max_digits": 3, "decimal_places": 1, **kwargs})  # type: ignore[arg-type]


class TemperatureCheck(FactRow):
    """A reading."""

    celsius = CelsiusField()
    site = models.TextField()
    remeasure = models.BooleanField()

    class Meta(FactRow.Meta):
        db_table = "screening_temperature_check"
        # By person, so that a new reading finds what it changes of its day; the warm ones are few.
        indexes = [
            models.Index(fields=["unit", "day", "person"], name="screening_check_person"),
            models.Index(
                fields=["unit", "day", "person"], name="screening_check_warm", condition=models.Q(celsius__gte=37)
            ),
        ]


class HealthDeclaration(FactRow):
    """What a person declared; `returned` says: from a mid- or high-risk area."""

    symptomatic = models.BooleanField()
    returned = models.BooleanField()

    class Meta(FactRow.Meta):
        db_table = "screening_health_declaration"
        indexes = [models.Index(fields=["unit", "day", "person"], name="screening_declared_person")]


class GatePassage(FactRow):
    """A passage. `shift` is the third of the calendar day in which it happened: 0 (from 00:00), 1 or 2."""

    direction = models.TextField()
    category = models.TextField()
    celsius = CelsiusField(null=True)
    mask = models.BooleanField()
    shift = models.SmallIntegerField()

    class Meta(FactRow.Meta):
        db_table = "screening_gate_passage"
        indexes = [models.Index(fields=["unit", "day", "place", "shift"], name="screening_passage_shift")]


class RollCall(FactRow):
    """A roll call in figures."""

    listed = models.IntegerField()
    present = models.IntegerField()
    excused = models.IntegerField()
    unexplained = models.IntegerField()

    class Meta(FactRow.Meta):
        db_table = "screening_roll_call"
        indexes = [models.Index(fields=["unit", "day", "occurred_at", "entry"], name="screening_roll_call_last")]


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
