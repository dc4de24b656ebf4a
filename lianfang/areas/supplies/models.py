"""supplies · models: what was received, issued, counted and explained, and the balance of every lot by day."""

from __future__ import annotations

from django.db import models

from lianfang.kernel.models import FactRow, ScopedModel


def _quantity(*, null: bool = False) -> models.DecimalField:
    return models.DecimalField(max_digits=13, decimal_places=3, null=null)


class _OfLot(FactRow):
    item = models.TextField()
    lot = models.TextField()

    class Meta(FactRow.Meta):
        abstract = True


class Receipt(_OfLot):
    """A quantity of a lot came in."""

    quantity = _quantity()
    expires_on = models.DateField(null=True)
    source = models.TextField(null=True)

    class Meta(_OfLot.Meta):
        db_table = "supplies_receipt"
        indexes = [
            models.Index(fields=["unit", "item", "lot", "day"], name="supplies_receipt_lot"),
            models.Index(fields=["day", "path"], name="supplies_receipt_day"),
        ]


class Issue(_OfLot):
    """A quantity of a lot went out."""

    quantity = _quantity()
    to_unit = models.TextField(null=True)
    purpose = models.TextField(null=True)

    class Meta(_OfLot.Meta):
        db_table = "supplies_issue"
        indexes = [
            models.Index(fields=["unit", "item", "lot", "day"], name="supplies_issue_lot"),
            models.Index(fields=["day", "path"], name="supplies_issue_day"),
        ]


class Stocktake(_OfLot):
    """A lot was counted. `book` is what the books said just before; NULL at a first count or a withdrawn one."""

    counted = _quantity()
    note = models.TextField(null=True)
    book = _quantity(null=True)

    class Meta(_OfLot.Meta):
        db_table = "supplies_stocktake"
        indexes = [
            models.Index(fields=["unit", "item", "lot", "day"], name="supplies_stocktake_lot"),
            models.Index(fields=["day", "path"], name="supplies_stocktake_day"),
            models.Index(
                fields=["path"],
                condition=models.Q(book__isnull=False) & ~models.Q(book=models.F("counted")),
                name="supplies_stocktake_differs",
            ),
        ]


class Explanation(FactRow):
    """Why a stocktake differed."""

    stocktake = models.UUIDField()
    reason = models.TextField()
    recorded_by = models.TextField()

    class Meta(FactRow.Meta):
        db_table = "supplies_explanation"
        indexes = [models.Index(fields=["stocktake"], name="supplies_explains")]


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

    received = _quantity(null=True)
    issued = _quantity(null=True)

    class Meta:
        db_table = "supplies_level"
        constraints = [models.UniqueConstraint(fields=["unit", "item", "lot", "day"], name="supplies_level_lot")]
        indexes = [models.Index(fields=["day", "path"], name="supplies_level_day")]


class Balance(_Level):
    """Each lot as it stands now: its newest level. `day` is that level's day."""

    class Meta:
        db_table = "supplies_balance"
        constraints = [models.UniqueConstraint(fields=["unit", "item", "lot"], name="supplies_balance_lot")]
