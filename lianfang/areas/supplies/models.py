"""supplies · models: the balance of every lot by day, and what the tables of facts about lots have in common."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.functions import MD5, Concat, Left, Upper

from lianfang.kernel.models import ScopedModel


def quantity(*, null: bool = False) -> models.DecimalField:
    """So much of a lot, in the item's own unit."""
    return models.DecimalField(max_digits=13, decimal_places=3, null=null)


def of_lot(number: str = "quantity") -> dict[str, Any]:
    """The columns of a fact about a lot: its number, the lot as it was written, and by what the lot is known."""
    return {
        number: quantity(),
        "lot": models.TextField(),
        "lot_key": (models.TextField(), "supplies_lot(e.data->>'lot')"),
    }


# The first entry of a chain of corrections, whichever of them came first: the newest link that is known to this one.
_ROOT = """(WITH RECURSIVE up(id, corrects) AS (
  SELECT e.id, e.corrects UNION SELECT l.id, l.corrects FROM up JOIN ledger_entry l ON l.id = up.corrects)
  SELECT coalesce(up.corrects, up.id) FROM up WHERE NOT EXISTS (SELECT 1 FROM up o WHERE o.id = up.corrects))"""


def of_chain() -> dict[str, Any]:
    """The column `root`: the first entry of the chain of corrections to which a fact belongs, itself where none is."""
    return {"root": (models.UUIDField(), _ROOT)}


def both_ends(table: str) -> str:
    """Who else reads what goes from `unit` to `to_unit`: whoever is at one of its ends.

    Each end is where it stood on that day, and where it stands: the newest path that was recorded, as a stock has it.
    """
    return (
        f"EXISTS (SELECT 1 FROM units_path p WHERE p.unit IN ({table}.unit, {table}.to_unit) "
        f"AND (p.until_day = '9999-12-31' OR (p.since_day <= {table}.day AND p.until_day > {table}.day)))"
    )


def senders(table: str, sent: str, named: str) -> str:
    """Who else reads what a receiver says of that which was `sent`: whoever sees that."""
    return f"EXISTS (SELECT 1 FROM {sent} s WHERE s.entry = {table}.{named} AND s.to_unit = {table}.unit)"


def indexes_of_lots(table: str) -> tuple[models.Index, ...]:
    """By which the facts of a lot are found, those of a day, and the line of another system that was taken in."""
    return (
        models.Index(fields=["unit", "item", "lot_key", "day"], name=f"{table}_lot"),
        models.Index(fields=["day", "path"], name=f"{table}_day"),
        models.Index(
            fields=["unit", "source_ref"], condition=models.Q(source_ref__isnull=False), name=f"{table}_source"
        ),
    )


class _Level(ScopedModel):
    """How a lot stood at the end of a reporting day, and what rests on facts up to then.

    `path` is the newest of its unit: a stock goes with it. `lot_key` is by what the lot is known, `lot` its first
    spelling. `on_hand` is NULL while nothing stands (everything was taken back). `since` is the day of the first fact
    that stands, `counted_on` that of the last count, `expires_on` the earliest date that any receipt gave and
    `expires_last` the latest: where they differ, somebody has to say which is right.
    """

    id = models.BigAutoField(primary_key=True)
    unit = models.TextField()
    item = models.TextField()
    lot_key = models.TextField()
    lot = models.TextField()
    day = models.DateField()
    on_hand = models.DecimalField(max_digits=16, decimal_places=3, null=True)
    expires_on = models.DateField(null=True)
    expires_last = models.DateField(null=True)
    counted_on = models.DateField(null=True)
    since = models.DateField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        abstract = True


class Level(_Level):
    """One row for each lot and reporting day with any fact: what makes past days reproducible.

    `issued` is what was used; `removed` whatever else left the store.
    """

    received = quantity(null=True)
    issued = quantity(null=True)
    removed = quantity(null=True)

    class Meta:
        db_table = "supplies_level"
        constraints = [models.UniqueConstraint(fields=["unit", "item", "lot_key", "day"], name="supplies_level_lot")]
        indexes = [models.Index(fields=["day", "path"], name="supplies_level_day")]


class Balance(_Level):
    """Each lot as it stands now: its newest level. `day` is that level's day; by its `code` its label is found."""

    code = models.GeneratedField(
        expression=Upper(Left(MD5(Concat("unit", models.Value(" "), "item", models.Value(" "), "lot_key")), 16)),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        db_table = "supplies_balance"
        constraints = [models.UniqueConstraint(fields=["unit", "item", "lot_key"], name="supplies_balance_lot")]
        indexes = [models.Index(fields=["code"], name="supplies_balance_code")]
