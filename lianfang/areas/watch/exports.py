"""watch · exports: the roster of a week and the log of a day on paper."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.http import HttpResponse
from django.utils import translation

from lianfang.areas.watch import policy, presenters, queries, queries_log
from lianfang.areas.watch.rules import Handover, Staffing
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import witness
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell.components.tables import Sentence, Table, Text
from lianfang.shell.components.text import moment
from lianfang.shell.components.types import Fact
from lianfang.shell.documents.form import Signature
from lianfang.shell.documents.paper import Paper, Section, paper_pdf

_LOG_MOST = 2000


def answered(pdf: bytes, filename: str) -> HttpResponse:
    """A PDF as a download."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def week_staffed(actor: Actor, unit: str, monday: date) -> list[Staffing]:
    """Every shift that begins in a week, with who stands it."""
    shifts = [shift for offset in range(7) for shift in policy.shifts_of(monday + timedelta(days=offset))]
    if not shifts:
        return []
    said = queries.roster(actor, shifts[0].begins_at, shifts[-1].ends_at, [unit])
    return [said.get((unit, shift.on, shift.code), Staffing(shift)) for shift in shifts]


def roster_pdf(actor: Actor, unit: Unit, monday: date, now: datetime) -> bytes:
    """The week's roster, to be hung up in the watch room."""
    staffed = week_staffed(actor, unit.code, monday)
    called = presenters.names(actor, staffed)
    post = queries.post(actor, unit.code)
    title = w("值班表", "Duty roster")
    span = f"{moment(monday, 'year')} – {moment(monday + timedelta(days=6), 'year')}"
    facts = [Fact(w("日期", "Week"), span)]
    if post is not None and post.phone:
        facts.append(Fact(w("值班电话", "Telephone"), post.phone))
    section = Section(w("班次", "Shifts"), ShiftsTable(staffed, called))
    signed = (Signature(w("签发", "Approved by")),)
    kept = witness.newest_text()
    name = units.name_on(actor, unit.code, monday)
    paper = Paper(title, name, unit.code, now, tuple(facts), (section,), signed, witness=kept)
    return paper_pdf(paper, translation.get_language() or "zh-hans")


class ShiftsTable(Table[Staffing]):
    """Shifts down; hours, leader, officers across."""

    called: presenters.Names

    shift = Text(w("班次", "Shift"), "shift.said")
    hours = Text(w("时间", "Hours"), lambda row: presenters.hours(row.shift))
    leader = Text(w("带班领导", "Duty leader"), lambda t, row: presenters.who_cell(row.leader, t.called))
    officers = Sentence(w("值班员", "Duty officers"), lambda t, row: presenters.officers_cell(row, t.called))


def log_pdf(actor: Actor, unit: Unit, day: date, span: tuple[datetime, datetime], now: datetime) -> bytes:
    """The day's log with its shifts, what remains open, and both names under each handover."""
    from_at, to_at = span
    newest = queries_log.log(actor, unit.code, from_at, to_at, size=_LOG_MOST + 1)
    lines = tuple(reversed(newest[:_LOG_MOST]))
    staffed = [each for each in week_staffed(actor, unit.code, week_of(day)) if from_at <= each.shift.begins_at < to_at]
    changes = _changes(actor, unit.code, from_at, to_at)
    logins = [name for each in changes for name in _signers(each)]
    called = presenters.names(actor, staffed, *logins, *(line.by for line in lines))
    waiting = [line for line in lines if line.waits]
    sections = (
        Section(w("当班人员", "On duty"), ShiftsTable(staffed, called)),
        Section(w("值班记录", "Log"), presenters.LogTable(lines, called, now)),
        Section(w("未办事项", "Open items"), presenters.LogTable(waiting, called, now)),
    )
    facts = [Fact(w("起", "From"), moment(from_at, "year")), Fact(w("止", "To"), moment(to_at, "year"))]
    if len(newest) > _LOG_MOST:
        cut = w("仅列最近 {n} 条，之前的见值班记录页", "The newest {n} lines only; earlier ones are on the log page")
        facts.append(Fact(w("值班记录", "Log"), cut.fill(n=_LOG_MOST)))
    signatures = tuple(each for one in changes for each in _signatures(one, called))
    title, kept = w("值班记录", "Log of the watch"), witness.newest_text()
    name = units.name_on(actor, unit.code, day)
    paper = Paper(title, name, unit.code, now, tuple(facts), sections, signatures, witness=kept)
    return paper_pdf(paper, translation.get_language() or "zh-hans")


def _changes(actor: Actor, unit: str, from_at: datetime, to_at: datetime) -> list[Handover]:
    """Every change of shift of a day, the one at its end too, whether or not anybody has signed."""
    post = queries.post(actor, unit)
    until = to_at + timedelta(seconds=1)
    signed = queries.handovers(actor, from_at, until, [unit])
    due = [
        Handover(leaving, taking)
        for taking in policy.shifts_between(from_at, until)
        if taking.begins_at >= from_at and (leaving := policy.before(taking)) is not None
        if post is not None and post.opened_at < taking.begins_at
    ]
    known = {one.change_at: one for one in due} | {change_at: one for (_, change_at), one in signed.items()}
    return [one for _, one in sorted(known.items())]


def _signers(handover: Handover) -> list[str]:
    return [each.by for each in (handover.offer, handover.signature) if each is not None]


def _signatures(handover: Handover, called: presenters.Names) -> list[Signature]:
    """Both names of a change; a side that has not signed is an open line."""
    at = moment(handover.change_at, "time")
    offer, signature = handover.offer, handover.signature
    return [
        Signature(
            w("{at} 交班", "{at} handed over").fill(at=at),
            called[offer.by] if offer else "",
            offer.at if offer else None,
        ),
        Signature(
            w("{at} 接班", "{at} taken over").fill(at=at),
            called[signature.by] if signature else "",
            signature.at if signature else None,
        ),
    ]
