"""shell · ledger actions: an entry, a correction or a withdrawal said by a person at a page goes to the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lianfang.kernel import journal
from lianfang.kernel.entries import WITHDRAWAL, Draft, Proof, Receipt
from lianfang.kernel.kinds import Evidence, Origin
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor
from lianfang.shell.ledger import problems
from lianfang.shell.ledger.queries import Entry


@dataclass(frozen=True, slots=True)
class Said:
    """What a form says about one entry, besides its kind."""

    id: UUID
    unit: str
    occurred_at: datetime
    data: Mapping[str, Any]
    place: str | None = None
    person: UUID | None = None
    exercise: bool = False
    label: str | None = None  # what was read from the label of the place


def record_entry(actor: Actor, *, kind: str, said: Said, origin: Origin = Origin.CONSOLE) -> Receipt:
    """Records a new entry, or gives the receipt it already has. Raises the `Refused` that stands against it."""
    return journal.record_one(actor, _draft(kind, said), origin=origin, own_door=False)


def correct_entry(actor: Actor, *, original: Entry, said: Said, reason: str) -> Receipt:
    """Records a correction of `original`. Raises `not_standing` where another correction came first."""
    if original.superseded_by not in (None, said.id):
        raise Refused(problems.NOT_STANDING)
    draft = _draft(original.kind, said, corrects=original.id, reason=reason)
    return journal.record_one(actor, draft, origin=Origin.CONSOLE, own_door=False)


def withdraw_entry(actor: Actor, *, original: Entry, entry: UUID, occurred_at: datetime, reason: str) -> Receipt:
    """Takes an entry back: it never happened, or was recorded by mistake."""
    if original.superseded_by not in (None, entry):
        raise Refused(problems.NOT_STANDING)
    draft = Draft(
        id=entry,
        kind=WITHDRAWAL,
        unit=original.unit,
        occurred_at=occurred_at,
        data={},
        exercise=original.exercise,
        corrects=original.id,
        reason=reason,
    )
    return journal.record_one(actor, draft, origin=Origin.CONSOLE, own_door=False)


def _draft(kind: str, said: Said, *, corrects: UUID | None = None, reason: str | None = None) -> Draft:
    return Draft(
        id=said.id,
        kind=kind,
        unit=said.unit,
        occurred_at=said.occurred_at,
        data=said.data,
        place=said.place,
        person=said.person,
        evidence=Evidence.SCANNED if said.label else Evidence.TYPED,
        proof=Proof(said.label) if said.label else None,
        exercise=said.exercise,
        corrects=corrects,
        reason=reason,
    )
