"""campaigns · team161.replay: the acts of the script, done through the journal and the actions.

Each act has an id of its own that follows from the seed, its day and its place in the day. So the same seed gives
the same ledger byte for byte, and an act done twice is recorded once: a replay can be stopped and taken up anywhere.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from lianfang.campaigns.team161 import drawn, steps
from lianfang.campaigns.team161.plan import Plan, ScriptedAct
from lianfang.campaigns.team161.plan.script import days
from lianfang.campaigns.team161.plan.shapes import FIRST_DAY, LAST_DAY
from lianfang.kernel import clock, expectations, ids, journal, scope, seals
from lianfang.kernel.entries import WITHDRAWAL, Draft
from lianfang.kernel.kinds import Origin
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor

log = logging.getLogger(__name__)
_BATCH_MOST = 4000
_ENTRIES = frozenset({"record", "correct", "withdraw"})  # every other action is one of an area
# How many days lie at most between an act and the one that it refers to by a label.
_REFERS_BACK_DAYS = 3
_known_labels: dict[tuple[int, str, date], dict[str, UUID]] = {}


@dataclass(frozen=True, slots=True)
class Numbered:
    """An act with its number, and the mint that belongs to it alone."""

    day: date
    number: int
    act: ScriptedAct
    seed: int

    def mint(self, moment: datetime) -> UUID:
        """The act's first id at a moment."""
        return self.minting()(moment)

    def minting(self) -> ids.Mint:
        """A mint for all the ids of the act."""
        return ids.seeded_mint(f"{self.seed}/{self.day}/{self.number}")


def numbered(plan: Plan, first: date, last: date) -> Iterator[Numbered]:
    """The acts of some days with their numbers; a day's numbers do not depend on the day one begins with."""
    day = first
    while day <= last:
        for number, act in enumerate(days(plan, day, day)):
            yield Numbered(day, number, act, plan.seed)
        day += timedelta(days=1)


def _labels_of(plan: Plan, day: date) -> dict[str, UUID]:
    """The ids behind the labels of a day: those who go on in the middle need the days before."""
    key = (plan.seed, repr(plan.volume), day)
    if day < FIRST_DAY:
        return {}
    if key not in _known_labels:
        acts = (each for each in numbered(plan, day, day) if each.act.label)
        _known_labels[key] = {str(each.act.label): each.mint(each.act.happened_at) for each in acts}
    return _known_labels[key]


@dataclass
class Replay:
    """One run through some of the script. `persons` gives the id of each person by index.

    Where it is not `strict`, an act that does not hold any more is passed over: a visitor did it first.
    """

    plan: Plan
    persons: dict[int, UUID]
    tell: Callable[[datetime, int], None] = lambda moment, done: None
    strict: bool = True
    done: int = 0
    _waiting: list[Draft] = field(default_factory=list)
    _labels: dict[str, UUID] = field(default_factory=dict)
    _sealed_until: datetime | None = None

    def run(self, after: datetime, until: datetime) -> int:
        """Does every act with `after < at <= until`, seals the days that close meanwhile; gives how many."""
        system = scope.system_actor("replay")
        first, last = max(FIRST_DAY, clock.local(after).date()), min(LAST_DAY, clock.local(until).date())
        with scope.acting(system):
            for back in range(_REFERS_BACK_DAYS, 0, -1):
                self._labels |= _labels_of(self.plan, first - timedelta(days=back))
            for each in numbered(self.plan, first, last):
                if each.act.at > until:
                    break
                self._remember(each)
                if each.act.at > after:
                    self._do(each, system)
            self._flush(system)
            with clock.standing_at(until):
                seals.seal_days_until(until)
        return self.done

    def _remember(self, each: Numbered) -> None:
        if each.act.label:
            self._labels[each.act.label] = each.mint(each.act.happened_at)

    def _do(self, each: Numbered, system: Actor) -> None:
        act = each.act
        closing = clock.day_of(act.at).from_at
        if self._sealed_until is not None and closing > self._sealed_until:
            self._flush(system)
            seals.seal_days_until(act.at)
        if closing != self._sealed_until:
            expectations.derive_until(act.at)
        self._sealed_until = closing
        if act.action in _ENTRIES:
            self._waiting.append(self._draft(each, system))
            if len(self._waiting) >= _BATCH_MOST:
                self._flush(system)
        else:
            self._flush(system)
            with clock.standing_at(act.at):
                self._act(each)
        self.done += 1
        self.tell(act.at, self.done)

    def _act(self, each: Numbered) -> None:
        """Does an act of an area."""
        try:
            steps.do(each.act, each.minting(), self._labels)
        except Refused as refused:
            if self.strict:
                raise
            log.info("passed over: %s", refused)

    def _flush(self, system: Actor) -> None:
        """Records what waits, in one transaction, each entry with its own moment and recorder."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        moment = waiting[-1].recorded_at
        assert moment is not None
        for receipt in journal.record(system, waiting, origin=Origin.REPLAY, at=clock.FixedClock(moment)):
            if receipt.problem is not None and self.strict:
                raise receipt.problem

    def _draft(self, each: Numbered, system: Actor) -> Draft:
        act = each.act
        shown = {"photo_sha256": drawn.brought(system, place=act.place or "", at=act.happened_at)} if act.photo else {}
        changes = act.action in ("correct", "withdraw")
        return Draft(
            id=each.mint(act.happened_at),
            kind=WITHDRAWAL if act.action == "withdraw" else act.kind,
            unit=act.unit,
            place=None if act.action == "withdraw" else act.place,
            person=None if act.person is None or act.action == "withdraw" else self.persons[act.person],
            occurred_at=act.happened_at,
            evidence=act.evidence,
            data={} if act.action == "withdraw" else self._data(act.data) | shown,
            corrects=self._labels[act.corrects] if changes and act.corrects else None,
            reason=act.note if changes else None,
            recorded_at=act.at,
            recorded_by=act.actor,
        )

    def _data(self, data: dict[str, Any]) -> dict[str, Any]:
        """The payload, with people by their ids instead of their index in the plan."""
        missing = data.get("unexplained_persons")
        return data if missing is None else {**data, "unexplained_persons": [self.persons[one] for one in missing]}
