"""sheets · actions: what a unit says of the heads of its sheets is kept here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from lianfang.ground.sheets.models import SheetHeads
from lianfang.ground.sheets.queries import known
from lianfang.ground.units.queries import unit as unit_of
from lianfang.kernel import clock
from lianfang.kernel.scope import Actor


@transaction.atomic
def keep_heads(
    actor: Actor,
    *,
    verb: str,
    unit: str,
    sort: str,
    heads: Sequence[str],
    said: Mapping[str, str],
    fixed: Mapping[str, str],
    at: clock.Clock | None = None,
) -> None:
    """Keeps what the unit says of sheets with these heads; the newest word counts.

    Needs the verb with which such sheets are handed in. Raises `not_found`, `not_allowed`.
    """
    path = unit_of(actor, unit).path
    actor.must(verb, path)
    SheetHeads.objects.update_or_create(
        unit=unit, sort=sort, known=known(heads),
        defaults={
            "path": path, "heads": [*heads], "said": dict(said), "fixed": dict(fixed),
            "changed_at": (at or clock.current()).now(), "changed_by": actor.login,
        },
    )  # fmt: skip
