"""sanitation · actions: a round done at a place, said by whoever did it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from lianfang.areas.sanitation.kinds_disinfection import DISINFECTION
from lianfang.ground.places.queries import Place
from lianfang.kernel import clock
from lianfang.kernel.entries import Proof, Receipt
from lianfang.kernel.kinds import Evidence, Origin
from lianfang.kernel.recording import Recording, record_act
from lianfang.kernel.scope import Actor


@transaction.atomic
def record_round(
    actor: Actor,
    *,
    entry: UUID,
    place: Place,
    data: Mapping[str, Any],
    label: str | None = None,
    origin: Origin = Origin.CONSOLE,
    at: clock.Clock | None = None,
) -> Receipt:
    """A place was disinfected just now, for the unit that answers for it; `label`: what was read from its label.

    Raises what the journal refuses.
    """
    return record_act(
        actor, DISINFECTION, place.unit, data, Recording(at, origin), entry=entry, place=place.code,
        evidence=Evidence.SCANNED if label else Evidence.TYPED, proof=Proof(label) if label else None,
    )  # fmt: skip
