"""sanitation · actions: a round done at a place, said by whoever did it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from lianfang.ground.places.queries import Place
from lianfang.kernel import clock, journal
from lianfang.kernel.entries import Draft, Receipt
from lianfang.kernel.kinds import Evidence, Origin
from lianfang.kernel.scope import Actor


@transaction.atomic
def record_round(
    actor: Actor,
    *,
    entry: UUID,
    place: Place,
    data: Mapping[str, Any],
    evidence: Evidence = Evidence.TYPED,
    origin: Origin = Origin.CONSOLE,
    at: clock.Clock | None = None,
) -> Receipt:
    """A place was disinfected just now, for the unit that answers for it. Raises what the journal refuses."""
    moment = at or clock.current()
    draft = Draft(
        id=entry,
        kind="sanitation.disinfection",
        unit=place.unit,
        place=place.code,
        occurred_at=moment.now(),
        data=data,
        evidence=evidence,
    )
    return journal.record_one(actor, draft, origin=origin, at=moment)
