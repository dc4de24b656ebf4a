"""shell · kind pad: a list of people or places, with what became of each in the window that runs.

Who is due what is asked of whoever derives it (`kernel.expectations`). Where nothing is due now, the list is of those
whom the unit has, and what was recorded of them on the reporting day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from lianfang.ground.access.queries_called import meet, who
from lianfang.ground.people import queries as people
from lianfang.ground.people.masking import Purpose
from lianfang.ground.places import queries as places
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.expectations import (
    FULFILLED,
    UNEXPECTED,
    Slot,
    SlotState,
    Tally,
    Window,
    branches_of,
    is_derived,
    slots_of,
)
from lianfang.kernel.kinds import Presence
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, begun, w
from lianfang.shell.components.text import moment, say
from lianfang.shell.kinds.console import KindConsole
from lianfang.shell.kinds.form_schema import Spec, asked_of, specs_of
from lianfang.shell.kinds.pad_tiles import asks
from lianfang.shell.kinds.pad_way import Second, Shift
from lianfang.shell.kinds.wording import with_unit
from lianfang.shell.ledger import names, queries
from lianfang.shell.ledger.queries import Asked, Entry

PAGE = 60  # so many rows a page draws
LISTED_MOST = 5000


@dataclass(frozen=True, slots=True)
class Running:
    """One window of one duty that runs now, with its slots. `key` names it in an address."""

    key: str
    words: Words
    window: Window
    slots: tuple[Slot, ...]


@dataclass(slots=True)
class Row:
    """One of the list: whom or what it is about, how it stands, and what stands recorded of it."""

    target: str
    unit: str
    path: str
    state: SlotState
    words: Words | str = ""
    note: str = ""
    entry: Entry | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    said: str = ""
    by: str = ""
    second: Second | None = None
    gone: bool = False
    there: Any = None  # what the page needs to record it without a server (`pad_later`)

    @property
    def done(self) -> bool:
        return self.state in FULFILLED

    @property
    def waits(self) -> bool:
        """Whether a second record is due."""
        return self.second is not None and self.second.waits

    @property
    def to_do(self) -> bool:
        return not self.done and self.state not in UNEXPECTED


class Pad:
    """The list of one kind at a unit, as one actor may see it now; every question is asked at most once."""

    def __init__(
        self, actor: Actor, console: KindConsole, unit: Unit, now: datetime, *,
        key: str = "", gone: Collection[str] = (), find: str = "",
    ) -> None:  # fmt: skip
        self.actor, self.console, self.unit, self.now = actor, console, unit, now
        self.kind, self.asked_key, self.said_gone, self.find = console.kind, key, frozenset(gone), find.strip()
        self.day = clock.day_of(now).date
        self._usuals: dict[str, Mapping[str, Any]] = {}

    @property
    def of_persons(self) -> bool:
        return self.kind.person is Presence.REQUIRED

    @cached_property
    def running(self) -> list[Running]:
        """The windows that run now, those first that end first; of the day, or still of the day before."""
        for day in (self.day, self.day - timedelta(days=1)):
            found = self._running_of(day)
            if found:
                return found
        return []

    def _running_of(self, day: Any) -> list[Running]:
        slots = slots_of(self.actor, [self.kind.code], [self.unit.path], [day], self.now).slots
        by_key: dict[str, list[Slot]] = {}
        for slot in slots:
            own = slot.unit == self.unit.code or not self.of_persons
            if own and slot.window.from_at <= self.now and self._still_open(slot.window):
                by_key.setdefault(f"{slot.duty}.{slot.window.number}.{slot.day}", []).append(slot)
        made = [Running(key, each[0].title(self.now), each[0].window, tuple(each)) for key, each in by_key.items()]
        return sorted(made, key=lambda one: (one.window.ends_at, one.key))

    def _still_open(self, window: Window) -> bool:
        return window.until_at is None or self.now < window.until_at

    @cached_property
    def shift(self) -> Running | None:
        """The window that the page is about: the one asked for, else the first that still has something to do."""
        asked = next((each for each in self.running if each.key == self.asked_key), None)
        left = next((each for each in self.running if any(_open(slot) for slot in each.slots)), None)
        return asked or left or next(iter(self.running), None)

    @property
    def key(self) -> str:
        return self.shift.key if self.shift else ""

    @cached_property
    def rows(self) -> list[Row]:
        """Everybody on the list, in an order that stays; names are put in by `shown`."""
        rows = self._due() if self.shift else self._had()
        for row in rows:
            row.gone = row.target in self.said_gone and row.to_do
            row.second = self._seconds.get(row.target)
        if self.of_persons and len(rows) <= PAGE:
            # As a crew is called: by name. Of more than a page nobody reads all names for their order. The common
            # characters stand in this encoding as they are read aloud, and no dictionary need be loaded for it.
            self.named(rows)
            rows.sort(key=lambda row: (say(row.words).encode("gb18030"), row.target))
        return rows

    def _due(self) -> list[Row]:
        assert self.shift is not None
        rows, entries = [], {}
        for slot in self.shift.slots:
            if slot.state is SlotState.VOID and slot.entry is None:
                continue  # who left is not on this list any more
            rows.append(Row(slot.target, slot.unit, slot.path, slot.state, slot.words))
            if slot.entry is not None:
                entries[slot.target] = slot.entry
        self._put_entries(rows, entries)
        return rows

    def _had(self) -> list[Row]:
        """Where nothing is due now: those of the register, with the newest record of the reporting day."""
        if self.of_persons:
            listed = people.members(self.actor, self.unit.code, self.day, limit=LISTED_MOST)
            rows = [Row(str(who), self.unit.code, self.unit.path, SlotState.NOT_DUE) for who in listed]
        else:
            kinds = self.kind.place_kinds or None
            there = places.listed(self.actor, path=self.unit.path, kinds=kinds, limit=LISTED_MOST)
            rows = [Row(each.code, each.unit, each.path, SlotState.NOT_DUE, each.words) for each in there]
        found = {str(each.person or each.place): each.id for each in self._recorded()}
        self._put_entries(rows, {row.target: found[row.target] for row in rows if row.target in found})
        for row in rows:
            row.state = SlotState.DONE if row.entry is not None else row.state
        return rows

    def _recorded(self) -> Iterator[Entry]:
        """What was recorded on the reporting day at the unit and below it, the oldest first."""
        window = clock.reporting_day(self.day)
        asked = Asked(
            unit=self.unit.code, kinds=(self.kind.code,), from_at=window.from_at, to_at=window.to_at, standing=True,
            newest_first=False, size=queries.PAGE_LIMIT,
        )  # fmt: skip
        while found := queries.entries(self.actor, asked):
            yield from found
            if len(found) < queries.PAGE_LIMIT:
                return
            asked = replace(asked, after=found[-1].id)

    def _put_entries(self, rows: Sequence[Row], ids: Mapping[str, UUID]) -> None:
        """What stands recorded, as far as the actor may see it."""
        found = queries.by_ids(list(ids.values())) if ids else {}
        seen = {key: each for key, each in found.items() if queries.may_see(self.actor, each)}
        data = queries.facts_of(self.actor, seen.values())
        meet(each.recorded_by for each in seen.values())
        for row in rows:
            row.entry = seen.get(ids[row.target]) if row.target in ids else None
            if row.entry is not None:
                row.data = data[row.entry.id]
                row.said, row.by = self.said(row.data), self.by(row.entry)

    @cached_property
    def _seconds(self) -> Mapping[str, Second]:
        asked = self.console.pad.seconds if self.console.pad else None
        return asked(self.actor, self.unit, self.day, self.now) if asked else {}

    def ask_seconds_again(self) -> None:
        """After something was recorded: who needs a second record by now."""
        self.__dict__.pop("_seconds", None)
        for row in self.rows:
            row.second = self._seconds.get(row.target)

    @cached_property
    def steps(self) -> list[Spec]:
        """What is asked of each row, in order."""
        way = self.console.pad
        once = way.once if way else ()
        return [spec for spec in asked_of(self.kind.payload) if asks(spec) and spec.name not in once]

    @cached_property
    def once(self) -> list[Spec]:
        """What is asked once for the whole list."""
        known = {spec.name: spec for spec in specs_of(self.kind.payload)}
        return [known[name] for name in (self.console.pad.once if self.console.pad else ())]

    def said(self, data: Mapping[str, Any]) -> str:
        """What a record says, short: the one thing that is asked of each; nothing where that is a whole sentence."""
        if len(self.steps) == 1 and data.get(self.steps[0].name) is not None:
            return say(with_unit(self.steps[0], data[self.steps[0].name]))
        return ""

    def by(self, entry: Entry) -> str:
        """When it was, and who recorded it."""
        return f"{moment(entry.occurred_at, 'time')} {who(entry.recorded_by).say()}"

    @cached_property
    def counted(self) -> tuple[int, int]:
        """How many are done, and of how many."""
        expected = [row for row in self.rows if row.state not in UNEXPECTED]
        return sum(row.done for row in expected), len(expected)

    @property
    def left(self) -> int:
        done, due = self.counted
        return due - done

    def title(self) -> Words:
        """The page's answer: which round of which unit, how far it has come, how many are left."""
        done, due = self.counted
        round_ = self.shift.words if self.shift else begun(self.kind.words)
        said = w("{unit} {round}：{done} / {due}", "{unit}, {round}: {done} / {due}").fill(
            unit=self.unit.words, round=round_, done=done, due=due
        )
        if not due:
            return w("{unit}：清单上没有{what}", "{unit}: there are no {what} on this list").fill(
                unit=self.unit.words, what=w("人", "people") if self.of_persons else w("地点", "places")
            )
        if self.shift is None:
            said = w("{unit} {kind}：本报告日已记 {done} / {due}", "{unit}, {kind}: {done} of {due} recorded this day")
            return said.fill(unit=self.unit.words, kind=self.kind.words, done=done, due=due)
        if not self.left:
            return w("{said}，都做了", "{said}, all done").fill(said=said)
        more = (
            w("{said}，还有 {n} 人", "{said}, {n} to go")
            if self.of_persons
            else w("{said}，还有 {n} 处", "{said}, {n} to go")
        )
        return more.fill(said=said, n=self.left)

    def lede(self) -> Words:
        """Until when, or that nothing is due now."""
        if self.shift is None and not is_derived(self.actor, self.day):
            return w(
                "这一天应做哪些还不知道：清单还没有生成；记录照常入账。",
                "What is due today is not known yet: there is no checklist. Records are kept all the same.",
            )
        if self.shift is None:
            return w(
                "现在没有应做的轮次；记录照常入账，不算轮次。",
                "No round is due now; records are kept but count for no round.",
            )
        window = self.shift.window
        late = self.now > window.due_at
        said = (
            w("{since} 至 {due}", "{since} to {due}")
            if not late
            else w("时限 {due} 已过，{until} 前还可补做", "Due by {due}; until {until} it can still be made good")
        )
        return said.fill(since=moment(window.from_at), due=moment(window.due_at), until=moment(window.ends_at))

    def row(self, target: str) -> Row | None:
        return next((row for row in self.rows if row.target == target), None)

    def after(self, target: str) -> Row | None:
        """The next one to do, from that one on and round the list; last of all who waits for a second record."""
        at = next((n for n, row in enumerate(self.rows) if row.target == target), -1)
        ahead = [*self.rows[at + 1 :], *self.rows[: at + 1]]
        open_ = [row for row in ahead if row.to_do and not row.gone and row.target != target]
        waiting = [row for row in ahead if row.waits]
        return next(iter([*open_, *waiting]), None)

    def beside(self, target: str, step: int) -> Row | None:
        """The one before or after in the list."""
        at = next((n for n, row in enumerate(self.rows) if row.target == target), None)
        return self.rows[at + step] if at is not None and 0 <= at + step < len(self.rows) else None

    def page_of(self, target: str) -> int:
        at = next((n for n, row in enumerate(self.rows) if row.target == target), 0)
        return at // PAGE

    def shown(self, page: int) -> list[Row]:
        """The rows of one page, with their names."""
        return self.named(self.matching[page * PAGE : (page + 1) * PAGE])

    @cached_property
    def matching(self) -> list[Row]:
        """The rows that match what is looked for; without it all of them."""
        if not self.find:
            return self.rows
        if self.of_persons:
            found = names.persons_found(self.actor, self.unit.code, self.find, "", PAGE)
            meant = {str(each.id) for each in found}
            return [row for row in self.rows if row.target in meant]
        asked = self.find.casefold()
        return [row for row in self.rows if asked in row.target.casefold() or asked in say(row.words).casefold()]

    def named(self, rows: Sequence[Row]) -> list[Row]:
        """Puts the names of persons into some rows."""
        if self.of_persons:
            asked = {UUID(row.target) for row in rows if not row.note}
            known = people.named(self.actor, asked, purpose=Purpose.WORK) if asked else {}
            for row in rows:
                person = known.get(UUID(row.target))
                if person is not None:
                    row.words, row.note = person.name, person.household or " "
                elif not row.note:
                    row.words, row.note = f"…{row.target[-6:]}", " "
        return list(rows)

    @cached_property
    def below(self) -> list[tuple[Unit, Tally]]:
        """The branches below a unit whose people are due now, those first where most are left; a list is of a unit
        itself."""
        if not self.of_persons:
            return []
        tallies: dict[str, Tally] = {}
        for each in branches_of(self.actor, self.kind.code, self.unit.path, [self.day], self.now):
            if each.child and each.window.from_at <= self.now and self._still_open(each.window):
                tallies[each.child] = tallies.get(each.child, Tally()) + each.tally
        named = units.units(self.actor, sorted(tallies), day=self.day) if tallies else {}
        found = [(unit, tallies[code]) for code, unit in named.items() if self.actor.may(self.kind.record, unit.path)]
        return sorted(found, key=lambda each: (each[1].done - each[1].expected, each[0].path))

    def usual(self, row: Row) -> Mapping[str, Any] | None:
        """What is recorded of a place by one tap, where an area knows it."""
        return self.usuals([row]).get(row.target)

    def usuals(self, rows: Sequence[Row]) -> Mapping[str, Mapping[str, Any]]:
        """The same of some places, by target; none where no area knows it."""
        asked = self.console.pad.usual if self.console.pad else None
        new = [row.target for row in rows if row.target not in self._usuals] if asked else []
        if asked and new:
            self._usuals.update(asked(self.actor, new, self.day))
        return self._usuals

    def as_shift(self) -> Shift:
        """What an area is told of the list."""
        left = tuple(row.target for row in self.rows if row.to_do)
        window = self.shift.window if self.shift else None
        return Shift(self.unit, window.day if window else self.day, window, left, self.said_gone, self.key)


def _open(slot: Slot) -> bool:
    return slot.state not in FULFILLED and slot.state not in UNEXPECTED
