"""watch · presenters: shifts, people, items and handovers in the words, tables and signs of the pages."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from lianfang.areas.watch import policy, queries
from lianfang.areas.watch.kinds import SEE
from lianfang.areas.watch.kinds_log import SUBJECTS
from lianfang.areas.watch.queries import Post
from lianfang.areas.watch.queries_log import Line
from lianfang.areas.watch.rules import Handover, Shift, Staffing
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.problems import existing
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.cells import TwoLines
from lianfang.shell.components.marks import OVERDUE, Chip
from lianfang.shell.components.tables import Named, Sentence, State, Table, Text, When
from lianfang.shell.components.text import moment, pick
from lianfang.shell.components.types import Event, Link
from lianfang.shell.kinds.console import entry_href

NOBODY = Chip(w("空缺", "nobody"), "missed", "overdue")
_OPEN, _DONE = Chip(w("待办", "open"), "due", "near"), Chip(w("已办结", "closed"), "done")

Names = Mapping[str, str]


def names(actor: Actor, staffed: Collection[Staffing], *more: str | None) -> Names:
    """How everybody on some shifts, and some more, are called."""
    logins = {person for each in staffed for person in each.people} | {each for each in more if each}
    return queries.called(actor, logins)


def listed(people: Sequence[str], called: Names) -> str:
    return pick("、", ", ").join(called.get(each, each) for each in people)


def unit_seen(actor: Actor, code: str) -> Unit:
    """The unit, for somebody who may see its watch. Raises `not_found` or `not_allowed`."""
    unit = units.unit(actor, code)
    actor.must(SEE, unit.path)
    return unit


def crumb(unit: Unit) -> Link:
    return Link(w("{unit}值守", "Watch of {unit}").fill(unit=unit.words), f"{reverse('watch:now')}?unit={unit.code}")


def title_of(unit: Unit, staffing: Staffing, called: Names) -> Words:
    """Who is on, in one line."""
    until = moment(staffing.shift.ends_at, "time")
    shift = staffing.shift.words
    if not staffing.people:
        return w("{unit}：{shift}无人值守", "{unit}: nobody is on duty ({shift})").fill(unit=unit.words, shift=shift)
    said = w("{unit}{shift}：{people}，至 {until}", "{unit}, {shift}: {people}, until {until}")
    return said.fill(unit=unit.words, shift=shift, people=_people(staffing, called), until=until)


def _people(staffing: Staffing, called: Names) -> Words:
    zh, en = [], []
    if staffing.leader:
        who = called.get(staffing.leader, staffing.leader)
        zh.append(f"{who}带班")
        en.append(f"{who} in charge")
    if staffing.officers:
        said = [called.get(each, each) for each in staffing.officers]
        zh.append(f"{'、'.join(said)}值班")
        en.append(f"{', '.join(said)} on duty")
    return Words("，".join(zh), ", ".join(en))


def hours(shift: Shift) -> str:
    """From when to when, on the wall's clock."""
    return f"{moment(shift.begins_at, 'time')}–{moment(shift.ends_at, 'time')}"


def who_cell(login: str | None, called: Names) -> object:
    return NOBODY if not login else called.get(login, login)


def officers_cell(staffing: Staffing, called: Names) -> object:
    return listed(staffing.officers, called) if staffing.officers else NOBODY


def item_chip(line: Line, now: datetime) -> Chip | str:
    if not line.open:
        return ""
    if line.closed_at is not None:
        return _DONE
    return OVERDUE if line.due_at is not None and line.due_at <= now else _OPEN


class LogTable(Table[Line]):
    """Lines of the log, each with what became of it."""

    called: Names
    now: datetime
    tall = False

    at = When(w("时间", "When"), link=lambda row: entry_href("watch.logged", row.entry))
    subject = Text(w("类别", "Category"), lambda row: SUBJECTS[row.what])
    text = Sentence(w("内容", "What"), lambda row: _text(row))
    by = Named(w("记录人", "By"))
    state = State(w("办理", "State"), lambda t, row: item_chip(row, t.now))


def _text(line: Line) -> TwoLines | str:
    more = [line.other] if line.other else []
    if line.closed_at is not None and line.how:
        more.append(pick(f"办结：{line.how}", f"closed: {line.how}"))
    if line.waits and line.due_at is not None:
        more.append(pick(f"时限 {moment(line.due_at)}", f"due {moment(line.due_at)}"))
    return TwoLines(line.text, pick("；", "; ").join(more)) if more else line.text


class ItemsTable(Table[Line]):
    """What is open, the most pressing first; `may`: the reader may close it."""

    now: datetime
    may: bool
    tall = False

    text = Sentence(w("待办", "Open item"))
    due_at = When(w("时限", "Due by"))
    at = When(w("记录", "Logged"))
    state = State(w("状态", "State"), lambda t, row: item_chip(row, t.now))
    close = Text(
        w("办理", "Close"),
        lambda t, row: Link(w("办结", "Close it"), reverse("watch:item", args=[row.entry])) if t.may else "",
    )


def handover_chip(handover: Handover, now: datetime) -> Chip:
    """How far the two signatures are."""
    if handover.signature is not None:
        return Chip(w("双方已签", "signed by both"), "done")
    late = now >= handover.change_at + policy.limits_at(handover.change_at).grace
    if handover.offer is not None:
        return Chip(w("只有交班人签字", "signed by one side only"), "partial", "overdue" if late else "near")
    return Chip(w("未签字", "not signed"), "missed" if late else "due", "overdue" if late else "")


def other_day(handover: Handover, now: datetime) -> Words | None:
    """For which shift and day a handover counts, where it is signed on another day than it changes or was offered."""
    days = {
        clock.local(each).date() for each in (handover.change_at, now if handover.signature is None else None) if each
    }
    days |= {clock.local(each.at).date() for each in (handover.offer, handover.signature) if each}
    if len(days) < 2:
        return None
    said = w(
        "{shift}的接班（{at} 换班），不论哪天签字",
        "taking over the {shift} (change at {at}), whenever it is signed",
    )
    return said.fill(shift=handover.taking.said, at=moment(handover.change_at))


def asked_at(handover: Handover) -> str:
    """The part of an address that asks for one change of shift."""
    return urlencode({"at": handover.change_at.isoformat()})


def handover_events(handover: Handover, called: Names) -> list[Event]:
    """The two signatures, newest first."""
    found = []
    if handover.signature is not None:
        who = called.get(handover.signature.by, handover.signature.by)
        found.append(Event(handover.signature.at, w("接班签字", "Taken over and signed"), who))
    if handover.offer is not None:
        who = called.get(handover.offer.by, handover.offer.by)
        found.append(Event(handover.offer.at, w("交班签字", "Handed over and signed"), who, handover.offer.note or ""))
    return found


def chosen_post(request: HttpRequest, actor: Actor, open_posts: Sequence[Post]) -> tuple[Unit, Post | None]:
    """The watch to show: the one asked for, else the reader's own, else the first that is open."""
    wanted = request.GET.get("unit", "")
    if wanted:
        unit = unit_seen(actor, wanted)
        return unit, next((post for post in open_posts if post.unit == unit.code), None)
    held = sorted(
        {each.unit for each in actor.held if SEE in each.verbs and each.unit}, key=lambda c: (c != actor.home, c)
    )
    codes = [post.unit for post in open_posts]
    code = existing(next((each for each in held if each in codes), codes[0] if codes else held[0] if held else None))
    unit = unit_seen(actor, code)
    return unit, next((post for post in open_posts if post.unit == code), None)
