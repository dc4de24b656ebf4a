"""governance · actions: a directive and its measures take their steps here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from lianfang.areas.governance import kinds_directive, kinds_measure, problems, queries, rules
from lianfang.areas.governance.kinds import ANSWER, DIRECT
from lianfang.areas.governance.rules import Directive, Measure
from lianfang.ground.access.roles import ROLE_WORDS
from lianfang.ground.recording import valid
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.entries import Receipt
from lianfang.kernel.kinds import Kind
from lianfang.kernel.problems import NOT_ALLOWED, Refused
from lianfang.kernel.recording import Recording, record_act
from lianfang.kernel.scope import Actor


@transaction.atomic
def receive_directive(
    actor: Actor,
    *,
    unit: str,
    data: Mapping[str, Any],
    received_at: datetime | None = None,
    how: Recording = Recording(),
) -> UUID:
    """Registers an upstream document of a unit; gives the id of its life.

    `received_at` is when it arrived, at most now. Raises `directive_deadline_past`, `invalid`, `not_found`,
    `not_allowed`.
    """
    found, now = _unit(actor, unit, DIRECT), how.now
    at = min(received_at or now, now)
    said = valid(kinds_directive.DirectiveReceived, data)
    rules.check_times(at, (said.acknowledge_by, said.report_by), clock.said)
    stream = how.mint(now)
    record_act(actor, kinds_directive.RECEIVED, found.code, said, how, stream=stream, version=1, occurred_at=at)
    return stream


@transaction.atomic
def acknowledge_directive(actor: Actor, *, directive: UUID, note: str = "", how: Recording = Recording()) -> Receipt:
    """The unit has read it. Raises `directive_acknowledged`, `directive_closed`."""
    found = _directive(actor, directive)
    rules.check_acknowledge(found)
    return _step(actor, kinds_directive.ACKNOWLEDGED, found, how, note=note.strip() or None)


@transaction.atomic
def set_measure(
    actor: Actor,
    *,
    directive: UUID,
    text: str,
    unit: str,
    role: str,
    due_at: datetime | None,
    acknowledge_by: datetime | None = None,
    how: Recording = Recording(),
) -> UUID:
    """Gives a measure to a role of the unit itself or of one below it, until a time; gives the id of its life.

    Raises `measure_owner_needed`, `measure_due_needed`, `measure_not_below`, `measure_unit_closed`,
    `directive_deadline_past`, `directive_not_acknowledged`, `directive_closed`.
    """
    found, now = _directive(actor, directive), how.now
    rules.check_in_hand(found)
    if not unit.strip() or role not in ROLE_WORDS:
        raise Refused(problems.OWNER_NEEDED)
    if due_at is None:
        raise Refused(problems.DUE_NEEDED)
    rules.check_times(now, (due_at, acknowledge_by), clock.said)
    owner = units.unit(actor, unit)
    if not owner.path.startswith(found.path):
        raise Refused(problems.NOT_BELOW, unit=owner.words)
    if owner.closed_on is not None and owner.closed_on <= clock.local(now).date():
        raise Refused(problems.UNIT_CLOSED, unit=owner.words)
    said = valid(
        kinds_measure.MeasureSet,
        {
            "directive": directive, "set_by": found.unit, "about": found.title, "doc_no": found.doc_no,
            "text": text.strip(), "role": role, "due_at": due_at, "acknowledge_by": acknowledge_by,
        },
    )  # fmt: skip
    stream = how.mint(now)
    record_act(actor, kinds_measure.MEASURE_SET, owner.code, said, how, stream=stream, version=1)
    return stream


@transaction.atomic
def acknowledge_measure(actor: Actor, *, measure: UUID, note: str = "", how: Recording = Recording()) -> Receipt:
    """The unit that carries it out has read it.

    Raises `measure_acknowledged`, `measure_closed`, `measure_not_yours`.
    """
    found = _own_measure(actor, measure)
    rules.check_take(found)
    return _step(actor, kinds_measure.MEASURE_ACKNOWLEDGED, found, how, note=note.strip() or None)


@transaction.atomic
def answer_measure(actor: Actor, *, measure: UUID, text: str, how: Recording = Recording()) -> Receipt:
    """The unit says what it did. Raises `measure_answered`, `measure_closed`, `measure_not_yours`, `invalid`."""
    found = _own_measure(actor, measure)
    rules.check_answer(found)
    return _step(actor, kinds_measure.MEASURE_ANSWERED, found, how, text=text.strip())


@transaction.atomic
def return_measure(
    actor: Actor, *, measure: UUID, why: str, due_at: datetime | None = None, how: Recording = Recording()
) -> Receipt:
    """The answer does not do, and why. Raises `measure_waits`, `measure_closed`, `directive_not_yours`."""
    found = _assigned_measure(actor, measure)
    rules.check_judge(found)
    rules.check_times(how.now, (due_at,), clock.said)
    return _step(actor, kinds_measure.MEASURE_RETURNED, found, how, why=why.strip(), due_at=due_at)


@transaction.atomic
def close_measure(
    actor: Actor, *, measure: UUID, note: str = "", called_off: bool = False, how: Recording = Recording()
) -> Receipt:
    """The answer is accepted; or the measure is called off, with its reason. Raises as `return_measure`,
    `measure_reason_needed`."""
    found = _assigned_measure(actor, measure)
    if called_off:
        rules.check_open(found)
        if not note.strip():
            raise Refused(problems.REASON_NEEDED)
    else:
        rules.check_judge(found)
    return _step(actor, kinds_measure.MEASURE_CLOSED, found, how, note=note.strip() or None, called_off=called_off)


@transaction.atomic
def report_back(actor: Actor, *, directive: UUID, text: str, via: str = "", how: Recording = Recording()) -> Receipt:
    """What was done, told upward. Raises `directive_not_acknowledged`, `directive_closed`, `invalid`."""
    found = _directive(actor, directive)
    rules.check_in_hand(found)
    return _step(actor, kinds_directive.REPORTED, found, how, text=text.strip(), via=via.strip() or None)


@transaction.atomic
def close_directive(
    actor: Actor, *, directive: UUID, conclusion: str, papers: Sequence[str] = (), how: Recording = Recording()
) -> Receipt:
    """Nothing remains. Raises `directive_open_measures`, `directive_no_measure`, `directive_not_reported`."""
    found = _directive(actor, directive)
    rules.check_close(found)
    return _step(actor, kinds_directive.CLOSED, found, how, conclusion=conclusion.strip(), papers=list(papers) or None)


def _step(actor: Actor, kind: Kind, of: Directive | Measure, how: Recording, **data: Any) -> Receipt:
    """The next step in the life of a directive or of a measure."""
    said = valid(kind.payload, data)
    return record_act(actor, kind, of.unit, said, how, stream=of.stream, version=of.number + 1)


def _unit(actor: Actor, code: str, verb: str) -> Unit:
    found = units.unit(actor, code)
    actor.must(verb, found.path)
    return found


def _directive(actor: Actor, stream: UUID) -> Directive:
    """A directive that the actor may take a step with; others wait until this one is done, so that nothing is closed
    while a measure is being set."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_wait_for(%s)", (f"directive:{stream}",))
    found = queries.directive(actor, stream)
    actor.must(DIRECT, found.path)
    return found


def _own_measure(actor: Actor, stream: UUID) -> Measure:
    """A measure that the actor's own unit carries out: who stands above does not answer it for them."""
    found = queries.measure(actor, stream)
    actor.must(ANSWER, found.path)
    if not any(ANSWER in held.verbs and held.unit in (found.unit, "") for held in actor.held):
        if any(held.unit == found.unit for held in actor.held):
            raise Refused(NOT_ALLOWED, verb=ANSWER)
        raise Refused(problems.NOT_YOURS, unit=units.unit(actor, found.unit).words)
    return found


def _assigned_measure(actor: Actor, stream: UUID) -> Measure:
    """A measure that the actor's side assigned: who carries it out does not accept it, unless it set it itself."""
    found = queries.measure(actor, stream)
    actor.must(DIRECT, found.path)
    set_by = units.units(actor, [found.set_by]).get(found.set_by)
    if set_by is None or not actor.may(DIRECT, set_by.path):
        raise Refused(problems.NOT_YOUR_DIRECTIVE, unit=found.set_by)
    return found
