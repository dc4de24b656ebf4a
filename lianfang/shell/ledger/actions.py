"""shell · ledger actions: an entry, a correction or a withdrawal said by a person at a page goes to the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from lianfang.kernel import clock, evidence, ids, journal
from lianfang.kernel.entries import SECONDING, WITHDRAWAL, Draft, Proof, Receipt
from lianfang.kernel.kinds import Evidence, Origin, surface_and_maker
from lianfang.kernel.problems import STREAM_MOVED, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.steps import again, next_version
from lianfang.shell.ledger import problems, queries
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
    stream: UUID | None = None  # the thing in whose life it is a step
    photo: bool = False  # whether the photo that it names was brought


def record_entry(actor: Actor, *, kind: str, said: Said, origin: Origin = Origin.CONSOLE) -> Receipt:
    """Records a new entry, or gives the receipt it already has. Raises the `Refused` that stands against it."""
    return _held(step(actor, _draft(kind, said), origin=origin))


def step(actor: Actor, draft: Draft, *, origin: Origin) -> Receipt:
    """The receipt of a draft; of one in the life of a thing as its next step, tried again where another came first."""
    if draft.stream is None:
        (receipt,) = journal.record(actor, (draft,), origin=origin)
        return receipt
    stream = draft.stream

    def taken() -> Receipt:
        numbered = replace(draft, version=next_version(stream, draft.id))
        (receipt,) = journal.record(actor, (numbered,), origin=origin)
        if receipt.problem is not None and receipt.problem.problem is STREAM_MOVED:
            raise receipt.problem
        return receipt

    try:
        return again(taken)
    except Refused as refused:
        if refused.problem is not STREAM_MOVED:
            raise
        return Receipt(draft.id, "rejected", problem=refused)


def _held(receipt: Receipt) -> Receipt:
    """The receipt of what was recorded; raises what stood against it."""
    if receipt.problem is not None:
        raise receipt.problem
    return receipt


def correct_entry(actor: Actor, *, original: Entry, said: Said, reason: str) -> Receipt:
    """Records a correction of `original`: of a step in the life of a thing as its next step.

    When it was known stays as it was; the original's evidence is claimed again, and the receipt notes where it is no
    longer shown. Raises `not_standing` where another correction came first.
    """
    if original.superseded_by not in (None, said.id):
        raise Refused(problems.NOT_STANDING)
    draft = _draft(original.kind, said, corrects=original.id, reason=reason)
    claimed = max(str(draft.evidence), original.evidence, key=evidence.STRENGTH.index)
    draft = replace(draft, known_at=original.known_at, evidence=claimed)
    return _held(step(actor, draft, origin=Origin.CONSOLE))


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
    return journal.record_one(actor, draft, origin=Origin.CONSOLE, by_action=False)


def second_entry(actor: Actor, *, original: Entry) -> Receipt:
    """The actor says that he saw for himself what somebody else recorded; the entry stays as it is.

    Neither the recorder seconds his own entry, nor who made the token that it came with, nor a device whose token
    the recorder made. Raises `own_seconding`, `seconded_already`, `nothing_to_second`, `not_standing`.
    """
    if original.kind in (WITHDRAWAL, SECONDING) or original.exercise:
        raise Refused(problems.NOTHING_TO_SECOND)
    if original.superseded_by is not None:
        raise Refused(problems.NOT_STANDING)
    _, made_by = surface_and_maker(original.origin)
    if {actor.login, actor.via} & {original.recorded_by, made_by or original.recorded_by}:
        raise Refused(problems.OWN_SECONDING)
    if actor.login in queries.seconders(original.id):
        raise Refused(problems.SECONDED_ALREADY)
    now = clock.current().now()
    draft = Draft(
        id=ids.mint(now),
        kind=SECONDING,
        unit=original.unit,
        occurred_at=now,
        data={"of": original.id},
        place=original.place,
    )
    return journal.record_one(actor, draft, origin=Origin.CONSOLE)


def _draft(kind: str, said: Said, *, corrects: UUID | None = None, reason: str | None = None) -> Draft:
    return Draft(
        id=said.id,
        kind=kind,
        unit=said.unit,
        occurred_at=said.occurred_at,
        data=said.data,
        place=said.place,
        person=said.person,
        stream=said.stream,
        evidence=Evidence.SCANNED if said.label else Evidence.PHOTO if said.photo else Evidence.TYPED,
        proof=Proof(said.label) if said.label else None,
        exercise=said.exercise,
        corrects=corrects,
        reason=reason,
    )
