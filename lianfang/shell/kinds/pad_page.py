"""shell · kind pad page: records of people or places made one after another, each by a tap; the next one opens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from lianfang.ground.units import queries as units
from lianfang.kernel import clock, ids
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor
from lianfang.shell import problems
from lianfang.shell.answers import patient
from lianfang.shell.asked import must_hold, unit_asked
from lianfang.shell.components.types import Link
from lianfang.shell.forms import sentence
from lianfang.shell.kinds import pad_later
from lianfang.shell.kinds.console import KindConsole, form_href
from lianfang.shell.kinds.form_schema import FieldType, Spec
from lianfang.shell.kinds.pad import PAGE, Pad, Row
from lianfang.shell.kinds.pad_once import OnceForm
from lianfang.shell.kinds.pad_taps import Taps, as_uuid, gone
from lianfang.shell.kinds.pad_tiles import said_of, tiles_of
from lianfang.shell.kinds.pad_way import Tiles
from lianfang.shell.kinds.wording import sentence as kind_sentence
from lianfang.shell.ledger import queries
from lianfang.shell.ledger.queries import Entry

UNITS_SHOWN = 12


def pad_page(request: HttpRequest, actor: Actor, console: KindConsole) -> HttpResponse:
    """The list; what was tapped is recorded, and the next one opens."""
    if pad_later.is_kept(request):
        return _kept(request, actor, console)
    must_hold(actor, console.kind.record)
    page = PadPage(request, actor, console, clock.current().now())
    return page.sent() if request.method == "POST" else page.shown()


def _kept(request: HttpRequest, actor: Actor, console: KindConsole) -> HttpResponse:
    """A tap that a phone kept: what became of it, for the page that sends it."""
    units_instead: Sequence[tuple[str, Any]] = ()
    try:
        must_hold(actor, console.kind.record)
        pad_later.must_be_of(request, actor)
        page = PadPage(request, actor, console, pad_later.tapped_at(request))
        try:
            done = page.taps.act()
        except Refused:
            units_instead = page.taps.elsewhere.units if page.taps.elsewhere else ()
            raise
        if done is None:
            raise Refused(problems.PAD_ASKS_MORE)
    except Refused as refused:
        return pad_later.refused(refused, units_instead)
    page.pad.ask_seconds_again()  # the list was read before the tap was recorded
    return pad_later.recorded(page.told(done.told))


class PadPage:
    """One opening of the list, or one tap on it."""

    def __init__(self, request: HttpRequest, actor: Actor, console: KindConsole, now: datetime) -> None:
        self.request, self.actor, self.console, self.now = request, actor, console, now
        self.pad = self._of(request.GET.get("unit"))
        if not request.GET.get("unit") and self.pad.shift is None:
            # Somebody who answers for several units finds the list on which something is due.
            found = (self._of(code) for code in self._held() if code != self.pad.unit.code)
            self.pad = next((each for each in found if each.shift is not None), self.pad)
        self.once = OnceForm(request, self.pad)
        self.refused: Refused | None = None
        self.taps = Taps(request, actor, console, self.pad, self.once, now)

    def _of(self, code: str | None) -> Pad:
        unit = unit_asked(self.actor, code, self.console.kind.record)
        asked = self.request.GET
        return Pad(
            self.actor, self.console, unit, self.now, key=asked.get("slot", "")[:200], find=asked.get("q", "")[:80],
            gone=gone(self.request, self.console.kind.code, unit.code),
        )  # fmt: skip

    def _held(self) -> list[str]:
        """The units at which the actor records, home first."""
        found = {grant.unit for grant in self.actor.held if self.console.kind.record in grant.verbs and grant.unit}
        return sorted(found, key=lambda code: (code != self.actor.home, code))[:UNITS_SHOWN]

    def sent(self) -> HttpResponse:
        """Does what was tapped and goes on to the next; or the list again, with what stands against it."""
        try:
            done = self.taps.act()
        except Refused as refused:
            self.refused, done = refused, None
            self.taps.said.pop(self.request.POST.get("step", ""), None)  # it is asked again
        if done is None:
            return self.shown(self.request.POST.get("subject", ""))
        self.once.remember()
        query = {"unit": self.pad.unit.code, "slot": self.pad.key, "told": str(done.told or ""), "at": done.at}
        return HttpResponseRedirect(f"{self.console.url('pad')}?{urlencode({k: v for k, v in query.items() if v})}")

    def shown(self, at: str = "") -> HttpResponse:
        """The list, with the one that is open."""
        told = self.told(as_uuid(self.request.GET.get("told")))
        opened = self._opened(at or self.request.GET.get("at", ""), told)
        target = opened.target if opened else ""
        number = self._number(target)
        rows = self.pad.shown(number)
        if opened is not None:
            self.pad.named([opened])
        pad_later.put_there(self.pad, rows, self.now)
        steps = self.pad.steps
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
            "elsewhere": self.taps.elsewhere,
            "here": self,
            "action": self.address(),
            "pages": self._pages(number),
            "shifts": self._shifts(),
            "ways": self._ways(),
            "waiting": self._waiting(rows),
            "below": [
                (Link(unit.words, f"?{urlencode({'unit': unit.code})}"), tally.done, tally.expected)
                for unit, tally in self.pad.below
            ],
            "searches": len(self.pad.rows) > PAGE,
            "form_href": self._form(opened),
            "by": self.actor.login,
            "steps": pad_later.steps_there(
                self.pad, [self._tiles(spec) for spec in steps], [_of_tenths(spec) for spec in steps]
            ),
        }  # fmt: skip
        status = self.refused.problem.status if self.refused else 200
        answer = render(self.request, self.console.template("pad"), context, status=status)
        return patient(answer, self.refused.problem) if self.refused else answer

    def address(self, **more: str) -> str:
        """The same list, with something else of it open."""
        query = {"unit": self.pad.unit.code, "slot": self.pad.key, "q": self.pad.find, **more}
        return f"?{urlencode({name: value for name, value in query.items() if value})}"

    def told(self, entry: UUID | None) -> dict[str, Any] | None:
        """What was recorded by the tap before this page, and what else stands of the same one in this window."""
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
            "row": row,
            "words": row.words if row else "",
            "said": self.pad.said(data) or kind_sentence(found.kind, data),
            "entry": found,
            "target": target,
            "other": row if doubled else None,
        }

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
        """The windows that run at once, and the other units of whoever answers for several."""
        unit = self.pad.unit.code
        windows = [
            (Link(each.words, f"?{urlencode({'unit': unit, 'slot': each.key})}"), each.key == self.pad.key)
            for each in self.pad.running
        ]
        held = self._held()
        named = units.units(self.actor, held) if len(held) > 1 else {}
        others = [
            (Link(named[code].words, f"?{urlencode({'unit': code})}"), code == unit) for code in held if code in named
        ]
        return [*others, *(windows if len(windows) > 1 else [])]

    def _ways(self) -> list[Link]:
        ways = self.console.pad.ways if self.console.pad else None
        return list(ways(self.actor, self.pad.as_shift())) if ways and self.pad.rows else []

    def _waiting(self, shown: list[Row]) -> list[Row]:
        """Who waits for a second record and stands on another page of the list."""
        return self.pad.named([row for row in self.pad.rows if row.waits and row not in shown])

    def _form(self, row: Row | None) -> str:
        """The whole form of the kind, for this one."""
        if row is None:
            return ""
        named = "person" if self.pad.of_persons else "place"
        return form_href(self.console.kind.code, row.unit, **{named: row.target})

    def _keys(self, row: Row) -> dict[str, Any]:
        """What can be tapped for the open row."""
        usual = None if row.done else self.pad.usual(row)
        corrects = row.entry if row.done and not row.waits else None
        # What several fields say together is put right on the page that shows them side by side.
        whole = corrects is not None and len(self.pad.steps) > 1
        step = None if whole or (usual is not None and not self.taps.said) else self._step()
        after = self.pad.after(row.target)
        return {
            "usual": self.console.kind.sentence(dict(usual)) if usual is not None else None,
            "step": step,
            "tenths": step is not None and _of_tenths(step),
            "tiles": self._tiles(step) if step else None,
            "worded": step is not None and step.shape in (FieldType.CHOICE, FieldType.CHOICES),
            "said": self.taps.said,
            "entry_id": ids.mint(self.now),
            "again": row.second if row.waits else None,
            "corrects": corrects if corrects and self._may_correct(corrects) else None,
            "correct_href": self.console.url("correct", corrects.id) if whole and corrects else "",
            "stands": row.said or (kind_sentence(self.console.kind.code, row.data).say() if corrects else ""),
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
            if spec.name not in self.taps.said:
                return spec
            said[spec.name] = said_of(spec, self.taps.said[spec.name])
        return None

    def _tiles(self, spec: Spec) -> Tiles:
        own = self.console.pad.tiles.get(spec.name) if self.console.pad else None
        made = own(self.pad.day) if own else None
        return made or tiles_of(spec)


def _of_tenths(spec: Spec) -> bool:
    """Whether three digits can only be two and a tenth."""
    return spec.shape is FieldType.NUMBER and (spec.low or 0) >= 10 and (spec.high or 100) < 100
