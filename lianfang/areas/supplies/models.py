"""supplies · models: the balance of every lot by day, and what the tables of facts about lots have in common."""

from __future__ import annotations

from django.db import models

from lianfang.kernel.models import ScopedModel


def quantity(*, null: bool = False) -> models.DecimalField:
    """So much of a lot, in the item's own unit."""
    return models.DecimalField(max_digits=13, decimal_places=3, null=null)


def indexes_of_lots(table: str) -> tuple[models.Index, models.Index]:
    """By which the facts of a lot are found, and those of a day."""
    return (
        models.Index(fields=["unit", "item", "lot", "day"], name=f"{table}_lot"),
        models.Index(fields=["day", "path"], name=f"{table}_day"),
    )


class _Level(ScopedModel):
    """How a lot stood at the end of a reporting day, and what rests on facts up to then.

    `path` is the newest of its unit: a stock goes with it. `on_hand` is NULL while nothing stands (everything was
    taken back). `since` is the day of the first fact that stands, `counted_on` that of the last count, `expires_on`
    the earliest date that any receipt gave.
    """

    id = models.BigAutoField(primary_key=True)
    unit = models.TextField()
    item = models.TextField()
    lot = models.TextField()
    day = models.DateField()
    on_hand = models.DecimalField(max_digits=16, decimal_places=3, null=True)
    expires_on = models.DateField(null=True)
    counted_on = models.DateField(null=True)
    since = models.DateField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        abstract = True


class Level(_Level):
    """One row for each lot and reporting day with any fact: what makes past days reproducible."""

    received = quantity(null=True)
    issued = quantity(null=True)

    class Meta:
        db_table = "supplies_level"
        constraints = [models.UniqueConstraint(fields=["unit", "item", "lot", "day"], name="supplies_level_lot")]
        indexes = [models.Index(fields=["day", "path"], name="supplies_level_day")]


class Balance(_Level):
    """Each lot as it stands now: its newest level. `day` is that level's day."""

    class Meta:
        db_table = "supplies_balance"
        constraints = [models.UniqueConstraint(fields=["unit", "item", "lot"], name="supplies_balance_lot")]
