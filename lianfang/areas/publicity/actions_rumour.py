"""publicity · actions of rumours: each step in the life of one is taken here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from lianfang.areas.publicity import kinds_rumour as kinds
from lianfang.areas.publicity import problems
from lianfang.areas.publicity import queries_rumour as queries
from lianfang.areas.publicity.kinds import FOLLOW, WRITE
from lianfang.areas.publicity.queries_rumour import STANDING_WORDS, Rumour, Standing
from lianfang.ground.recording import valid
from lianfang.ground.units import queries as units
from lianfang.kernel.entries import WITHDRAWAL, Receipt
from lianfang.kernel.kinds import Kind
from lianfang.kernel.problems import Refused
from lianfang.kernel.recording import Recording, record_act
from lianfang.kernel.scope import Actor
from lianfang.kernel.steps import next_version, takes_step
from lianfang.shell.texts.blocks import blocks_of
from lianfang.shell.texts.personal import check_nobody_named


@transaction.atomic
def receive_rumour(
    actor: Actor,
    *,
    unit: str,
    data: Mapping[str, Any],
    received_at: datetime | None = None,
    stream: UUID | None = None,
    how: Recording = Recording(),
) -> UUID:
    """Registers what is being said at a unit; gives the id of its life. `received_at` is when we heard, at most now.

    Raises `invalid`, `not_found`, `not_allowed`.
    """
    found, now = units.unit(actor, unit), how.now
    actor.must(WRITE, found.path)
    said = valid(kinds.RumourReceived, data)
    stream = stream or how.mint(now)
    at = min(received_at or now, now)
    record_act(actor, kinds.RECEIVED, unit, said, how, stream=stream, version=1, occurred_at=at)
    return stream


@takes_step
def correct_rumour(
    actor: Actor, *, rumour: UUID, data: Mapping[str, Any], reason: str, how: Recording = Recording()
) -> Receipt:
    """What was registered reads otherwise, and why; when it was received stays. Raises `invalid`, `not_allowed`."""
    version = next_version(rumour)
    found = queries.rumour(actor, rumour)
    actor.must(WRITE if actor.login == found.first.by else FOLLOW, found.path)
    said = valid(kinds.RumourReceived, {**data, "tip": found.said.tip})
    return record_act(
        actor, kinds.RECEIVED, found.unit, said, how, stream=rumour, version=version, occurred_at=found.received_at,
        corrects=found.first.entry, reason=reason.strip(),
    )  # fmt: skip


def ask_source(actor: Actor, *, rumour: UUID, how: Recording = Recording(), **data: Any) -> Receipt:
    """Somebody who must know was asked. Raises `publicity_rumour_state`, `invalid`."""
    return _taken(actor, rumour, kinds.ASKED, how, data)


def find_out(actor: Actor, *, rumour: UUID, how: Recording = Recording(), **data: Any) -> Receipt:
    """What came out, with its official source. Raises `publicity_rumour_state`, `publicity_rumour_unsourced`."""
    if data.get("verdict") != "unknown":
        _check_source(data.get("source"))
    return _taken(actor, rumour, kinds.FOUND, how, data)


def rebut(actor: Actor, *, rumour: UUID, how: Recording = Recording(), **data: Any) -> Receipt:
    """What is told against it, and where: only with an official source, and only against what does not hold.

    It goes to everybody, so that nobody may be recognised by it. Raises `publicity_rumour_unsourced`,
    `publicity_rumour_not_found_out`, `publicity_rumour_true`, `text_personal`.
    """
    _check_source(data.get("source"))
    check_nobody_named(queries.rumour(actor, rumour).path, [], blocks_of(str(data.get("text") or "")))
    return _taken(actor, rumour, kinds.REBUTTED, how, data)


def count_reach(actor: Actor, *, rumour: UUID, how: Recording = Recording(), **data: Any) -> Receipt:
    """How many a rebuttal reached; also told of one that is closed. Raises `publicity_rumour_not_found_out`."""
    return _taken(actor, rumour, kinds.REACHED, how, data)


def close_rumour(actor: Actor, *, rumour: UUID, how: Recording = Recording(), **data: Any) -> Receipt:
    """Nothing remains. Raises `publicity_rumour_not_found_out`, `publicity_rumour_unrebutted`."""
    return _taken(actor, rumour, kinds.CLOSED, how, data)


def reopen_rumour(actor: Actor, *, rumour: UUID, why: str, how: Recording = Recording()) -> Receipt:
    """It goes round again. Raises `publicity_rumour_state` where it is not closed."""
    return _taken(actor, rumour, kinds.REOPENED, how, {"why": why})


@takes_step
def take_back(actor: Actor, *, rumour: UUID, entry: UUID, reason: str, how: Recording = Recording()) -> Receipt:
    """The last step was recorded by mistake; of the only one, the whole rumour. Raises `publicity_not_to_take_back`."""
    next_version(rumour)
    found = queries.rumour(actor, rumour)
    last = found.last
    actor.must(WRITE if actor.login == last.by else FOLLOW, found.path)
    if last.entry != entry:
        raise Refused(problems.NOT_TO_TAKE_BACK)
    return record_act(
        actor, WITHDRAWAL, found.unit, {}, how, occurred_at=last.at, corrects=entry, reason=reason.strip()
    )


def _check_source(said: Any) -> None:
    """Raises `publicity_rumour_unsourced` where an official source is not named so that it can be looked up."""
    named = said if isinstance(said, Mapping) else {}
    given = {name for name in ("issuer", "document", "address", "dated") if named.get(name)}
    if not ({"issuer", "dated"} <= given and given & {"document", "address"}):
        raise Refused(problems.RUMOUR_UNSOURCED)


@takes_step
def _taken(actor: Actor, stream: UUID, kind: Kind, how: Recording, data: Mapping[str, Any]) -> Receipt:
    """The next step. It is counted before what it is decided on is read, so that of two who decide one comes second."""
    version = next_version(stream)
    found = queries.rumour(actor, stream)
    actor.must(kind.record, found.path)
    _check(found, kind, data)
    said = valid(kind.payload, data)
    return record_act(actor, kind, found.unit, said, how, stream=stream, version=version)


def _check(found: Rumour, kind: Kind, data: Mapping[str, Any]) -> None:
    """Whether this step can be taken now."""
    closed = found.standing is Standing.CLOSED
    if closed != (kind is kinds.REOPENED) and kind is not kinds.REACHED:
        raise Refused(problems.RUMOUR_STATE, state=STANDING_WORDS[found.standing])
    verdict = found.found
    if kind in (kinds.REBUTTED, kinds.CLOSED):
        if verdict is None or not found.answered:
            raise Refused(problems.RUMOUR_NOT_FOUND, act=kind.words)
        words = kinds.VERDICTS[verdict.verdict]
        if kind is kinds.REBUTTED and verdict.verdict not in queries.AGAINST:
            raise Refused(problems.RUMOUR_TRUE, verdict=words)
        untold = verdict.verdict in queries.AGAINST and not found.rebutted
        if kind is kinds.CLOSED and untold and not data.get("unrebutted_why"):
            raise Refused(problems.RUMOUR_UNREBUTTED, verdict=words)
    if kind is kinds.REACHED and not any(each.kind == kinds.REBUTTED.code for each in found.steps):
        raise Refused(problems.RUMOUR_NOT_FOUND, act=kind.words)
