"""shell · kind pad page: records of people or places made one after another, each by a tap; the next one opens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from lianfang.ground.people import queries as people
from lianfang.ground.people.masking import Purpose
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, ids
from lianfang.kernel.entries import Receipt
from lianfang.kernel.problems import INVALID, NOT_FOUND, Fault, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell import problems
from lianfang.shell.answers import patient
from lianfang.shell.asked import must_hold, unit_asked
from lianfang.shell.components.types import Link
from lianfang.shell.forms import sentence
from lianfang.shell.kinds import scanned
from lianfang.shell.kinds.console import KindConsole
from lianfang.shell.kinds.form_schema import FieldType, Spec
from lianfang.shell.kinds.pad import PAGE, Pad, Row
from lianfang.shell.kinds.pad_once import OnceForm
from lianfang.shell.kinds.pad_tiles import said_of, tiles_of
from lianfang.shell.kinds.pad_way import Tiles
from lianfang.shell.ledger import actions, queries
from lianfang.shell.ledger.queries import Entry

_GONE = "lianfang_pad_gone"
_SLIP = w("点错，改正", "A slip of the finger, put right")
_WRONG_ONE = w("点错，撤回", "A slip of the finger, taken back")


class Elsewhere(NamedTuple):
    """Somebody who was measured here and belongs to another unit by now: where it can be recorded instead."""

    refused: Refused
    value: dict[str, str]
    units: tuple[tuple[str, Words], ...]


def pad_page(request: HttpRequest, actor: Actor, console: KindConsole) -> HttpResponse:
    """The list; what was tapped is recorded, and the next one opens."""
    must_hold(actor, console.kind.record)
    page = PadPage(request, actor, console, clock.current().now())
    return page.sent() if request.method == "POST" else page.shown()


class PadPage:
    """One opening of the list, or one tap on it."""

    def __init__(self, request: HttpRequest, actor: Actor, console: KindConsole, now: datetime) -> None:
        self.request, self.actor, self.console, self.now = request, actor, console, now
        unit = unit_asked(actor, request.GET.get("unit"), console.kind.record)
        self.pad = Pad(
            actor, console, unit, now, key=request.GET.get("slot", "")[:200], find=request.GET.get("q", "")[:80],
            gone=self._gone(),
        )  # fmt: skip
        self.once = OnceForm(request, self.pad)
        self.refused: Refused | None = None
        self.elsewhere: Elsewhere | None = None
        self.said: dict[str, str] = {}

    # — what was tapped —

    def sent(self) -> HttpResponse:
        """Does what was tapped and goes on to the next; or the list again, with what stands against it."""
        target, act = self.request.POST.get("subject", ""), self.request.POST.get("act", "")
        try:
            if act == "gone":
                return self._passed_over(target)
            if act == "withdraw":
                return self._withdrawn(target)
            told = self._recorded(target)
        except Refused as refused:
            self.refused = refused
            return self.shown(target)
        if told is None:
            return self.shown(target)
        self.once.remember()
        return self._onward(told)

    def _onward(self, told: UUID | None = None, at: str = "") -> HttpResponse:
        query = {"unit": self.pad.unit.code, "slot": self.pad.key, "told": str(told) if told else "", "at": at}
        return HttpResponseRedirect(f"{self.console.url('pad')}?{urlencode({k: v for k, v in query.items() if v})}")

    def _recorded(self, target: str) -> UUID | None:
        """The entry that was made; None where more is asked of this one first."""
        row = self._row(target)
        usual = self._usual(row) if row else None
        data = dict(usual) if usual is not None and self.request.POST.get("act") == "usual" else self._said_so_far()
        if data is None:
            return None
        data |= self.once.answers()
        entry = _uuid(self.request.POST.get("entry_id")) or ids.mint(self.now)
        if row is None or self.request.POST.get("as_unit"):
            return self._of_somebody_moved(target, entry, data)
        again = self.request.POST.get("again", "")
        if again and row.second is not None and str(row.second.entry) == again:
            record = self.console.pad.record_second if self.console.pad else None
            assert record is not None
            return record(self.actor, row.second.entry, entry, data, self.now).id
        if self.request.POST.get("corrects"):
            return self._corrected(row, entry, data)
        return self._made(entry, row.unit, target, data).id

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
                raise Refused(INVALID, faults=(Fault(spec.name, _words(error.messages[0])),)) from error
            self.said[spec.name] = text
        return data

    def _tapped(self) -> str:
        """What was tapped, or typed where that was sent off."""
        given = self.request.POST
        return given.get("typed", "").strip()[:40] if given.get("act") == "typed" else given.get("value", "")[:80]

    def _made(self, entry: UUID, unit: str, target: str, data: Mapping[str, Any]) -> Receipt:
        persons = self.pad.of_persons
        place = None if persons else target
        label = scanned.label_of(self.request, place)
        said = actions.Said(
            id=entry, unit=unit, occurred_at=self.now, data=data, place=place, person=UUID(target) if persons else None,
            label=label,
        )  # fmt: skip
        return actions.record_entry(self.actor, kind=self.console.kind.code, said=said)

    def _corrected(self, row: Row, entry: UUID, data: Mapping[str, Any]) -> UUID:
        """Another value in the place of the one that stands; its moment and what else it says stay."""
        original = self._original(self.request.POST.get("corrects", ""))
        said = actions.Said(
            id=entry, unit=original.unit, occurred_at=original.occurred_at, data={**row.data, **data},
            place=original.place, person=original.person, exercise=original.exercise,
        )  # fmt: skip
        return actions.correct_entry(self.actor, original=original, said=said, reason=_SLIP.say()).id

    def _withdrawn(self, target: str) -> HttpResponse:
        original = self._original(self.request.POST.get("corrects", ""))
        entry = _uuid(self.request.POST.get("entry_id")) or ids.mint(self.now)
        actions.withdraw_entry(
            self.actor, original=original, entry=entry, occurred_at=self.now, reason=_WRONG_ONE.say()
        )  # fmt: skip
        return self._onward(at=target)

    def _original(self, named: str) -> Entry:
        """The entry that is put right. Raises `not_found`, `not_allowed`."""
        wanted = _uuid(named)
        if wanted is None:
            raise Refused(NOT_FOUND)
        original = queries.entry(self.actor, wanted)
        if original.kind != self.console.kind.code:
            raise Refused(NOT_FOUND)
        for verb in ("ledger.correct", self.console.kind.record):
            self.actor.must(verb, original.path)
        return original

    def _of_somebody_moved(self, target: str, entry: UUID, data: Mapping[str, Any]) -> UUID | None:
        """Who is on the list no more: told, with where he is by now; recorded where the reader says."""
        person = _uuid(target)
        if person is None or not self.pad.of_persons:
            raise Refused(problems.PAD_LEFT)
        now_at = [each for each in people.memberships(self.actor, person) if each.until_day is None]
        found = units.units(self.actor, [each.unit for each in now_at])
        chosen = self.request.POST.get("as_unit", "")
        if chosen and (chosen in found or chosen == self.pad.unit.code):
            return self._made(entry, chosen, target, data).id
        if not found:
            raise Refused(problems.PAD_LEFT)
        new = next(iter(found.values()))
        known = people.named(self.actor, [person], purpose=Purpose.WORK)
        refused = Refused(problems.PAD_MOVED, who=known[person].name if person in known else "", unit=new.words)
        may = [each for each in found.values() if self.actor.may(self.console.kind.record, each.path)]
        ways = tuple((each.code, each.words) for each in (*may, self.pad.unit))
        self.elsewhere = Elsewhere(refused, {"subject": target, "entry_id": str(entry), **self._hidden()}, ways)
        self.refused = refused
        return None

    def _hidden(self) -> dict[str, str]:
        given = self.request.POST
        return {f"said.{name}": text for name, text in self.said.items()} | {
            name: given[name] for name in given if name.startswith("once.")
        }

    def _passed_over(self, target: str) -> HttpResponse:
        """Said not to be there: passed over here, and asked about where the list ends."""
        kept = self.request.session.get(_GONE, {})
        listed = [*dict.fromkeys([*kept.get(self._list_key, []), target[:80]])]
        # Only the lists of late: what somebody passed over yesterday is history.
        self.request.session[_GONE] = {**dict(list(kept.items())[-4:]), self._list_key: listed}
        self.pad.said_gone = frozenset(listed)
        after = self.pad.after(target)
        return self._onward(at=after.target if after else "")

    @property
    def _list_key(self) -> str:
        return f"{self.console.kind.code} {self.pad.unit.code} {self.pad.key}"

    def _gone(self) -> list[str]:
        kept = self.request.session.get(_GONE, {})
        start = f"{self.console.kind.code} {self.request.GET.get('unit') or ''}"
        slot = self.request.GET.get("slot", "")
        found = [key for key in kept if key.startswith(start) and key.endswith(slot)]
        return kept[found[-1]] if found else []

    # — what is shown —

    def _row(self, target: str) -> Row | None:
        row = self.pad.row(target)
        return row if row is None or self._there(row) else None

    @staticmethod
    def _there(row: Row) -> bool:
        return row.done or row.to_do or row.state.value == "excused"

    def shown(self, at: str = "") -> HttpResponse:
        """The list, with the one that is open."""
        told = self._told()
        opened = self._opened(at or self.request.GET.get("at", ""), told)
        target = opened.target if opened else ""
        number = self._number(target)
        rows = self.pad.shown(number)
        if opened is not None:
            self.pad.named([opened])
        context = self.console.context(self.request, self.actor, "pad") | {
            "title": self.pad.title(),
            "lede": self.pad.lede(),
            "as_of": self.now,
            "crumbs": [Link(self.console.kind.words, self.console.url("list"))],
            "pad": self.pad,
            "rows": rows,
            "row": opened,
            "keys": self._keys(opened) if opened else None,
            "once": self.once,
            "told": told,
            "refused": sentence(self.refused) if self.refused else "",
            "faults": [fault.says for fault in self.refused.faults] if self.refused else [],
            "elsewhere": self.elsewhere,
            "here": self,
            "action": self.address(),
            "pages": self._pages(number),
            "shifts": self._shifts(),
            "ways": self._ways(),
            "searches": len(self.pad.rows) > PAGE,
            "form_href": self._form(opened),
        }  # fmt: skip
        status = self.refused.problem.status if self.refused else 200
        answer = render(self.request, self.console.template("pad"), context, status=status)
        return patient(answer, self.refused.problem) if self.refused else answer

    def address(self, **more: str) -> str:
        """The same list, with something else of it open."""
        query = {"unit": self.pad.unit.code, "slot": self.pad.key, "q": self.pad.find, **more}
        return f"?{urlencode({name: value for name, value in query.items() if value})}"

    def _told(self) -> dict[str, Any] | None:
        """What was recorded by the tap before this page, and what else stands of the same one in this window."""
        entry = _uuid(self.request.GET.get("told"))
        found = queries.by_ids([entry]).get(entry) if entry else None
        if found is None or found.kind != self.console.kind.code or not queries.may_see(self.actor, found):
            return None
        target = str(found.person or found.place)
        row = self.pad.row(target)
        if row is not None:
            self.pad.named([row])
        data = queries.facts_of(self.actor, [found])[found.id]
        second = row is not None and row.second is not None and row.second.entry != found.id
        other = row.entry if row and row.entry and row.entry.id != found.id and not second else None
        # A correction stands in the place of what it corrects: nobody else was there before.
        doubled = other is not None and other.id != found.corrects and found.superseded_by is None
        return {
            "row": row, "words": row.words if row else "", "said": self.pad.said(data), "entry": found,
            "target": target, "other": row if doubled else None,
        }  # fmt: skip

    def _opened(self, at: str, told: dict[str, Any] | None) -> Row | None:
        """The row that is open: the one tapped; who needs a second record at once; else the next one to do."""
        asked = self.pad.row(at) if at else None
        if asked is not None:
            return asked
        row = told["row"] if told else None
        if row is not None and row.waits and row.second.entry == told["entry"].id:  # type: ignore[index]
            return row
        return self.pad.after(row.target if row else "")

    def _number(self, target: str) -> int:
        """Which page of the list is drawn."""
        said = self.request.GET.get("page", "")
        if said.isdecimal() and len(said) < 6:
            return min(int(said), max(0, (len(self.pad.matching) - 1) // PAGE))
        return 0 if self.pad.find else self.pad.page_of(target)

    def _pages(self, number: int) -> dict[str, Any] | None:
        last = max(0, (len(self.pad.matching) - 1) // PAGE)
        if not last:
            return None
        return {
            "number": number + 1, "of": last + 1,
            "previous": self.address(page=str(number - 1)) if number else "",
            "next": self.address(page=str(number + 1)) if number < last else "",
        }  # fmt: skip

    def _shifts(self) -> list[tuple[Link, bool]]:
        """The windows that run at once, where there are several."""
        if len(self.pad.running) < 2:
            return []
        unit = self.pad.unit.code
        return [
            (Link(each.words, f"?{urlencode({'unit': unit, 'slot': each.key})}"), each.key == self.pad.key)
            for each in self.pad.running
        ]

    def _ways(self) -> list[Link]:
        ways = self.console.pad.ways if self.console.pad else None
        return list(ways(self.actor, self.pad.as_shift())) if ways and self.pad.rows else []

    def _form(self, row: Row | None) -> str:
        """The whole form of the kind, for this one."""
        if row is None:
            return ""
        named = "person" if self.pad.of_persons else "place"
        return f"{self.console.url('new')}?{urlencode({'unit': row.unit, named: row.target})}"

    def _keys(self, row: Row) -> dict[str, Any]:
        """What can be tapped for the open row."""
        usual = None if row.done else self._usual(row)
        corrects = row.entry if row.done and not row.waits else None
        step = None if usual is not None and not self.said and not corrects else self._step()
        after = self.pad.after(row.target)
        return {
            "usual": self.console.kind.sentence(dict(usual)) if usual is not None else None,
            "step": step,
            "tenths": step is not None and _of_tenths(step),
            "tiles": self._tiles(step) if step else None,
            "said": self.said,
            "entry_id": ids.mint(self.now),
            "again": row.second if row.waits else None,
            "corrects": corrects if corrects and self._may_correct(corrects) else None,
            "closed": bool(corrects) and not self._may_correct(corrects),  # type: ignore[arg-type]
            "after": after if after and after.target != row.target else None,
            "previous": self.pad.beside(row.target, -1),
            "next": self.pad.beside(row.target, 1),
        }

    def _may_correct(self, entry: Entry) -> bool:
        return all(self.actor.may(verb, entry.path) for verb in ("ledger.correct", self.console.kind.record))

    def _step(self) -> Spec | None:
        """The next thing that is asked of the open row."""
        said: dict[str, Any] = {}
        for spec in self.pad.steps:
            if spec.when is not None and said.get(spec.when.field) not in spec.when.any_of:
                continue
            if spec.name not in self.said:
                return spec
            said[spec.name] = said_of(spec, self.said[spec.name])
        return None

    def _tiles(self, spec: Spec) -> Tiles:
        own = self.console.pad.tiles.get(spec.name) if self.console.pad else None
        made = own(self.pad.day) if own else None
        return made or tiles_of(spec)

    def _usual(self, row: Row) -> Mapping[str, Any] | None:
        """What is recorded of a place by one tap, where an area knows it."""
        usual = self.console.pad.usual if self.console.pad else None
        return usual(self.actor, [row.target], self.pad.day).get(row.target) if usual else None


def _of_tenths(spec: Spec) -> bool:
    """Whether three digits can only be two and a tenth."""
    return spec.shape is FieldType.NUMBER and (spec.low or 0) >= 10 and (spec.high or 100) < 100


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def _words(text: str) -> Words:
    return Words(text, text)
