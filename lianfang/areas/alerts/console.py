"""alerts · console: what waits for whom; one alert with its life, its clock and what can be done; the bell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from lianfang.areas.alerts import actions, queries, queries_posts
from lianfang.areas.alerts.actions_drafts import rule_for
from lianfang.areas.alerts.forms import HandOnForm, Narrowing, NoteForm, ResolveForm
from lianfang.areas.alerts.kinds import ACT, CHANNELS, SEE
from lianfang.areas.alerts.presenters import (
    WHICH,
    LadderTable,
    events,
    owner_words,
    said,
    severity_chip,
    source_words,
    state_chip,
)
from lianfang.areas.alerts.queries import Wanted
from lianfang.areas.alerts.queries_posts import Line
from lianfang.areas.alerts.rules import rungs
from lianfang.ground.access.roles import verbs_of
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, scope
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.acting import acted, shown
from lianfang.shell.asked import must_hold
from lianfang.shell.components.tables import Figure, Named, Sentence, State, Table, Text, When
from lianfang.shell.components.types import Fact, Link
from lianfang.shell.cursors import Trail
from lianfang.shell.forms import ActForm
from lianfang.shell.reader import actor_of, signed_in


@signed_in
def list_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The alerts: those that wait for the reader first."""
    must_hold(actor, SEE)
    now = clock.current().now()
    day = clock.day_of(now).date
    known = {code: source_words(code) for code in queries.sources(actor)}
    form = Narrowing(actor, day, known, request.GET)
    wanted = Wanted(
        which=form.chosen("which") or next(iter(WHICH)),
        prefix=units.unit(actor, form.chosen("unit"), day=day).path if form.chosen("unit") else "",
        severity=form.chosen("severity") or "",
        source=form.chosen("source") or "",
        state=form.chosen("state") or "",
    )
    trail = Trail.asked(request, datetime, UUID)
    found = queries.listed(actor, wanted, after=trail.after, limit=queries.PAGE + 1)
    page = trail.page(found, lambda one: (one.opened_at, one.alert), queries.PAGE)
    bell = queries.bell(actor, now)
    context = {
        "title": _title(bell),
        "lede": w(
            "每条提醒都有责任人和时限；到时无人接手，逐级上报。",
            "Every alert has an owner and a deadline; what nobody takes in time is escalated.",
        ),
        "as_of": now,
        "needs": None if bell.count else [],
        "filter_form": form,
        "table": AlertsTable(page.items, _units_of(actor, page.items), now),
        "page": page,
        "empty_title": w("没有等您办的提醒", "No alert is waiting for you")
        if wanted.which == "mine"
        else w("没有提醒", "No alerts"),
        "empty_words": w("在“范围”里可看全部未办结的提醒。", "Choose “Open” to see those of others."),
        "actions": _ways_on(actor),
    }
    return render(request, "shell/list.html", context)


def _title(bell: queries.Bell) -> Words:
    if not bell.count:
        return w("现在没有等您办的提醒", "No alert is waiting for you now")
    title = (
        w("{n} 条提醒等您办", "{n} alerts wait for you")
        if bell.count > 1
        else w("1 条提醒等您办", "1 alert waits for you")
    )
    title = title.fill(n=bell.count)
    if bell.overdue:
        return w("{title}，{n} 条已超时", "{title}, {n} overdue").fill(title=title, n=bell.overdue)
    return title


def _units_of(actor: Actor, found: Sequence[Any]) -> dict[str, units.Unit]:
    codes = {row.unit for row in found} | {row.owner_unit for row in found if row.owner_unit}
    return units.units(actor, sorted(codes)) if codes else {}


class AlertsTable(Table[Any]):
    """Alerts with who answers for each, and until when."""

    known: Mapping[str, units.Unit]
    now: datetime

    words = Sentence(
        w("提醒", "Alert"),
        lambda row: said(row.zh, row.en, row.exercise),
        link=lambda row: reverse("alerts:alert", args=[row.alert]),
    )
    severity = State(w("级别", "Severity"), lambda row: severity_chip(row.severity))
    state = State(w("状态", "State"), lambda t, row: state_chip(row.state, row.due_at, t.now))
    unit = Named(w("单位", "Unit"))
    owner = Text(w("责任", "Owner"), lambda t, row: owner_words(row, t.known))
    due_at = When(w("时限", "Due"))
    opened_at = When(w("发现", "Found"))
    count = Figure(w("件数", "Count"))

    @cached_property
    def called(self) -> dict[str, Words]:
        return {code: unit.words for code, unit in self.known.items()}


def _ways_on(actor: Actor) -> list[Link]:
    if CHANNELS not in actor.verbs:
        return []
    return [
        Link(w("通知渠道", "Channels"), reverse("alerts:channels")),
        Link(w("送达记录", "Deliveries"), reverse("alerts:deliveries")),
    ]


@signed_in
def alert_page(request: HttpRequest, actor: Actor, alert: UUID) -> HttpResponse:
    """One alert, and what can be done about it."""
    return _shown(request, actor, alert)


def _shown(request: HttpRequest, actor: Actor, alert: UUID, **given: ActForm) -> HttpResponse:
    """The page of an alert; `given` is the form that was filled in and is invalid."""
    row = queries.alert(actor, alert)
    actor.must(SEE, row.path)
    now = clock.current().now()
    line = queries_posts.line_of({row.path}, now)
    steps = queries.steps(actor, alert)
    known = line.units
    rule = rule_for(row.source, row.severity, now)
    acts = actor.may(ACT, row.path)
    is_open = row.state != "resolved"
    context = {
        "title": said(row.zh, row.en, row.exercise),
        "lede": source_words(row.source),
        "crumbs": [Link(w("提醒", "Alerts"), reverse("alerts:list"))],
        "alert": row,
        "facts": _facts(row, known, now),
        "timeline": events(steps, line),
        "ladder": LadderTable.of(
            row, steps, rule.owner_minutes if rule else None, rungs(rule, line.above(row.path)), line
        )
        if is_open
        else None,
        "mend_href": row.href if row.href.startswith("/") and not row.href.startswith("//") else "",
        "may_take": acts and row.state == "open",
        "may_act": acts and is_open,
        "may_reopen": acts and not is_open,
        "take_form": given.get("take") or NoteForm(w("说明", "Note"), prefix="take"),
        "hand_form": given.get("hand") or HandOnForm(_posts(line, row), prefix="hand"),
        "end_form": given.get("end") or ResolveForm(prefix="end"),
        "back_form": given.get("back") or NoteForm(w("重开原因", "Why it is reopened"), required=True, prefix="back"),
        "folded_open": {key: key in given for key in ("take", "hand", "end", "back")},
    }
    return shown(request, next(iter(given.values()), None), "alerts/alert.html", context)


def _facts(row: Any, known: Any, now: datetime) -> list[Fact]:
    unit = known.get(row.unit)
    found = [
        Fact(w("状态", "State"), state_chip(row.state, row.due_at, now)),
        Fact(w("级别", "Severity"), severity_chip(row.severity)),
        Fact(w("单位", "Unit"), unit.words if unit else row.unit),
        Fact(w("起始时间", "Since"), row.since_at),
        Fact(w("发现", "Found"), row.opened_at),
        Fact(w("件数", "Count"), row.count),
    ]
    if row.state != "resolved":
        found.insert(0, Fact(w("责任", "Owner"), owner_words(row, known)))
        label = w("办结时限", "Close by") if row.state == "acknowledged" else w("接手时限", "Take by")
        found.insert(1, Fact(label, row.due_at or w("已是最高一级", "no level above")))
    return found


def _posts(line: Line, row: Any) -> list[tuple[str, Words]]:
    """Every post in the line that somebody holds and that may act; each person, where a post has several."""
    found: list[tuple[str, Words]] = []
    for post, holders in line.holders.items():
        if ACT not in verbs_of(post.role):
            continue
        found.append((str(post), line.words(post)))
        if len(holders) > 1:
            found += [(str(one.grant), _person(line, one)) for one in holders if one.title]
    return found


def _person(line: Line, holder: Any) -> Words:
    unit = line.units[holder.unit].words
    return w("{unit}：{title}", "{unit}: {title}").fill(unit=unit, title=holder.title)


def _post_of(request: HttpRequest, actor: Actor, alert: UUID) -> list[tuple[str, Words]]:
    row = queries.alert(actor, alert)
    return _posts(queries_posts.line_of({row.path}, clock.current().now()), row)


def _do(
    request: HttpRequest, actor: Actor, alert: UUID, name: str, form: ActForm, act: Callable[[Any], None], done: Words
) -> HttpResponse:
    """One act of a person: done and said, or the page again with what is invalid."""
    went = acted(request, form, act, done=done, to=reverse("alerts:alert", args=[alert]))
    return went if went is not None else _shown(request, actor, alert, **{name: form})


@require_POST
@signed_in
def acknowledge(request: HttpRequest, actor: Actor, alert: UUID) -> HttpResponse:
    """The reader takes it."""
    form = NoteForm(w("说明", "Note"), request.POST, prefix="take")
    done = w("已接手，请在时限内办结", "Taken: close it by the deadline")
    return _do(
        request, actor, alert, "take", form,
        lambda data: actions.acknowledge(actor, alert=alert, note=data["note"]), done,
    )  # fmt: skip


@require_POST
@signed_in
def hand_on(request: HttpRequest, actor: Actor, alert: UUID) -> HttpResponse:
    """The reader gives it to somebody else."""
    form = HandOnForm(_post_of(request, actor, alert), request.POST, prefix="hand")
    return _do(
        request, actor, alert, "hand", form,
        lambda data: actions.hand_on(actor, alert=alert, to=data["to"], note=data["note"]), w("已转交", "Handed on"),
    )  # fmt: skip


@require_POST
@signed_in
def resolve(request: HttpRequest, actor: Actor, alert: UUID) -> HttpResponse:
    """The reader ends it."""
    form = ResolveForm(request.POST, prefix="end")
    return _do(
        request, actor, alert, "end", form,
        lambda data: actions.resolve(actor, alert=alert, note=data["note"], evidence=data["evidence"]),
        w("已办结", "Closed"),
    )  # fmt: skip


@require_POST
@signed_in
def reopen(request: HttpRequest, actor: Actor, alert: UUID) -> HttpResponse:
    """It is not over."""
    form = NoteForm(w("重开原因", "Why it is reopened"), request.POST, required=True, prefix="back")
    return _do(
        request, actor, alert, "back", form,
        lambda data: actions.reopen(actor, alert=alert, note=data["note"]), w("已重开", "Reopened"),
    )  # fmt: skip


@require_GET
def bell_part(request: HttpRequest) -> HttpResponse:
    """The bell as it stands now; nothing at all (204) where the page already shows it. Two questions at most.

    `mark` is what the page shows, `told` what its reader was told of on this or an earlier page. A page whose
    session ended is answered plainly (401), so that it stops asking.
    """
    actor = actor_of(request)
    if actor is None:
        return HttpResponse(status=401)
    must_hold(actor, SEE)
    now = clock.current().now()
    with scope.acting(actor):
        bell = queries.bell(actor, now, told_after=queries.told_mark(request.GET.get("told", "")))
    if bell.mark == request.GET.get("mark", ""):
        return HttpResponse(status=204)
    fresh = [(severity_chip(one.severity), one) for one in bell.fresh]
    return HttpResponse(render_to_string("alerts/bell_live.html", {"bell": bell, "fresh": fresh}))
