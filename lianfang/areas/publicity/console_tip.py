"""publicity · console of tips at the desk: the list by need, one tip with its words and its life, and each step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lianfang.areas.publicity import actions_tip as actions
from lianfang.areas.publicity import forms_tip as forms
from lianfang.areas.publicity import presenters_tip as presenters
from lianfang.areas.publicity import queries_tip as queries
from lianfang.areas.publicity.kinds import FOLLOW, SIGN, WRITE
from lianfang.areas.publicity.queries_tip import PAGE_SIZE, Standing, Tip, Told
from lianfang.ground.access import queries_called as login_names
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, ids
from lianfang.kernel.problems import NOT_ALLOWED, Refused, existing
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.acting import form_page
from lianfang.shell.asked import must_hold
from lianfang.shell.components.types import Link
from lianfang.shell.cursors import Trail
from lianfang.shell.forms import ActForm, posted
from lianfang.shell.ledger import names
from lianfang.shell.reader import signed_in
from lianfang.shell.texts.life import told as happened

_UNITS_OFFERED = 200
_BY_FORM = w("公开表单", "public form")
_EMPTY = w("网上、电话、当面反映的情况都在这里。", "What people tell on the web, by telephone or in person is here.")
_ENTERED = w("已登记，回执码 {code}，请告诉对方", "Entered; tell them the receipt {code}")
TIPS = Link(w("线索", "Tips"), "/publicity/tips/")


@signed_in
def tips_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The tips that this reader may follow: nobody follows first, the longest waiting first."""
    must_hold(actor, FOLLOW)
    now = clock.current().now()
    narrowed = forms.TipFilter(request.GET)
    trail = Trail.asked(request, int, datetime, UUID)
    found = queries.listed(
        actor, state=narrowed.chosen("state") or "", topic=narrowed.chosen("topic") or "", after=trail.after,
        size=PAGE_SIZE + 1,
    )  # fmt: skip
    page = trail.page(found, lambda each: (each[0], each[1].received_at, each[1].stream), PAGE_SIZE)
    waits, in_hand, closed = queries.counts(actor)
    desk = queries.desk()
    context = {
        "title": w("待受理 {n} 条，办理中 {m} 条，已办结 {k} 条", "{n} wait, {m} in hand, {k} closed").fill(
            n=waits, m=in_hand, k=closed
        ),
        "lede": _lede(desk),
        "as_of": now,
        "actions": [
            *([Link(w("登记线索", "Enter a tip"), reverse("publicity:tip-new"))] if WRITE in actor.verbs else []),
            *([Link(w("受理处", "Desk"), reverse("publicity:tip-desk"))] if SIGN in actor.verbs else []),
            Link(w("公开表单", "Public form"), reverse("publicity:tell")),
        ],
        "filter_form": narrowed,
        "table": presenters.TipsTable([each for _, each in page.items], now),
        "page": page,
        "empty_title": w("还没有线索", "No tip yet"),
        "empty_words": _EMPTY,
    }  # fmt: skip
    return render(request, "shell/list.html", context)


def _lede(desk: queries.Desk | None) -> Words:
    if desk is None or not desk.said.open:
        return w("网上表单没有打开，只登记电话和当面的", "The public form is closed: only calls and visits are entered")
    return w("网上表单由{unit}受理", "The public form goes to {unit}").fill(unit=queries.called(desk.unit))


@signed_in
def new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Enters what somebody told by telephone or in person; sent twice, it is one."""
    found = names.units_where(actor, FOLLOW, _UNITS_OFFERED)
    offered = [(each.code, each.words.say()) for each in sorted(found, key=lambda each: each.code != actor.home)]
    if not offered:
        raise Refused(NOT_ALLOWED, verb=FOLLOW)
    stream = ids.mint(clock.current().now())
    form = forms.EnterForm(
        posted(request), units=offered, initial={"unit": actor.home, "form": forms.sealed(stream), "via": "phone"}
    )
    return form_page(
        request, form,
        act=lambda said: actions.enter(
            actor, unit=said["unit"], stream=forms.unsealed(said["form"]) or stream, via=said["via"],
            topic=said["topic"], told=form.told(),
        ),
        done=lambda tip: _ENTERED.fill(code=tip.code),
        to=lambda tip: reverse("publicity:tip", args=[tip.stream]), back=reverse("publicity:tips"),
        title=w("登记线索", "Enter a tip"), submit=w("登记", "Enter"), crumbs=[TIPS],
    )  # fmt: skip


@signed_in
def tip_page(request: HttpRequest, actor: Actor, tip: UUID) -> HttpResponse:
    """One tip: what was told, who follows it and how far it is; how to reach them only once it is said what for."""
    now, found = clock.current().now(), queries.tip(actor, tip)
    told = queries.told_of(actor, found)
    unit = units.units(actor, [found.unit]).get(found.unit)
    shown = told is not None and found.shown_to(actor.login, now)
    context = {
        "title": found.gist[:60] or w("线索", "Tip"),
        "as_of": now,
        "crumbs": [TIPS],
        "actions": _offered(found, told, contact_shown=shown),
        "tip": found,
        "told": told,
        "contact": presenters.told_facts(told, contact=shown) if told else [],
        "chip": presenters.tip_chip(found, now),
        "facts": presenters.tip_facts(found, unit.words if unit else found.unit),
        "rumour_href": reverse("publicity:rumour", args=[found.rumour]) if found.rumour else "",
        "timeline": happened(
            found.steps,
            {**login_names.titles(actor, {step.by for step in found.steps}), actions.BY_FORM: _BY_FORM.say()},
        ),
    }
    return render(request, "publicity/tip.html", context)


def _offered(found: Tip, told: Told | None, *, contact_shown: bool) -> list[Link]:
    """The steps that can be taken now, the next one first."""

    def step(words: Words, slug: str) -> Link:
        return Link(words, reverse("publicity:tip-step", args=[found.stream, slug]))

    contact = step(w("查看联系方式", "Show the contact"), "contact")
    see = [contact] if found.said.contact and told is not None and not contact_shown else []
    if found.standing is Standing.RECEIVED:
        return [step(w("受理", "Follow it"), "take"), *see]
    if found.standing is Standing.CLOSED:
        return [step(w("重新打开", "Reopen"), "reopen"), *see]
    rumour = [] if found.rumour else [step(w("转为传言登记", "Make it a rumour"), "rumour")]
    return [
        step(w("记一笔", "Add a note"), "note"), step(w("办结", "Close"), "close"), *see, *rumour,
        step(w("改由我办理", "Take it over"), "take"),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Step:
    """A step that is a form: its words, its form, and the action that takes what was said."""

    words: Words
    form: type[ActForm]
    act: Callable[..., object]
    done: Words
    first: Callable[[Tip], dict[str, Any]] = lambda found: {}


_STEPS: dict[str, _Step] = {
    "take": _Step(
        w("受理", "Follow it"), forms.TakeForm, actions.take, w("已受理，由您办理", "You follow it from now on"),
        lambda found: {"gist": found.gist},
    ),
    "note": _Step(w("记一笔", "Add a note"), forms.NoteForm, actions.note, w("已记下", "Noted")),
    "contact": _Step(
        w("查看联系方式", "Show the contact"), forms.ContactForm, actions.see_contact,
        w("联系方式显示 10 分钟，这次查看已记录", "The contact is shown for ten minutes; that you looked is recorded"),
    ),
    "close": _Step(w("办结", "Close"), forms.CloseTipForm, actions.close, w("已办结", "Closed")),
    "reopen": _Step(w("重新打开", "Reopen"), forms.ReopenForm, actions.reopen, w("已重新打开", "Open again")),
    "rumour": _Step(
        w("转为传言登记", "Make it a rumour"), forms.ToRumourForm,
        lambda actor, *, tip, **said: actions.make_rumour(actor, tip=tip, data=said),
        w("已转为传言登记", "It is on the register of rumours"),
    ),
}  # fmt: skip


@signed_in
def step_page(request: HttpRequest, actor: Actor, tip: UUID, step: str) -> HttpResponse:
    """One step of a tip."""
    found, taken = queries.tip(actor, tip), existing(_STEPS.get(step))
    back = reverse("publicity:tip", args=[tip])
    form = taken.form(posted(request), initial=taken.first(found))
    crumbs = [TIPS, Link(found.gist[:60] or TIPS.words, back)]
    return form_page(
        request, form, act=lambda _: taken.act(actor, tip=tip, **form.said()), done=taken.done, back=back,
        title=taken.words, lede=found.gist, submit=taken.words, crumbs=crumbs,
    )  # fmt: skip


@signed_in
def desk_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Which unit receives tips, and whether anybody may send them over the web."""
    must_hold(actor, SIGN)
    there = queries.desk()
    mine = there is not None and actor.may(SIGN, there.path)
    unit = there.unit if there is not None and mine else existing(actor.home)
    follows = FOLLOW in actor.verbs
    form = forms.DeskForm(posted(request), initial=there.said.model_dump(exclude_none=True) if there and mine else None)
    return form_page(
        request, form, act=lambda _: actions.set_desk(actor, unit=unit, data=form.said()),
        done=w("受理处已保存", "Saved"), back=reverse("publicity:tips" if follows else "publicity:tip-desk"),
        title=w("线索受理处", "Tip desk"), lede=units.unit(actor, unit).words, submit=w("保存", "Save"),
        crumbs=[TIPS] if follows else [],
    )  # fmt: skip
