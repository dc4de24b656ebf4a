"""sanitation · console of mixing: one round at its place in two taps, how a bucket is mixed, what must never be."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lianfang.areas.sanitation import actions, queries
from lianfang.areas.sanitation.forms import Bucket, RoundForm
from lianfang.areas.sanitation.kinds import RECORD
from lianfang.areas.sanitation.kinds_disinfection import AGENTS, DISINFECTION, OBJECTS, unit_of
from lianfang.areas.sanitation.rules import guards, usual_dose
from lianfang.ground.places import queries as places
from lianfang.ground.places.queries import Place
from lianfang.ground.places.sorts import PLACE_KINDS
from lianfang.kernel import clock, ids
from lianfang.kernel.expectations import slots_of
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, listed, w
from lianfang.playbook import Caution, Dose, NoRuleOn, UnknownRule, current
from lianfang.shell.acting import acted, shown
from lianfang.shell.components.tables import Figure, Sentence, Table, Text
from lianfang.shell.components.text import moment
from lianfang.shell.components.types import Link
from lianfang.shell.forms import posted, sentence
from lianfang.shell.kinds import scanned
from lianfang.shell.kinds.pad_way import PadWay
from lianfang.shell.links import to
from lianfang.shell.reader import signed_in


@signed_in
def round_page(request: HttpRequest, actor: Actor, place: str) -> HttpResponse:
    """One place, one tap: what was done is filled in as it was done here before."""
    found = places.by_code(actor, place)
    actor.must(RECORD, found.path)
    now = clock.current().now()
    last = queries.last_round(actor, found)
    usual = _usual(found, last, clock.day_of(now).date)
    form = RoundForm(posted(request), initial={**usual, "entry": str(ids.mint(now))})
    back = f"{reverse('sanitation:rounds')}?unit={found.unit}"

    def record(said: dict[str, Any]) -> Words:
        data = form.data_said()
        label = scanned.label_of(request, found.code)
        receipt = actions.record_round(actor, entry=said["entry"], place=found, data=data, label=label)
        scanned.warn_lapsed(request, found.code, label)
        if receipt.notice is not None:
            messages.warning(request, sentence(receipt.notice))
        return DISINFECTION.sentence(data)

    recorded = w("已记录：{place}，{said}", "Recorded: {place}, {said}")
    # On to the camera where one scans from place to place, else to the round's list, which opens the next by itself.
    listed = to("sanitation:disinfection-pad", unit=found.unit, told=request.POST.get("entry", ""))
    on = scanned.onward(request, found.code, listed)
    went = acted(request, form, record, done=lambda said: recorded.fill(place=found.words, said=said), to=on)
    if went is not None:
        return went
    context = {
        "title": _title(actor, found, now),
        "lede": w("上一次 {at} {who}", "Last done {at} by {who}").fill(
            at=moment(last.occurred_at), who=last.recorded_by
        )
        if last
        else w("这处还没有消毒记录", "No round is recorded here yet"),
        "form": form,
        "usual": DISINFECTION.sentence(usual),
        "guards": guards(usual["object"], _cautions(usual["agent"], clock.day_of(now).date)),
        "crumbs": [Link(w("消毒与垃圾", "Disinfection and waste"), back)],
        "cancel_href": back,
    }
    return shown(request, form, "sanitation/round.html", context)


def usual_rounds(actor: Actor, codes: Collection[str], day: date) -> dict[str, dict[str, Any]]:
    """What a round at each of some places is filled in with, by the place's code."""
    found = places.places(actor, codes)
    last = queries.last_rounds(actor, found.values())
    return {code: _usual(place, last.get(code), day) for code, place in found.items()}


# A place is done by one tap where it is done as the last time; whatever was different is said on the place's own page.
ROUND = PadWay(usual=usual_rounds)


def _title(actor: Actor, place: Place, now: datetime) -> Words:
    """The place, and the round that runs there now."""
    today = clock.day_of(now).date
    days = [today - timedelta(days=1), today]  # a window may reach over the close of its day
    found = slots_of(actor, [DISINFECTION.code], [place.path], days, now, target=place.code)
    running = next((each for each in found.slots if each.window.from_at <= now < each.window.ends_at), None)
    if running is None:
        return w("{place}：消毒", "{place}: disinfection").fill(place=place.words)
    return w("{place}：{round} 消毒", "{place}: round of {round}").fill(
        place=place.words, round=running.window.said(now)
    )


def _usual(place: Place, last: queries.Done | None, day: date) -> dict[str, Any]:
    """What to fill in: as the last time here, else by the dose of what is usually disinfected at such a place."""
    if last is not None:
        said = {
            "object": last.object,
            "agent": last.agent,
            "available_chlorine_mg_per_l": last.chlorine_mg_per_l,
            "amount": last.amount,
            "contact_minutes": last.contact_minutes,
        }
    else:
        term = PLACE_KINDS.terms().get(place.kind)
        (object_,) = (term.refers.get("object") if term else None) or (next(iter(OBJECTS), ""),)
        chlorine, minutes = _dose_of(object_, day)
        agent = next(iter(AGENTS))
        said = {"object": object_, "agent": agent, "available_chlorine_mg_per_l": chlorine, "contact_minutes": minutes}
    return {name: value for name, value in said.items() if value is not None}


def _dose_of(object_: str, day: date) -> tuple[int | None, int | None]:
    try:
        return usual_dose(current().rule(f"dose.{object_}").on(day))
    except (NoRuleOn, UnknownRule):
        return None, None


def _cautions(agent: str, day: date) -> Sequence[Caution]:
    """What must not be done with an agent, by the playbook of the day; nothing is known of one that is not in it."""
    try:
        cautions: Sequence[Caution] = current().rule(f"agent.{agent}").on(day).cautions
    except (NoRuleOn, UnknownRule):
        return ()
    return cautions


def help_of(request: HttpRequest, day: date) -> dict[str, Any]:
    """The doses that held on a day, what must never be mixed, and where chlorine is used the bucket with its answer."""
    doses = _doses(day)
    said: dict[str, Any] = {
        "doses": DosesTable(
            doses,
            any(dose.chlorine_mg_per_l is not None for _, dose in doses),
            any(dose.amounts for _, dose in doses),
        ),
        "guards": _guards(day),
    }
    return said | _bucket(request) if AGENTS.having("chlorine") else said


def _bucket(request: HttpRequest) -> dict[str, Any]:
    asked = bool({"target", "litres", "stock"} & request.GET.keys())
    bucket = Bucket(request.GET if asked else None, initial={"target": 500, "litres": 10, "stock": 5})
    answer = bucket.answer() if asked else Bucket({"target": "500", "litres": "10", "stock": "5"}).answer()
    return {"bucket": bucket, "bucket_answer": answer, "bucket_asked": asked}


def of_form(request: HttpRequest, _actor: Actor, page: str) -> dict[str, Any]:
    """What the entry form shows beside its fields."""
    return help_of(request, clock.day_of(clock.current().now()).date) if page == "form" else {}


def _doses(day: date) -> list[tuple[Words, Dose]]:
    """The doses that the playbook has for that day, each with its object."""
    found = []
    for code, words in OBJECTS.items():
        with suppress(NoRuleOn):
            found.append((words, current().rule(f"dose.{code}").on(day)))
    return found


class DosesTable(Table[tuple[Words, Dose]]):
    """What is used how strong, how long and how often."""

    in_chlorine: bool
    in_amounts: bool
    tall = False

    object = Text(w("对象", "Object"), lambda row: row[0])
    chlorine = Figure(
        w("有效氯", "Available chlorine"),
        lambda row: _span(row[1].chlorine_mg_per_l),
        note="mg/L",
        when="in_chlorine",
    )
    amounts = Sentence(w("其他药剂用量", "Other agents"), lambda row: _amounts(row[1]), when="in_amounts")
    contact = Figure(w("作用时间", "Contact time"), lambda row: _span(row[1].contact_minutes), note=w("分钟", "min"))
    frequency = Sentence(w("频次", "How often"), lambda row: row[1].frequency)


def _amounts(dose: Dose) -> Words:
    said = w("{agent} {span} {unit}", "{agent} {span} {unit}")
    return listed(
        said.fill(agent=AGENTS.words_of(agent), span=_span(span), unit=unit_of(agent))
        for agent, span in dose.amounts.items()
    )


def _span(span: Any) -> str:
    if span is None:
        return ""
    if span.high is None:
        return f"≥ {span.low}"
    return str(span.low) if span.low == span.high else f"{span.low}–{span.high}"


def _guards(day: date) -> list[Words]:
    """Every warning once, whatever the object or agent."""
    return list(dict.fromkeys(each.says for agent in AGENTS for each in _cautions(agent, day)))
