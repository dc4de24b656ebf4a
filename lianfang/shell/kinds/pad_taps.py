"""shell · kind pad taps: what a tap on a list does: it records, puts right, takes back, or passes somebody over."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from lianfang.ground.people import queries as people
from lianfang.ground.people.masking import Purpose
from lianfang.ground.units import queries as units
from lianfang.kernel import ids
from lianfang.kernel.entries import WITHDRAWAL, Receipt
from lianfang.kernel.problems import INVALID, NOT_FOUND, Fault, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell import problems
from lianfang.shell.kinds import scanned
from lianfang.shell.kinds.console import KindConsole
from lianfang.shell.kinds.pad import Pad, Row
from lianfang.shell.kinds.pad_once import OnceForm
from lianfang.shell.kinds.pad_tiles import said_of
from lianfang.shell.ledger import actions, queries
from lianfang.shell.ledger.queries import Entry

_LONGEST = 4000
_GONE = "lianfang_pad_gone"
_LISTS_KEPT = 5
_SLIP = w("点错，改正", "Tapped by mistake, corrected")
_WRONG_ONE = w("点错，撤回", "Tapped by mistake, withdrawn")


class Elsewhere(NamedTuple):
    """Somebody who was measured here and belongs to another unit by now: where it can be recorded instead."""

    value: dict[str, str]
    units: tuple[tuple[str, Words], ...]


class Done(NamedTuple):
    """What a tap came to: the entry that was made, and whose row is to be opened where not the next one's."""

    told: UUID | None = None
    at: str = ""


class Taps:
    """One tap on a list, as it was sent. `said` is what the row's earlier taps say, by field."""

    def __init__(
        self, request: HttpRequest, actor: Actor, console: KindConsole, pad: Pad, once: OnceForm, now: datetime
    ) -> None:
        self.request, self.actor, self.console, self.pad, self.once, self.now = request, actor, console, pad, once, now
        self.said: dict[str, str] = {}
        self.elsewhere: Elsewhere | None = None

    def act(self) -> Done | None:
        """Does what was tapped; None where more is asked of this row first. Raises what stands against it."""
        target, act = self.request.POST.get("subject", ""), self.request.POST.get("act", "")
        if act == "gone":
            return self._passed_over(target)
        before = self._before(target)
        if before is not None:
            # Sent again, because no answer came: what happens once has happened at one moment.
            self.now = before.occurred_at
        if act == "withdraw":
            return self._withdrawn(target)
        told = self._recorded(target, before)
        return None if told is None else Done(told)

    def _before(self, target: str) -> Entry | None:
        """The entry that this very tap has made already, where it was sent before."""
        entry = as_uuid(self.request.POST.get("entry_id"))
        found = queries.by_ids([entry]).get(entry) if entry else None
        if found is None or found.recorded_by != self.actor.login:
            return None
        return found if found.kind == WITHDRAWAL or target == str(found.person or found.place) else None

    def _recorded(self, target: str, before: Entry | None) -> UUID | None:
        """The entry that was made; None where more is asked of this one first."""
        row = self.pad.row(target)
        data = self._usual(row) if self.request.POST.get("act") == "usual" else None
        data = self._said_so_far() if data is None else data
        if data is None:
            return None
        data |= self.once.answers()
        entry = as_uuid(self.request.POST.get("entry_id")) or ids.mint(self.now)
        if before is not None and before.corrects is None and not self.request.POST.get("again"):
            return self._made(entry, before.unit, target, data).id  # also of somebody who has moved since
        if row is None or self.request.POST.get("as_unit"):
            return self._of_somebody_moved(target, entry, data)
        again = self.request.POST.get("again", "")
        if again and row.second is not None and str(row.second.entry) == again:
            record = self.console.pad.record_second if self.console.pad else None
            assert record is not None
            return record(self.actor, row.second.entry, entry, data, self.now).id
        if self.request.POST.get("corrects"):
            return self._corrected(target, row, entry, data)
        return self._made(entry, row.unit, target, data).id

    def _usual(self, row: Row | None) -> dict[str, Any] | None:
        """What is recorded by one tap: as the page said it, where a phone kept the tap; else as it is by now."""
        kept = self.request.POST.get("usual", "")[:_LONGEST]
        if kept and row is not None and self.console.pad is not None and self.console.pad.usual is not None:
            try:
                said = json.loads(kept)
            except ValueError:
                said = None
            if isinstance(said, dict):
                return said
        found = self.pad.usual(row) if row else None
        return dict(found) if found is not None else None

    def _said_so_far(self) -> dict[str, Any] | None:
        """What the taps on this row say by now; None while something else is to be asked of it."""
        data: dict[str, Any] = {}
        given = self.request.POST
        for spec in self.pad.steps:
            if spec.when is not None and data.get(spec.when.field) not in spec.when.any_of:
                continue
            text = self._tapped() if given.get("step") == spec.name else given.get(f"said.{spec.name}", "")
            if not text:
                if given.get("step") == spec.name:
                    raise Refused(problems.PAD_NOT_SAID, field=spec.words)
                return None
            try:
                data[spec.name] = said_of(spec, text)
            except ValidationError as error:
                raise Refused(INVALID, faults=(Fault(spec.name, _both(error.messages[0])),)) from error
            self.said[spec.name] = text
        return data

    def _tapped(self) -> str:
        """What was tapped, or typed where that was sent off."""
        given = self.request.POST
        return given.get("typed", "").strip()[:40] if given.get("act") == "typed" else given.get("value", "")[:80]

    def _made(self, entry: UUID, unit: str, target: str, data: Mapping[str, Any]) -> Receipt:
        persons = self.pad.of_persons
        place = None if persons else target
        label = scanned.label_of(self.request, place, self.now)
        said = actions.Said(
            id=entry, unit=unit, occurred_at=self.now, data=data, place=place, person=UUID(target) if persons else None,
            label=label,
        )  # fmt: skip
        return actions.record_entry(self.actor, kind=self.console.kind.code, said=said)

    def _corrected(self, target: str, row: Row, entry: UUID, data: Mapping[str, Any]) -> UUID:
        """Another value in the place of the one that stands; its moment and what else it says stay."""
        original = self._original(target)
        said = actions.Said(
            id=entry, unit=original.unit, occurred_at=original.occurred_at, data={**row.data, **data},
            place=original.place, person=original.person, exercise=original.exercise,
        )  # fmt: skip
        return actions.correct_entry(self.actor, original=original, said=said, reason=_SLIP.say()).id

    def _withdrawn(self, target: str) -> Done:
        original = self._original(target)
        entry = as_uuid(self.request.POST.get("entry_id")) or ids.mint(self.now)
        actions.withdraw_entry(
            self.actor, original=original, entry=entry, occurred_at=self.now, reason=_WRONG_ONE.say()
        )  # fmt: skip
        return Done(at=target)

    def _original(self, target: str) -> Entry:
        """The entry of this row that is put right. Raises `not_found`, `not_allowed`."""
        wanted = as_uuid(self.request.POST.get("corrects"))
        if wanted is None:
            raise Refused(NOT_FOUND)
        original = queries.entry(self.actor, wanted)
        if original.kind != self.console.kind.code or target != str(original.person or original.place):
            raise Refused(NOT_FOUND)
        for verb in ("ledger.correct", self.console.kind.record):
            self.actor.must(verb, original.path)
        return original

    def _of_somebody_moved(self, target: str, entry: UUID, data: Mapping[str, Any]) -> UUID:
        """Who is on the list no more: told, with where he is by now; recorded where the reader says."""
        person = as_uuid(target)
        if person is None or not self.pad.of_persons:
            raise Refused(problems.PAD_LEFT)
        belonged = people.memberships(self.actor, person)
        found = units.units(self.actor, [each.unit for each in belonged if each.until_day is None])
        if not belonged:
            raise Refused(problems.PAD_LEFT)
        chosen = self.request.POST.get("as_unit", "")
        if chosen and (chosen in found or chosen == self.pad.unit.code):
            return self._made(entry, chosen, target, data).id
        may = [each for each in found.values() if self.actor.may(self.console.kind.record, each.path)]
        ways = tuple((each.code, each.words) for each in (*may, self.pad.unit))
        self.elsewhere = Elsewhere({"subject": target, "entry_id": str(entry), **self._hidden()}, ways)
        if not found:  # gone to where the reader sees nobody
            raise Refused(problems.PAD_LEFT)
        new = next(iter(found.values()))
        known = people.named(self.actor, [person], purpose=Purpose.WORK)
        raise Refused(problems.PAD_MOVED, who=known[person].name if person in known else "", unit=new.words)

    def _hidden(self) -> dict[str, str]:
        given = self.request.POST
        return {f"said.{name}": text for name, text in self.said.items()} | {
            name: given[name] for name in given if name.startswith("once.")
        }

    def _passed_over(self, target: str) -> Done:
        """Said not to be there: passed over here, and asked about where the list ends."""
        kept, key = self.request.session.get(_GONE, {}), f"{self.console.kind.code} {self.pad.unit.code} {self.pad.key}"
        listed = [*dict.fromkeys([*kept.get(key, []), target[:80]])]
        # Only the lists of late: whom somebody passed over yesterday is history.
        late = {each: kept[each] for each in list(kept)[1 - _LISTS_KEPT :] if each != key}
        self.request.session[_GONE] = {**late, key: listed}
        self.pad.said_gone = frozenset(listed)
        after = self.pad.after(target)
        return Done(at=after.target if after else "")


def gone(request: HttpRequest, kind: str, unit: str) -> list[str]:
    """Who was passed over on the list of a unit, in the window that is asked for, else in the last one."""
    kept = request.session.get(_GONE, {})
    start, slot = f"{kind} {unit} ", request.GET.get("slot", "")
    found = [key for key in kept if key.startswith(start) and key.endswith(slot)]
    listed: list[str] = kept[found[-1]] if found else []
    return listed


def as_uuid(text: str | None) -> UUID | None:
    """The id that a text says; None where it says none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def _both(text: str) -> Words:
    return Words(text, text)
