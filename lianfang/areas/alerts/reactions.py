"""alerts · reactions: an event that must be reported at once is an alert in the same second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from lianfang import playbook
from lianfang.areas.alerts import actions
from lianfang.ground.units import queries as units
from lianfang.kernel import scope
from lianfang.kernel.gaps import Gap, Severity
from lianfang.kernel.registry import Reaction
from lianfang.kernel.words import Words, w

if TYPE_CHECKING:
    from lianfang.kernel.entries import Recorded

PROPOSED = "incidents.proposed"
_OFFICER = "officer"


def _raise_proposed(recorded: Sequence[Recorded]) -> None:
    """One urgent alert for each proposal, owned by the duty officer of its unit or of the next above."""
    for row in recorded:
        words = w("突发情况待受理：{event} · {unit}", "Incident to accept: {event} · {unit}").fill(
            event=_event(row), unit=_unit(row)
        )
        gap = Gap(
            key=_key(row),
            unit=row.unit,
            path=row.path,
            since=row.known_at or row.occurred_at,
            words=words,
            severity=Severity.URGENT,
            role=_OFFICER,
            href=f"/incidents/{row.stream or row.id}/",
            exercise=row.exercise,
        )
        actions.raise_at_once(PROPOSED, gap, now=row.recorded_at)


def _event(row: Recorded) -> Words | str:
    """What the playbook calls the event."""
    code = str(row.facts.get("code", ""))
    return next((each.words for each in playbook.current().procedures if each.event == code), code)


def _unit(row: Recorded) -> Words | str:
    with scope.acting(scope.system_actor()) as system:
        found = units.units(system, [row.unit])
    return found[row.unit].words if row.unit in found else row.unit


def _end_proposed(recorded: Sequence[Recorded]) -> None:
    """Taken up or not taken up, with the reason: the proposal waits for nobody any more."""
    for row in recorded:
        actions.mend_at_once(_key(row), evidence=row.id, now=row.recorded_at)


def _key(row: Recorded) -> str:
    return f"{PROPOSED}:{row.stream or row.id}"


REACTIONS: Mapping[str, Reaction] = {
    PROPOSED: _raise_proposed,
    "incidents.opened": _end_proposed,
    "incidents.dismissed": _end_proposed,
}
