"""watch · console of the change: the handover with its two signatures, and spot calls."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lianfang.areas.watch import actions, policy, presenters, queries, queries_log
from lianfang.areas.watch.forms import AnswerForm, OfferForm, SignForm
from lianfang.areas.watch.kinds import CHECK
from lianfang.areas.watch.queries import Call, Post
from lianfang.areas.watch.rules import Handover, Staffing
from lianfang.kernel import clock
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.acting import acted, form_page, shown
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.tables import Named, State, Table, Text, When
from lianfang.shell.components.text import moment
from lianfang.shell.components.types import Fact, Link
from lianfang.shell.cursors import Trail
from lianfang.shell.forms import ActForm, posted
from lianfang.shell.reader import signed_in

_BACK = timedelta(days=7)
_MOMENT = timedelta(microseconds=1)


@signed_in
def handover_page(request: HttpRequest, actor: Actor, unit: str) -> HttpResponse:
    """The change of shift that is open now, for both sides; below it, those of the last week."""
    found, now = presenters.unit_seen(actor, unit), clock.current().now()
    post, shift = queries.post(actor, unit), policy.shift_at(now)
    handover = _open(actor, unit, post, now) if post is not None and shift is not None else None
    form: ActForm | None = None
    if handover is not None and request.method == "POST":
        form = SignForm(request.POST) if "offered" in request.POST else OfferForm(request.POST)
        went = acted(
            request, form, lambda said: _sign(actor, unit, handover, said), done=lambda words: words,
            to=reverse("watch:handover", args=[unit]),
        )  # fmt: skip
        if went is not None:
            return went
    past = queries.handovers(actor, now - _BACK, now + _MOMENT, [unit])
    staffed = _sides(actor, unit, handover) if handover else []
    logins = [each.by for one in past.values() for each in (one.offer, one.signature) if each]
    offer = handover.offer if handover else None
    called = presenters.names(actor, staffed, *logins, offer.by if offer else None)
    context = {
        "title": _title(handover),
        "lede": found.words,
        "as_of": now,
        "crumbs": [presenters.crumb(found)],
        "handover": handover,
        "opens_minutes": int(policy.limits_at(now).opens.total_seconds() // 60) if policy.watched(now) else None,
        "chip": presenters.handover_chip(handover, now) if handover else None,
        "facts": _facts(staffed, handover, called),
        "timeline": presenters.handover_events(handover, called) if handover else [],
        "offer": offer,
        "done": queries_log.done_between(actor, unit, handover.leaving.begins_at, now + _MOMENT)
        if handover and not offer
        else [],
        "undone": queries_log.open_items(actor, [unit]) if handover and not offer else [],
        **_forms(actor, handover, staffed, form),
        "past": PastTable([one for _, one in sorted(past.items(), reverse=True)], called, now),
    }
    return shown(request, form, "watch/handover.html", context)


def _open(actor: Actor, unit: str, post: Post, now: datetime) -> Handover | None:
    """The handover to look at: the one into this shift until both have signed, then the one out of it."""
    shift = policy.shift_at(now)
    into = queries.handover(actor, unit, shift) if shift and post.opened_at < shift.begins_at else None
    after = policy.after(shift) if shift else None
    if into is not None and (into.signature is None or after is None):
        return into
    if after is None or now < after.begins_at - policy.limits_at(now).opens:
        return into
    return queries.handover(actor, unit, after)


def _sign(actor: Actor, unit: str, handover: Handover, said: dict[str, Any]) -> Words:
    """Records the signature of one side or the other; what to say of it."""
    if "offered" in said:
        actions.sign_handover(actor, unit=unit, change_at=handover.change_at, offered=said["offered"])
        return w("已接班，双方签字完成", "Taken over; both have signed")
    actions.offer_handover(actor, unit=unit, change_at=handover.change_at, note=said["note"])
    return w("已交班，等接班人签字", "Handed over; the other side signs next")


def _sides(actor: Actor, unit: str, handover: Handover) -> list[Staffing]:
    said = queries.roster(actor, handover.leaving.begins_at, handover.taking.ends_at, [unit])
    return [said.get((unit, each.on, each.code), Staffing(each)) for each in (handover.leaving, handover.taking)]


def _forms(
    actor: Actor, handover: Handover | None, staffed: list[Staffing], form: ActForm | None
) -> dict[str, ActForm | None]:
    """The form of the side that this reader stands on."""
    if handover is None or handover.signature is not None:
        return {"offer_form": None, "sign_form": None, "failed": form}
    leaving, taking = staffed
    offers = actor.login in leaving.people
    signs = handover.offer is not None and actor.login in taking.people and actor.login != handover.offer.by
    initial = {"offered": str(handover.offer.entry)} if handover.offer else {}
    return {
        "offer_form": (form if isinstance(form, OfferForm) else OfferForm()) if offers else None,
        "sign_form": SignForm(initial=initial) if signs else None,
        "failed": form,
    }


def _title(handover: Handover | None) -> Words:
    if handover is None:
        return w("现在没有要办的交接", "No handover is due now")
    at = moment(handover.change_at)
    if handover.signature is not None:
        return w("{at}换班：交接已完成", "Change of {at}: handed over").fill(at=at)
    return w("{at}换班：{leaving}交给{taking}", "Change of {at}: {leaving} to {taking}").fill(
        at=at, leaving=handover.leaving.words, taking=handover.taking.words
    )


def _facts(staffed: list[Staffing], handover: Handover | None, called: presenters.Names) -> list[Fact]:
    if handover is None:
        return []
    leaving, taking = staffed
    return [
        Fact(w("交班班次", "Leaving shift"), leaving.shift.said),
        Fact(w("交班人员", "Leaving side"), presenters.listed(leaving.people, called) or presenters.NOBODY),
        Fact(w("接班班次", "Taking shift"), taking.shift.said),
        Fact(w("接班人员", "Taking side"), presenters.listed(taking.people, called) or presenters.NOBODY),
    ]


class PastTable(Table[Handover]):
    """Handovers with both sides."""

    called: presenters.Names
    now: datetime
    tall = False

    change_at = When(w("换班", "Change"))
    offered = Text(w("交班人", "Handed over by"), lambda t, row: t.called[row.offer.by] if row.offer else "")
    signed = Text(w("接班人", "Taken over by"), lambda t, row: t.called[row.signature.by] if row.signature else "")
    state = State(w("签字", "Signatures"), lambda t, row: presenters.handover_chip(row, t.now))


@signed_in
def spot_page(request: HttpRequest, actor: Actor, unit: str) -> HttpResponse:
    """The spot calls of a unit with their answer times; who may, makes one."""
    found, now = presenters.unit_seen(actor, unit), clock.current().now()
    form = ActForm(posted(request))
    went = acted(
        request, form, lambda _: actions.call_spot(actor, unit=unit, channel=request.POST.get("how", "page")),
        done=w("已查岗，等待应答", "The call is out; the post answers"), to=reverse("watch:spot", args=[unit]),
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

    at = When(w("查岗", "Called"))
    by = Named(w("查岗人", "By"))
    answered_by = Text(w("应答人", "Answered by"), lambda t, row: t.called.get(row.answered_by or "", ""))
    waited = Text(w("应答用时", "Waited"), lambda row: "" if row.waited is None else _minutes(row.waited))
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
