"""publicity · actions of tips: one is received once, followed, answered, made a rumour, and forgotten at its time."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from lianfang.areas.publicity import actions_rumour, problems
from lianfang.areas.publicity import kinds_tip as kinds
from lianfang.areas.publicity import queries_tip as queries
from lianfang.areas.publicity.kinds import FOLLOW, SIGN, WRITE
from lianfang.areas.publicity.models import TipWords
from lianfang.areas.publicity.queries_tip import STANDING_WORDS, Standing, Tip, Told
from lianfang.ground.recording import valid
from lianfang.ground.units import queries as units
from lianfang.kernel import keyring, reading, scope
from lianfang.kernel.entries import Receipt
from lianfang.kernel.kinds import Kind, Origin
from lianfang.kernel.problems import Refused
from lianfang.kernel.recording import Recording, record_act
from lianfang.kernel.scope import Actor
from lianfang.kernel.steps import next_version, takes_step

_BYTES = 64  # of a tip's key; half of them are its salt
BY_FORM = "tip-form"  # who records what came over the public form: nobody of the house


@takes_step
def set_desk(actor: Actor, *, unit: str, data: Mapping[str, Any], how: Recording = Recording()) -> Receipt:
    """Says where tips are received, and whether they are on the web; an installation has one desk.

    Raises `publicity_desk_elsewhere` while another unit's is open, `invalid`, `not_found`, `not_allowed`.
    """
    version = next_version(queries.DESK)
    found = units.unit(actor, unit)
    actor.must(SIGN, found.path)
    there = queries.desk()
    if there is not None and there.unit != unit and there.said.open:
        raise Refused(problems.DESK_ELSEWHERE, unit=queries.called(there.unit))
    said = valid(kinds.TipDeskSet, data)
    return record_act(actor, kinds.DESK, unit, said, how, stream=queries.DESK, version=version)


def tell(*, stream: UUID, topic: str, told: Told, how: Recording = Recording()) -> Tip:
    """Takes a tip from anybody, over the public form; `stream` is minted with the form, so that it is one tip however
    often it is sent. Raises `publicity_tips_closed`, `publicity_tip_sent`, `invalid`."""
    desk = queries.desk()
    if desk is None or not desk.said.open:
        raise Refused(problems.TIPS_CLOSED)
    with scope.acting(scope.system_actor(BY_FORM)) as system:
        return _received(system, desk.unit, stream, "form", topic, told, how)


def enter(
    actor: Actor, *, unit: str, stream: UUID, via: str, topic: str, told: Told, how: Recording = Recording()
) -> Tip:
    """Enters what somebody told by telephone, by message or in person. Raises `publicity_tip_sent`, `invalid`,
    `not_found`, `not_allowed`."""
    actor.must(WRITE, units.unit(actor, unit).path)
    return _received(actor, unit, stream, via, topic, told, how)


@transaction.atomic
def _received(actor: Actor, unit: str, stream: UUID, via: str, topic: str, told: Told, how: Recording) -> Tip:
    """One of two who send the same at once waits for the other, and finds it there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_wait_for(%s)", (f"tip:{stream}",))
    there = queries.tips_by(actor, [stream]).get(stream)
    if there is not None:
        if queries.kept_words(actor, stream) != told:
            raise Refused(problems.TIP_SENT)
        return there
    key = os.urandom(_BYTES)
    text = queries.said_as(told, os.urandom(_BYTES // 2).hex())
    said = valid(
        kinds.TipReceived, via=via, topic=topic, contact=bool(told.contact), words=queries.fingerprint(text),
        mark=queries.mark_of(queries.code_of(stream)),
    )  # fmt: skip
    record_act(actor, kinds.RECEIVED, unit, said, how, stream=stream, version=1)
    reading.objects(actor, TipWords).create(
        stream=stream, unit=unit, path=units.unit(actor, unit).path, wrapped=keyring.wrap(stream, key),
        concealed=queries.closed_up(stream, key, text),
    )  # fmt: skip
    with reading.afresh():
        return queries.tips_by(actor, [stream])[stream]


def take(actor: Actor, *, tip: UUID, gist: str, how: Recording = Recording()) -> Receipt:
    """This login follows it from now on. Raises `publicity_tip_state` where it is closed."""
    return _taken(actor, tip, kinds.TAKEN, how, {"gist": gist}, Standing.RECEIVED, Standing.TAKEN)


def note(actor: Actor, *, tip: UUID, note: str, how: Recording = Recording()) -> Receipt:
    """What was done about it. Raises `publicity_tip_state` where nobody follows it."""
    return _taken(actor, tip, kinds.NOTED, how, {"note": note}, Standing.TAKEN)


def see_contact(actor: Actor, *, tip: UUID, purpose: str, how: Recording = Recording()) -> Receipt:
    """Says what the contact is for; for ten minutes it is then shown to this login.

    Raises `publicity_tip_no_contact`, `publicity_tip_forgotten`.
    """
    found = queries.tip(actor, tip)
    if found.forgotten:
        raise Refused(problems.TIP_FORGOTTEN)
    if not found.said.contact:
        raise Refused(problems.NO_CONTACT)
    return _taken(actor, tip, kinds.CONTACT_SEEN, how, {"purpose": purpose}, *Standing)


def close(
    actor: Actor, *, tip: UUID, outcome: str, answer: str = "", note: str = "", how: Recording = Recording()
) -> Receipt:
    """How it ended, and what whoever told it reads. Raises `publicity_tip_state` where nobody follows it."""
    data = {"outcome": outcome, "answer": answer.strip() or None, "note": note.strip() or None}
    return _taken(actor, tip, kinds.CLOSED, how, data, Standing.TAKEN)


def reopen(actor: Actor, *, tip: UUID, why: str, how: Recording = Recording()) -> Receipt:
    """It is not settled. Raises `publicity_tip_state` where it is not closed."""
    return _taken(actor, tip, kinds.REOPENED, how, {"why": why}, Standing.CLOSED)


@transaction.atomic
def make_rumour(actor: Actor, *, tip: UUID, data: Mapping[str, Any], how: Recording = Recording()) -> UUID:
    """The tip tells of something that is being said: it goes onto the register of rumours, both in one.

    A tip becomes one rumour: made again, the same. Raises `publicity_tip_state`, `invalid`, `not_allowed`.
    """
    found = queries.tip(actor, tip)
    if found.rumour is not None:
        return found.rumour
    said = {**data, "tip": tip, "told_by": "tip"}
    rumour = actions_rumour.receive_rumour(actor, unit=found.unit, data=said, how=how)
    _taken(actor, tip, kinds.TO_RUMOUR, how, {"rumour": rumour}, Standing.TAKEN)
    return rumour


def forget(actor: Actor, *, tip: Tip, how: Recording) -> None:
    """Destroys what was told and the key under which it stood, and says so; the history stays."""
    with transaction.atomic():
        _taken(actor, tip.stream, kinds.FORGOTTEN, how, {"contact": tip.said.contact}, *Standing)
        reading.objects(actor, TipWords).filter(stream=tip.stream).delete()


def forget_due(actor: Actor, *, how: Recording = Recording(origin=Origin.AUTOMATIC)) -> int:
    """Forgets every tip whose time is over; gives how many. Done again, it finds none."""
    due = queries.due_to_be_forgotten(actor, how.now)
    for each in due:
        forget(actor, tip=each, how=how)
    return len(due)


@takes_step
def _taken(
    actor: Actor, stream: UUID, kind: Kind, how: Recording, data: Mapping[str, Any], *allowed: Standing
) -> Receipt:
    version = next_version(stream)
    with reading.afresh():
        found = queries.tip(actor, stream)
    actor.must(FOLLOW, found.path)
    if found.standing not in allowed:
        raise Refused(problems.TIP_STATE, state=STANDING_WORDS[found.standing])
    said = valid(kind.payload, data)
    return record_act(actor, kind, found.unit, said, how, stream=stream, version=version)
