"""watch · console of spot calls: the calls of a unit, and their answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lianfang.areas.watch import actions, policy, presenters, queries
from lianfang.areas.watch.forms import AnswerForm
from lianfang.areas.watch.kinds import CHECK
from lianfang.areas.watch.queries import Call
from lianfang.kernel import clock
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell.acting import acted, form_page, shown
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.tables import Named, State, Table, Text, When
from lianfang.shell.components.text import moment
from lianfang.shell.components.types import Link
from lianfang.shell.cursors import Trail
from lianfang.shell.forms import ActForm, posted
from lianfang.shell.reader import signed_in


@signed_in
def spot_page(request: HttpRequest, actor: Actor, unit: str) -> HttpResponse:
    """The spot calls of a unit with their answer times; who may, makes one."""
    found, now = presenters.unit_seen(actor, unit), clock.current().now()
    form = ActForm(posted(request))
    went = acted(
        request, form, lambda _: actions.call_spot(actor, unit=unit, channel=request.POST.get("how", "page")),
        done=w("已查岗，等待应答", "Call sent; waiting for the answer"), to=reverse("watch:spot", args=[unit]),
    )  # fmt: skip
    if went is not None:
        return went
    trail = Trail.asked(request, datetime)
    page = trail.page(queries.calls(actor, unit, after=trail.after), lambda one: one.at, queries.PAGE_SIZE)
    listed = page.items
    logins = [name for each in listed for name in (each.by, each.answered_by)]
    on = queries.on_duty(actor, unit, now)
    called = presenters.names(actor, [on] if on else [], *logins)
    waiting = next((each for each in listed if each.answered_at is None), None)
    context = {
        "title": w("{unit}：查岗", "{unit}: spot calls").fill(unit=found.words),
        "lede": w(
            "超过 {minutes} 分钟未应答会提醒上级", "After {minutes} minutes without an answer the level above is told"
        ).fill(minutes=int(policy.limits_at(now).answer.total_seconds() // 60))
        if policy.watched(now)
        else "",
        "as_of": now,
        "crumbs": [presenters.crumb(found)],
        "form": form if form.errors else None,
        "may_call": actor.may(CHECK, found.path)
        and waiting is None
        and on is not None
        and actor.login not in on.people,
        "waiting": waiting,
        "answers": waiting is not None and on is not None and actor.login in on.people,
        "notes": waiting is not None and actor.login == waiting.by,
        "table": CallsTable(listed, called, now),
        "page": page,
        "empty_title": w("还没有查过岗", "No spot call yet"),
    }
    return shown(request, form, "watch/spot.html", context)


class CallsTable(Table[Call]):
    """Calls to the room, and how long each waited."""

    called: presenters.Names
    now: datetime
    tall = False

    at = When(w("查岗", "Called at"))
    by = Named(w("查岗人", "By"))
    answered_by = Text(w("应答人", "Answered by"), lambda t, row: t.called.get(row.answered_by or "", ""))
    waited = Text(w("应答用时", "Time to answer"), lambda row: "" if row.waited is None else _minutes(row.waited))
    result = State(w("结果", "Result"), lambda t, row: _result(row, t.now))


def _minutes(waited: timedelta) -> str:
    seconds = int(waited.total_seconds())
    return f"{seconds // 60}:{seconds % 60:02d}"


def _result(call: Call, now: datetime) -> Chip:
    limit = policy.limits_at(call.at).answer
    waited = call.waited
    if waited is None:
        late = now - call.at >= limit
        return Chip(w("未应答", "no answer"), "missed" if late else "due", "overdue" if late else "near")
    return (
        Chip(w("超时应答", "answered late"), "late", "near")
        if waited > limit
        else Chip(w("按时应答", "in time"), "done")
    )


@signed_in
def answer_page(request: HttpRequest, actor: Actor, call: UUID) -> HttpResponse:
    """Somebody of the shift answers with one tap; the caller notes who answered by phone."""
    made = queries.call(actor, call)
    unit = presenters.unit_seen(actor, made.unit)
    on = queries.on_duty(actor, made.unit, made.at)
    people = on.people if on is not None else ()
    called = queries.called(actor, people)
    noting = actor.login == made.by
    form: ActForm = (
        AnswerForm(posted(request), people=[(each, called[each]) for each in people])
        if noting
        else ActForm(posted(request))
    )
    if made.answered_at is not None and request.method == "GET":
        raise Refused(NOT_FOUND)
    back = reverse("watch:spot", args=[unit.code])
    return form_page(
        request, form, act=lambda said: actions.answer_spot(actor, call=call, by=said.get("by", "")),
        done=w("已应答", "Answered"), back=back, title=w("{at} 的查岗", "Spot call of {at}").fill(at=moment(made.at)),
        submit=w("记下电话应答", "Note the answer by phone") if noting else w("在岗，应答", "Here: answer"),
        lede=unit.words, crumbs=[presenters.crumb(unit), Link(w("查岗", "Spot calls"), back)],
    )  # fmt: skip
