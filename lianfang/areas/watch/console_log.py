"""watch · console of the log: one line more, an open item done, a day's lines, and the same on paper."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lianfang.areas.watch import actions, exports, policy, presenters, queries_log
from lianfang.areas.watch.forms import ItemForm, LogFilter, LogForm
from lianfang.areas.watch.kinds import STAND
from lianfang.kernel import clock, ids
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell import days
from lianfang.shell.acting import form_page
from lianfang.shell.components.text import moment
from lianfang.shell.components.types import Link
from lianfang.shell.cursors import Trail
from lianfang.shell.day_asked import OwnDays, of_a_day
from lianfang.shell.forms import posted
from lianfang.shell.reader import signed_in


def span_of(day: date) -> tuple[datetime, datetime]:
    """From when to when a day's shifts run; the calendar day where the playbook has none."""
    shifts = policy.shifts_of(day)
    if shifts:
        return shifts[0].begins_at, shifts[-1].ends_at
    midnight = datetime(day.year, day.month, day.day, tzinfo=clock.zone())
    return midnight, midnight + timedelta(days=1)


@signed_in
def new_page(request: HttpRequest, actor: Actor, unit: str) -> HttpResponse:
    """One more line: from the page of the watch, or here where something did not hold."""
    found = presenters.unit_seen(actor, unit)
    actor.must(STAND, found.path)
    form = LogForm(posted(request), initial={"entry": str(ids.mint(clock.current().now()))})
    return form_page(
        request, form,
        act=lambda said: actions.write_log(actor, unit=unit, data=form.data_said(), entry=said["entry"]),
        done=w("已记入值班记录", "Logged"), back=f"{reverse('watch:now')}?unit={unit}",
        title=w("记一条值班记录", "A line for the log"), lede=found.words, crumbs=[presenters.crumb(found)],
        template="watch/log_new.html",
    )  # fmt: skip


@signed_in
def item_page(request: HttpRequest, actor: Actor, item: UUID) -> HttpResponse:
    """An open item, and what was done about it."""
    line = queries_log.item(actor, item)
    unit = presenters.unit_seen(actor, line.unit)
    actor.must(STAND, unit.path)
    return form_page(
        request, ItemForm(posted(request)), act=lambda said: actions.close_item(actor, item=item, what=said["how"]),
        done=w("已办结", "Closed"), back=f"{reverse('watch:now')}?unit={unit.code}", submit=w("办结", "Close it"),
        title=line.text if len(line.text) <= 80 else f"{line.text[:80]}…", crumbs=[presenters.crumb(unit)],
        lede=w("{at} {by} 记入", "logged {at} by {by}").fill(at=moment(line.at), by=line.by),
    )  # fmt: skip


def _today(now: datetime) -> date:
    shift = policy.shift_at(now)
    return shift.on if shift is not None else clock.local(now).date()


@signed_in
@of_a_day(own=OwnDays(_today, span_of))
def log_page(request: HttpRequest, actor: Actor, unit: str) -> HttpResponse:
    """A day's log from its first shift to the end of its last, narrowed and paged."""
    found = presenters.unit_seen(actor, unit)
    now = clock.current().now()
    narrowed = LogFilter(request.GET or None)
    day = narrowed.chosen("day") or _today(now)
    from_at, to_at = span_of(day)
    trail = Trail.asked(request, datetime, UUID)
    found_lines = queries_log.log(
        actor, unit, from_at, to_at, after=trail.after, size=queries_log.PAGE_SIZE + 1,
        what=narrowed.chosen("what") or "", waiting=bool(narrowed.chosen("waiting")), text=narrowed.chosen("q") or "",
    )  # fmt: skip
    page = trail.page(found_lines, lambda line: (line.at, line.entry), queries_log.PAGE_SIZE)
    called = presenters.names(actor, [], *(line.by for line in page.items))
    pdf = reverse("watch:log-pdf", args=[unit, day.isoformat()])
    new = (
        [Link(w("记一条", "Add a line"), reverse("watch:log-new", args=[unit]))] if actor.may(STAND, found.path) else []
    )
    context = {
        "title": w("{unit} {day}值班记录", "{unit}: log of {day}").fill(unit=found.words, day=moment(day)),
        "as_of": now,
        "crumbs": [presenters.crumb(found)],
        "actions": [*new, Link(w("PDF", "PDF"), pdf), Link(w("全部记录", "All lines"), reverse("watch:logged-list"))],
        "filter_form": narrowed,
        "table": presenters.LogTable(page.items, called, now),
        "page": page,
        "empty_title": w("这一天没有值班记录", "Nothing was logged on this day"),
        "empty_words": w(
            "来电、指令、突发情况随时记入。", "Calls, orders and incidents are written down as they come."
        ),
    }
    return render(request, "shell/list.html", context)


@signed_in
def log_pdf(request: HttpRequest, actor: Actor, unit: str, day: str) -> HttpResponse:
    """A day's log as it is filed on paper: shifts, lines, what is open, the handovers with their names."""
    found, on = presenters.unit_seen(actor, unit), days.said(day)
    now = clock.current().now()
    return exports.answered(exports.log_pdf(actor, found, on, span_of(on), now), f"watch-log-{unit}-{on}.pdf")
