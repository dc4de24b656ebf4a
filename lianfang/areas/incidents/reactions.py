"""incidents · reactions: a fever, symptoms or a notice recorded anywhere propose their incident at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from lianfang.areas.incidents import actions, policy, queries, queries_drills
from lianfang.areas.incidents.actions import What
from lianfang.areas.incidents.kinds_incident import CAUSE_CHANGED, LINKED, PROPOSED
from lianfang.kernel import ids, scope
from lianfang.kernel.entries import WITHDRAWAL, Draft
from lianfang.playbook import NoRuleOn, UnknownRule, current

if TYPE_CHECKING:
    from lianfang.kernel.entries import Recorded

READING, PASSAGE, DECLARATION = "screening.temperature_check", "screening.gate_passage", "screening.health_declaration"
NOTICE = "tracing.official_notice"
# Readings of one person within a day belong to one incident.
_SAME = timedelta(hours=24)


def readings(recorded: Sequence[Recorded]) -> None:
    """Single readings, each of one person; a second reading belongs to the incident that the first proposed."""
    _hear(recorded, lambda one: bool(one.facts.get("remeasure")), _feverish)


def passages(recorded: Sequence[Recorded]) -> None:
    """Passages at a gate; who it was is often not known."""
    _hear(recorded, lambda one: False, _feverish)


def declarations(recorded: Sequence[Recorded]) -> None:
    """Declarations of health with a symptom."""
    _hear(recorded, lambda one: False, lambda one: bool(one.facts.get("symptoms")), "symptom")


def notices(recorded: Sequence[Recorded]) -> None:
    """Official notices of cases among a unit's people."""
    _hear(recorded, lambda one: False, lambda one: True, "official_notice")


def withdrawals(recorded: Sequence[Recorded]) -> None:
    """An entry behind an incident was taken back."""
    taken = [one for one in recorded if one.corrects]
    if taken:
        with scope.acting(scope.system_actor()) as system:
            _changed(system, taken, "withdrawn", lambda one: False)


def _feverish(one: Recorded) -> bool:
    """Whether a reading is at the fever line of its own day."""
    celsius = one.facts.get("celsius")
    if celsius is None:
        return False
    try:
        return Decimal(str(celsius)) >= current().number("fever_celsius", policy.day_of(one.occurred_at))
    except (NoRuleOn, UnknownRule):
        return False


def _normal(one: Recorded, brief: queries.Brief) -> bool:
    """Whether a second reading, not before the first, is below the line and nothing else stands against it."""
    if one.facts.get("celsius") is None or _feverish(one) or one.occurred_at < brief.occurred_at:
        return False
    # Only what readings alone gave rise to: a symptom is not ruled out by a thermometer.
    return brief.cause is not None and queries.are_readings(brief.id, brief.cause)


def _hear(
    recorded: Sequence[Recorded],
    again: Callable[[Recorded], bool],
    proposes: Callable[[Recorded], bool],
    what: str = "fever",
) -> None:
    """Most entries say that all is well: only those that do not, or that change one that did not, cost a question."""
    marked = [one for one in recorded if proposes(one)]
    corrections = [one for one in recorded if one.corrects]
    seconds = [one for one in recorded if one.person and again(one) and one not in marked]
    if not (marked or corrections or seconds):
        return
    with scope.acting(scope.system_actor()) as system:
        known = _changed(system, corrections, "corrected", proposes)
        for one in marked:
            if one.id not in known:
                _propose_or_link(system, one, what)
                _propose_cluster(system, one, what)
        for one in seconds:
            if one.id not in known:
                _link(system, one, what)


def _changed(
    system: scope.Actor, corrections: Iterable[Recorded], change: str, stands: Callable[[Recorded], bool]
) -> set[UUID]:
    """Tells the incidents that rest on a corrected or withdrawn entry; gives the corrections that were told.

    A correction of a correction is found through the entry that said so.
    """
    listed = [(one.corrects, one) for one in corrections if one.corrects]
    resting = queries.resting_on([entry for entry, _ in listed]) if listed else {}
    told = set()
    for entry, one in listed:
        brief = resting.get(entry)
        if brief is not None and brief.exercise == one.exercise:
            data = {"change": change, "entry": one.id, "stands": stands(one)}
            what = What(CAUSE_CHANGED, data, one.recorded_at, id=_follows(one, "cause"))
            actions.note_on(system, brief, what, one.recorded_at)
            told.add(one.id)
    return told


def _propose_or_link(system: scope.Actor, one: Recorded, what: str) -> None:
    if _link(system, one, what):
        return
    procedure = policy.started_by(what, policy.day_of(one.occurred_at))
    if procedure is None:
        return
    _propose(system, one, procedure.event, "proposal")


def _propose_cluster(system: scope.Actor, one: Recorded, what: str) -> None:
    """Where as many people of the unit are ill as the playbook calls a cluster, that is proposed, once."""
    day = policy.day_of(one.occurred_at)
    single = policy.started_by(what, day) if what == "symptom" else None
    if single is None:
        return
    for procedure, cluster in policy.clusters(day):
        since = one.occurred_at - timedelta(days=cluster.days)
        ill = queries.people_with(single.event, one.unit, since, one.exercise)
        if ill >= cluster.people and not queries.running_at(one.unit, procedure.event, one.exercise):
            _propose(system, one, procedure.event, "cluster")


def _propose(system: scope.Actor, one: Recorded, event: str, why: str) -> None:
    which = _follows(one, why)
    data: dict[str, object] = {"code": event, "cause": one.id}
    if one.exercise:
        drill = queries_drills.running_for(one.path, one.id)
        data |= {"drill": drill} if drill else {}
    known_at = one.known_at or one.occurred_at  # whoever reads a thermometer knows at once
    draft = Draft(
        id=which, kind=PROPOSED.code, unit=one.unit, occurred_at=one.occurred_at, known_at=known_at,
        data=data, place=one.place, person=None if why == "cluster" else one.person, stream=which, version=1,
        exercise=one.exercise, recorded_at=one.recorded_at,
    )  # fmt: skip
    actions.propose_by_entry(system, draft, one.recorded_at)


def _link(system: scope.Actor, one: Recorded, what: str) -> bool:
    """Adds a reading to the person's running incident; says whether there is one."""
    procedure = policy.started_by(what, policy.day_of(one.occurred_at))
    if one.person is None or procedure is None:
        return False
    brief = queries.unsettled_of(one.person, procedure.event, one.occurred_at - _SAME, one.exercise)
    if brief is None:
        return False
    second = one.kind == READING and one.facts.get("remeasure")
    data = {"role": "remeasure" if second else "evidence", "entry": one.id}
    linked = What(LINKED, data, one.recorded_at, one.place, one.person, _follows(one, "link"))
    actions.note_on(system, brief, linked, one.recorded_at)
    if second and brief.state == "open":
        actions.settle_by_second(system, brief, one.id, max(one.occurred_at, brief.known_at), one.recorded_at)
    elif second and brief.state == "proposed" and what == "fever" and _normal(one, brief):
        actions.rule_out(system, brief, one.id, one.recorded_at)
    return True


def _follows(one: Recorded, what: str) -> UUID:
    """An id that follows from the entry: the same entry gives the same proposal, whoever hears of it and how often."""
    return ids.seeded_mint(f"incidents:{what}:{one.id}")(ids.minted_at(one.id))


REACTIONS = {
    READING: readings,
    PASSAGE: passages,
    DECLARATION: declarations,
    NOTICE: notices,
    WITHDRAWAL: withdrawals,
}
