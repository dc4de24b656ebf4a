"""watch · console: the watch now: who is on, what is open, the log with its quick entry, and the post itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lianfang.areas.watch import actions, policy, presenters, queries, queries_log
from lianfang.areas.watch.forms import CloseForm, LogForm, PostForm
from lianfang.areas.watch.kinds import CHECK, CLOSE, ROSTER, STAND
from lianfang.areas.watch.queries import Post
from lianfang.areas.watch.rules import Handover, Shift, Staffing, missing
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock, ids
from lianfang.kernel.problems import existing
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, listed, w
from lianfang.shell.acting import form_page
from lianfang.shell.components.tables import Code, Named, Table, Text
from lianfang.shell.components.text import moment
from lianfang.shell.components.types import Fact, Link, Need
from lianfang.shell.forms import posted
from lianfang.shell.home import need_of
from lianfang.shell.reader import signed_in

_LOG_SHOWN = 12
_ROOMS_SHOWN = 60
_AHEAD = timedelta(days=31)
_MOMENT = timedelta(microseconds=1)


@signed_in
def now_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One unit's watch at this moment; under it, the other watches that the reader sees."""
    now = clock.current().now()
    open_posts = queries.posts(actor)
    unit, post = presenters.chosen_post(request, actor, open_posts)
    shift = policy.shift_at(now) if policy.watched(now) else None
    if post is None or shift is None:
        return _without(request, actor, unit, now, ruled=shift is not None)
    shown = open_posts[:_ROOMS_SHOWN]
    said = queries.roster(actor, now, shift.ends_at + timedelta(hours=12), [post.unit, *(each.unit for each in shown)])
    current, next_shift = _of(said, unit.code, shift), policy.after(shift)
    coming = _of(said, unit.code, next_shift) if next_shift else None
    items = queries_log.open_items(actor, [unit.code])
    lines = queries_log.log(actor, unit.code, shift.begins_at, now + _MOMENT, size=_LOG_SHOWN)
    staffed = [each for each in (current, coming, *said.values()) if each is not None]
    called = presenters.names(actor, staffed, *(line.by for line in lines))
    may = {verb: actor.may(verb, unit.path) for verb in (STAND, ROSTER, CHECK)}
    changed = queries.handover(actor, unit.code, shift) if post.opened_at < shift.begins_at else None
    context: dict[str, Any] = {
        "title": presenters.title_of(unit, current, called),
        "as_of": now,
        "needs": _needs(actor, unit, current, coming, now),
        "facts": _facts(post, current, coming, changed, called, now),
        "items": presenters.ItemsTable(items, now, may[STAND]),
        "lines": presenters.LogTable(lines, called, now),
        "form": LogForm(initial={"entry": str(ids.mint(now))}) if may[STAND] else None,
        "unit": unit,
        "today": shift.on.isoformat(),
        "may_check": may[CHECK],
        "rooms": _rooms(actor, [each for each in shown if each.unit != unit.code], said, shift, called),
    }
    return render(request, "watch/now.html", context)


def _of(said: dict[Any, Staffing], unit: str, shift: Shift) -> Staffing:
    return said.get((unit, shift.on, shift.code), Staffing(shift))


def _without(request: HttpRequest, actor: Actor, unit: Unit, now: datetime, *, ruled: bool) -> HttpResponse:
    """The page of a unit that keeps no watch, or of a playbook that has none."""
    may = ruled and actor.may(ROSTER, unit.path)
    title = (
        w("{unit}没有设立值守", "{unit} has no watch")
        if ruled
        else w("{unit}没有值守规则", "{unit}: no rules for a watch")
    )
    context = {
        "title": title.fill(unit=unit.words),
        "as_of": now,
        "ruled": ruled,
        "actions": [Link(w("设立值守", "Set up a watch"), reverse("watch:post", args=[unit.code]))] if may else [],
    }
    return render(request, "watch/none.html", context)


def _needs(actor: Actor, unit: Unit, current: Staffing, coming: Staffing | None, now: datetime) -> list[Need]:
    """What waits for this reader here, and what lacks people."""
    found = [need_of(each) for each in queries.mine(actor, now)]
    if actor.may(ROSTER, unit.path):
        return found
    limits = policy.limits_at(now)
    for staffing in (current, coming):
        lacks = missing(staffing, limits) if staffing else ()
        if staffing and lacks:
            both = listed(lacks, w("、", " and "))
            words = w("{shift}缺{lacks}", "The {shift} lacks {lacks}").fill(shift=staffing.shift.said, lacks=both)
            href = reverse("watch:roster", args=[unit.code, staffing.shift.on.isoformat()])
            found.append(
                Need(words, href, w("查看排班", "See the roster"), staffing.shift.begins_at, presenters.NOBODY)
            )
    return found


def _facts(
    post: Post,
    current: Staffing,
    coming: Staffing | None,
    changed: Handover | None,
    called: presenters.Names,
    now: datetime,
) -> list[Fact]:
    span = f"{moment(current.shift.begins_at, 'time')}–{moment(current.shift.ends_at, 'time')}"
    found = [
        Fact(current.shift.said, span),
        Fact(w("带班领导", "Duty leader"), presenters.who_cell(current.leader, called)),
        Fact(w("值班员", "Duty officers"), presenters.officers_cell(current, called)),
    ]
    if post.phone:
        found.append(Fact(w("值班电话", "Telephone"), post.phone))
    if changed is not None:
        found.append(Fact(w("本班交接", "Taken over"), presenters.handover_chip(changed, now)))
    if coming is not None:
        found += [
            Fact(w("下一班", "Next"), f"{coming.shift.said.say()} {moment(coming.shift.begins_at, 'time')}"),
            Fact(w("下一班带班", "Next leader"), presenters.who_cell(coming.leader, called)),
            Fact(w("下一班值班员", "Next officers"), presenters.officers_cell(coming, called)),
        ]
    return found


def _rooms(
    actor: Actor, posts: list[Post], said: dict[Any, Staffing], shift: Shift, called: presenters.Names
) -> RoomsTable | None:
    """The other watches that are open: who is on there."""
    if not posts:
        return None
    named = {code: unit.words for code, unit in units.units(actor, [each.unit for each in posts]).items()}
    return RoomsTable(posts, named, {each.unit: _of(said, each.unit, shift) for each in posts}, called)


class RoomsTable(Table[Post]):
    """Other watches with who is on."""

    called: Mapping[str, Words]
    on: Mapping[str, Staffing]
    people: presenters.Names

    unit = Named(w("单位", "Unit"), link=lambda row: f"{reverse('watch:now')}?unit={row.unit}")
    leader = Text(w("带班领导", "Duty leader"), lambda t, row: presenters.who_cell(t.on[row.unit].leader, t.people))
    officers = Text(w("值班员", "Duty officers"), lambda t, row: presenters.officers_cell(t.on[row.unit], t.people))
    phone = Code(w("电话", "Telephone"))


@signed_in
def post_page(request: HttpRequest, actor: Actor, unit: str) -> HttpResponse:
    """Opens a unit's watch."""
    found = presenters.unit_seen(actor, unit)
    actor.must(ROSTER, found.path)
    return form_page(
        request, PostForm(posted(request)), act=lambda said: actions.open_post(actor, unit=unit, **said),
        done=w("值守已设立，请排班", "The watch is set up; fill in the roster"),
        back=f"{reverse('watch:now')}?unit={unit}", crumbs=[presenters.crumb(found)],
        title=w("为{unit}设立值守", "Set up a watch for {unit}").fill(unit=found.words), submit=w("设立", "Set up"),
    )  # fmt: skip


@signed_in
def close_page(request: HttpRequest, actor: Actor, unit: str) -> HttpResponse:
    """Abolishes a unit's watch: what ends with it is said, confirmed, and given a reason."""
    found, now = presenters.unit_seen(actor, unit), clock.current().now()
    actor.must(CLOSE, found.path)
    existing(queries.post(actor, unit))
    ahead = [each for each in queries.roster(actor, now, now + _AHEAD, [unit]).values() if each.people]
    items = queries_log.open_items(actor, [unit])
    ends = [
        w("24 小时值守从现在起停止：不再排班、交接、查岗，无人值守也不再提醒",
          "The 24-hour watch ends now: no roster, no handovers, no spot calls, and no alert when nobody is on duty"),
        w("已排的 {n} 班作废", "Shifts planned that lapse: {n}").fill(n=len(ahead)),
        w("值班记录里的 {n} 件待办留在台账，不再有人交接", "Open items that nobody hands over any more: {n}").fill(
            n=len(items)
        ),
    ]  # fmt: skip
    return form_page(
        request, CloseForm(posted(request)), act=lambda said: actions.close_post(actor, unit=unit, why=said["why"]),
        done=w("值守已撤销", "The watch is discontinued"), back=f"{reverse('watch:now')}?unit={unit}",
        crumbs=[presenters.crumb(found)], submit=w("撤销值守", "Discontinue the watch"),
        title=w("撤销{unit}的值守", "Discontinue the watch of {unit}").fill(unit=found.words),
        lede=listed(ends, w("；", "; ")),
    )  # fmt: skip
