"""publicity · console of postings: what is out where, one posting, and what whoever stands at a place records."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lianfang.areas.publicity import (
    actions_posting,
    forms,
    presenters,
    problems,
    queries,
    queries_groups,
    queries_posting,
    queries_words,
    rules,
)
from lianfang.areas.publicity.console import DESK, UNITS_OFFERED
from lianfang.areas.publicity.kinds import POST, SEE, SIGN
from lianfang.areas.publicity.payloads import AT_PLACES, BY_PHOTO, CHANNELS
from lianfang.areas.publicity.queries_posting import Posting, Slot
from lianfang.areas.publicity.rules import HANGING_WORDS, Hanging
from lianfang.ground.access import queries_called as login_names
from lianfang.ground.places import queries as places
from lianfang.ground.units import queries as units
from lianfang.kernel import clock
from lianfang.kernel.measures import MeasureState
from lianfang.kernel.problems import NOT_ALLOWED, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.acting import form_page
from lianfang.shell.asked import must_hold
from lianfang.shell.components.marks import figure_of
from lianfang.shell.components.text import moment
from lianfang.shell.components.types import Link, Stat
from lianfang.shell.day_asked import of_a_day
from lianfang.shell.forms import UnitDayForm, posted
from lianfang.shell.kinds import scanned
from lianfang.shell.ledger import names
from lianfang.shell.links import to
from lianfang.shell.reader import signed_in
from lianfang.shell.texts import life
from lianfang.shell.texts.forms import WhyForm

PLACES_LISTED = 120
_WEEK = timedelta(days=7)
COVERAGE = Link(w("发布情况", "Where texts are out"), "/publicity/postings/")


@signed_in
@of_a_day
def coverage_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is to be out below a unit on a day: covered, not covered, and to be taken down, each by name."""
    now = clock.current().now()
    looking = UnitDayForm(actor, SEE, clock.day_of(now).date, request.GET)
    unit, day = looking.unit(), clock.reporting_day(looking.on)
    at = min(now, day.to_at)
    slots = queries_posting.slots(actor, at, path=unit.path, unfinished=True)
    figure = queries_posting.figure(actor, unit.path, day, now)
    down = [each for each in slots if each.state(at) in rules.TO_TAKE_DOWN]
    lacking = [each for each in slots if each.state(at) in rules.TO_POST]
    out = [each for each in slots if each.state(at) is Hanging.OUT]
    stats = [
        Stat(w("已发布/应发布", "Out of what should be"), figure, of=figure_of("P1", unit.code, day.date)),
        Stat(w("未覆盖", "Not covered"), len(lacking), "#lacking", tone="near" if lacking else ""),
        Stat(w("待撤下", "To be taken down"), len(down), "#down", tone="overdue" if down else ""),
    ]
    context = {
        "title": _answer(len(out), len(lacking), len(down)),
        "lede": unit.words,
        "as_of": at,
        "crumbs": [DESK],
        "looking": looking,
        "stats": stats if figure.state is not MeasureState.NOT_APPLICABLE or slots else None,
        "covered": presenters.covered(slots, at),
        "down": presenters.SlotTable(down, actor, at),
        "lacking": presenters.SlotTable(lacking, actor, at),
        "out": presenters.SlotTable(out, actor, at),
    }
    return render(request, "publicity/coverage.html", context)


def _answer(out: int, lacking: int, down: int) -> Words:
    if not (out or lacking or down):
        return w("现在没有安排发布", "Nothing is planned to be out now")
    said = w("宣传发布：已发布 {out} 处，未覆盖 {lacking} 处", "Publicity: out at {out}, not covered {lacking}")
    said = said.fill(out=out, lacking=lacking)
    if down:
        said = w("{said}，待撤下 {n} 处", "{said}, to be taken down {n}").fill(said=said, n=down)
    return said


@signed_in
def plan_page(request: HttpRequest, actor: Actor, text: UUID) -> HttpResponse:
    """Where a text is to be out."""
    found, now = queries.text(actor, text), clock.current().now()
    if found.signed is None:
        raise Refused(problems.NOT_SIGNED, title=found.text.title[:60])
    offered = [each for each in names.units_where(actor, POST, UNITS_OFFERED) if each.path.startswith(found.path)]
    if not offered:
        raise Refused(NOT_ALLOWED, verb=POST)
    top = min(offered, key=lambda each: (each.code != found.unit, each.path))
    listed, every = _places(actor, top.path)
    form = forms.PlanForm(
        posted(request), units=[(each.code, each.words.say()) for each in offered], places=listed, all_listed=every,
        initial={"unit": top.code, "from_at": now + timedelta(hours=2), "until_at": now + _WEEK},
    )  # fmt: skip
    back = reverse("publicity:text", args=[text])
    return form_page(
        request, form,
        act=lambda said: actions_posting.plan_posting(actor, unit=said["unit"], data=form.plan() | {"text": text}),
        done=w("已安排", "Planned"), to=lambda stream: reverse("publicity:posting", args=[stream]), back=back,
        title=w("安排发布", "Plan where it goes"), lede=found.text.title, submit=w("安排", "Plan"),
        crumbs=[DESK, Link(found.text.title, back)],
    )  # fmt: skip


def _places(actor: Actor, path: str) -> tuple[list[tuple[str, str]], bool]:
    """The places of a unit and below that can be ticked, and whether these are all."""
    found = places.listed(actor, path=path, limit=PLACES_LISTED + 1)
    said = w("{place}（{kind}）", "{place} ({kind})")
    listed = [(each.code, said.fill(place=each.words, kind=each.kind_words).say()) for each in found[:PLACES_LISTED]]
    return listed, len(found) <= PLACES_LISTED


@signed_in
def posting_page(request: HttpRequest, actor: Actor, posting: UUID) -> HttpResponse:
    """One text on one channel: how it stands with each place or group."""
    found, now = queries_posting.posting(actor, posting), clock.current().now()
    slots = queries_posting.slots(actor, now, posting=posting)
    unit = units.units(actor, [found.unit]).get(found.unit)
    title = next((each.title for each in slots if each.title), "") or queries.text(actor, found.plan.text).text.title
    context = {
        "title": w("《{title}》{channel}", "“{title}”: {channel}").fill(
            title=title, channel=CHANNELS.words_of(found.plan.channel)
        ),
        "crumbs": [DESK, COVERAGE],
        "actions": _ways(actor, found),
        "facts": presenters.posting_facts(found, unit.words if unit else found.unit),
        "table": presenters.SlotTable(slots, actor, now, of_several=False),
        "timeline": life.told(found.steps, login_names.titles(actor, {step.by for step in found.steps})),
    }
    return render(request, "publicity/posting.html", context)


def _ways(actor: Actor, found: Posting) -> list[Link]:
    ways = [Link(w("看稿件", "The text"), reverse("publicity:text", args=[found.plan.text]))]
    if actor.may(POST, found.path) and not found.ended:
        ways.append(Link(w("改安排", "Change"), reverse("publicity:replan", args=[found.stream])))
        ways.append(Link(w("结束发布", "End it"), reverse("publicity:end", args=[found.stream])))
    return ways


@signed_in
def replan_page(request: HttpRequest, actor: Actor, posting: UUID) -> HttpResponse:
    """The posting as it is planned from now on."""
    found = queries_posting.posting(actor, posting)
    actor.must(POST, found.path)
    channel = CHANNELS.terms().get(found.plan.channel)
    at_places = channel is None or AT_PLACES in channel.traits
    listed, every = _places(actor, found.path) if at_places else ([], True)
    initial = forms.plan_typed(found.plan, [code for code, _ in listed])
    form = forms.PlanForm(posted(request), places=listed, all_listed=every, channel=found.plan.channel, initial=initial)
    if at_places:
        del form.fields["groups"]
    back = reverse("publicity:posting", args=[posting])
    return form_page(
        request, form,
        act=lambda _: actions_posting.replan_posting(actor, posting=posting, data=form.plan()),
        done=w("已改，不再安排的地点列入待撤", "Changed; where it is not planned any more it is to be taken down"),
        back=back, title=w("改安排", "Change the plan"), lede=CHANNELS.words_of(found.plan.channel),
        submit=w("保存", "Save"), crumbs=[DESK, COVERAGE],
    )  # fmt: skip


@signed_in
def end_page(request: HttpRequest, actor: Actor, posting: UUID) -> HttpResponse:
    """It is to be out no more."""
    found = queries_posting.posting(actor, posting)
    actor.must(POST, found.path)
    form = WhyForm(posted(request))
    back = reverse("publicity:posting", args=[posting])
    return form_page(
        request, form, act=lambda _: actions_posting.end_posting(actor, posting=posting, **form.said()),
        done=w("已结束，在外的列入待撤", "Ended; what is out is to be taken down"), back=back,
        title=w("结束发布", "End the posting"), submit=w("结束", "End it"), crumbs=[DESK, COVERAGE],
    )  # fmt: skip


def _slot(request: HttpRequest, actor: Actor, posting: UUID) -> Slot:
    """The place or group that the address names. Raises `publicity_no_such_slot`, `not_allowed`."""
    target = request.GET.get("at", "")
    found = queries_posting.slot(actor, posting, target, clock.current().now())
    if found is None:
        raise Refused(problems.NO_SUCH_SLOT, target=target)
    actor.must(POST, found.path)
    return found


@signed_in
def out_page(request: HttpRequest, actor: Actor, posting: UUID) -> HttpResponse:
    """It is out at a place: a photo, and done. In a group: the words to copy, and that they were sent."""
    slot, now = _slot(request, actor, posting), clock.current().now()
    text = queries.text(actor, slot.text)
    if slot.signed is None:
        raise Refused(problems.NOT_SIGNED, title=text.text.title[:60])
    said = text.text_of(slot.signed)
    state = slot.state(now)
    common: dict[str, Any] = {
        "title": w("{act}：{where}", "{act}: {where}").fill(
            act=w("更换", "Replace") if state is Hanging.OLD else w("发布", "Put out"),
            where=presenters.where_words(slot),
        ),
        "lede": w("《{title}》第 {n} 稿，{until} 止", "“{title}”, version {n}, until {until}").fill(
            title=said.title, n=slot.signed, until=moment(slot.until_at)
        ),
        "crumbs": [DESK, COVERAGE],
        "back": reverse("publicity:posting", args=[posting]),
    }  # fmt: skip
    if not slot.of_place:
        return _told(request, actor, slot, queries_words.plain(text, slot.signed), common)
    form = forms.HangForm(posted(request), initial={"version": slot.signed})
    form.fields["photo"].required = _by_photo(slot)

    def record(_: dict[str, Any]) -> Any:
        label = scanned.label_of(request, slot.target)
        receipt = actions_posting.post(actor, posting=posting, target=slot.target, data=form.hung(), label=label)
        scanned.warn_lapsed(request, slot.target, label)
        return receipt

    return form_page(
        request, form, act=record, done=w("已记录：{where}", "Recorded: {where}").fill(where=slot.where),
        to=lambda _: scanned.onward(request, slot.target, _next(actor, slot)), submit=w("已贴好", "It is up"),
        text_href=reverse("publicity:text", args=[slot.text]), template="publicity/hang.html", **common,
    )  # fmt: skip


def _by_photo(slot: Slot) -> bool:
    channel = CHANNELS.terms().get(slot.channel)
    return channel is not None and BY_PHOTO in channel.traits


def _next(actor: Actor, slot: Slot) -> str:
    """On a round: the next place of the same posting at which this reader can put it up, else the posting."""
    now = clock.current().now()
    waits = [
        each
        for each in queries_posting.slots(actor, now, posting=slot.posting)
        if each.of_place and each.state(now) in rules.TO_POST and actor.may(POST, each.path)
    ]
    if waits:
        return to("publicity:out", slot.posting, at=min(waits, key=lambda each: each.target).target)
    return reverse("publicity:posting", args=[slot.posting])


def _told(request: HttpRequest, actor: Actor, slot: Slot, words: str, common: dict[str, Any]) -> HttpResponse:
    """What goes to a group: sent by hand and recorded, or by the product where the group has an address."""
    group = queries_groups.group_called(actor, slot.unit, slot.target)
    form = forms.TellForm(posted(request), initial={"version": slot.signed, "sent": words})

    def record(said: dict[str, Any]) -> Any:
        if "send" in request.POST:
            return actions_posting.send_to_group(
                actor, posting=slot.posting, target=slot.target, version=said["version"], words=said["sent"]
            )
        return actions_posting.post(actor, posting=slot.posting, target=slot.target, data=form.said())

    return form_page(
        request, form, act=record, done=w("已记录：{where}", "Recorded: {where}").fill(where=slot.where),
        submit=w("已手工发出，记录", "Sent by hand: record it"), sends=bool(group and group.open),
        template="publicity/tell.html", **common,
    )  # fmt: skip


@signed_in
def down_page(request: HttpRequest, actor: Actor, posting: UUID) -> HttpResponse:
    """It hangs there no more."""
    slot, now = _slot(request, actor, posting), clock.current().now()
    form = forms.HangForm(posted(request))
    form.fields["photo"].required = _by_photo(slot)
    if not slot.of_place:
        del form.fields["photo"]
    back = reverse("publicity:posting", args=[posting])

    def record(_: dict[str, Any]) -> Any:
        label = scanned.label_of(request, slot.target) if slot.of_place else None
        data = {name: value for name, value in form.hung().items() if name != "version"}
        return actions_posting.take_down(actor, posting=posting, target=slot.target, data=data, label=label)

    said = w("已撤下：{where}", "Taken down: {where}") if slot.of_place else w("已说明：{where}", "Told: {where}")
    title = w("撤下：{where}", "Take down: {where}") if slot.of_place else w("在群内说明作废：{where}", "Tell {where}")
    return form_page(
        request, form, act=record, done=said.fill(where=slot.where),
        to=lambda _: scanned.onward(request, slot.target, back), back=back,
        title=title.fill(where=presenters.where_words(slot)),
        lede=w("《{title}》{state}", "“{title}”: {state}").fill(
            title=slot.title or "", state=HANGING_WORDS[slot.state(now)]
        ),
        submit=w("已撤下", "It is down") if slot.of_place else w("已说明", "They were told"),
        crumbs=[DESK, COVERAGE], template="publicity/hang.html",
    )  # fmt: skip


@signed_in
def back_page(request: HttpRequest, actor: Actor, entry: UUID) -> HttpResponse:
    """What was recorded by mistake is taken back."""
    actor.must(POST, queries_posting.recorded(actor, entry)[1])
    form = forms.WhyShortForm(posted(request))
    return form_page(
        request, form, act=lambda said: actions_posting.take_back(actor, entry=entry, because=said["because"]),
        done=w("已撤销", "Taken back"), back=reverse("publicity:coverage"), title=w("撤销这条记录", "Take it back"),
        submit=w("撤销", "Take it back"), crumbs=[DESK, COVERAGE],
    )  # fmt: skip


@signed_in
def at_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is, should be and should not be at the place that the address names."""
    found, now = places.by_code(actor, request.GET.get("place", "")), clock.current().now()
    must_hold(actor, SEE)
    slots = queries_posting.slots(actor, now, place=found.code, unfinished=True)
    shown = [each for each in slots if each.state(now) in rules.ASKED | rules.TO_TAKE_DOWN]
    context = {
        "title": w("{place}：宣传", "{place}: publicity").fill(place=found.words),
        "crumbs": [DESK, COVERAGE],
        "table": presenters.SlotTable(shown, actor, now),
        "empty_title": w("这里没有安排宣传", "Nothing is planned for this place"),
    }
    return render(request, "shell/list.html", context)


@signed_in
def groups_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The groups to which the product can send by itself; an address is set or taken away here."""
    must_hold(actor, SIGN)
    offered = [(each.code, each.words.say()) for each in names.units_where(actor, SIGN, UNITS_OFFERED)]
    form = forms.GroupForm(posted(request), units=offered, initial={"unit": actor.home})
    found = queries_groups.groups(actor)
    return form_page(
        request, form, act=lambda said: actions_posting.set_group(actor, **said),
        done=w("已保存", "Saved"), back=reverse("publicity:groups"), title=w("群地址", "Groups"),
        lede=w("设了地址的群可由系统直接发送；其余的复制文字手工发送。",
               "A group with an address is sent to from the page; to the others the words are copied by hand."),
        submit=w("保存", "Save"), crumbs=[DESK], template="publicity/groups.html",
        table=presenters.GroupTable(found, units.units(actor, sorted({each.unit for each in found}))),
    )  # fmt: skip
