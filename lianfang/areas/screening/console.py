"""screening · console: the day's picture, the guard's keypad, the second reading, and what the lists answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from lianfang.areas.screening import actions, problems, queries
from lianfang.areas.screening.forms import SPAN, Keypad, OverviewForm, SecondReading
from lianfang.areas.screening.kinds import RECORD, RECORD_GATE, SEE, SEE_PERSONS
from lianfang.areas.screening.kinds_gate_passage import CATEGORIES, DIRECTIONS, GATE_PASSAGE
from lianfang.areas.screening.kinds_health_declaration import HEALTH_DECLARATION
from lianfang.areas.screening.kinds_temperature_check import TEMPERATURE_CHECK
from lianfang.areas.screening.presenters_overview import Overview
from lianfang.ground.people.masking import Purpose
from lianfang.ground.places.queries import Place
from lianfang.ground.units import queries as units
from lianfang.kernel import clock
from lianfang.kernel.kinds import Kind
from lianfang.kernel.problems import NOT_ALLOWED, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, begun, w
from lianfang.shell.acting import shown
from lianfang.shell.components.tables import Table, Text, When
from lianfang.shell.components.text import figure, moment
from lianfang.shell.components.types import Link
from lianfang.shell.day_asked import of_a_day
from lianfang.shell.forms import posted
from lianfang.shell.kinds.console import Listed
from lianfang.shell.ledger.names import names_of
from lianfang.shell.links import to
from lianfang.shell.reader import signed_in

_GATE = "screening:gate"


@signed_in
@of_a_day
def overview_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who was due and checked today, who still awaits a second reading, and which round or shift is missing."""
    now = clock.current().now()
    looking = OverviewForm(actor, SEE, clock.day_of(now).date, request.GET)
    top = _top(actor, looking.chosen("unit") or looking.data.get("unit"), looking.on)
    overview = Overview(actor, top, looking.on, now, looking.chosen("days") or SPAN)
    context: dict[str, Any] = {
        "title": overview.title(),
        "lede": overview.lede(),
        "as_of": now,
        "needs": overview.needs(),
        "stats": overview.stats(),
        "apart": overview.apart(),
        "looking": looking,
        "grid": overview.rounds_grid(),
        "asked": queries.asked_of("H1"),
        "branches": overview.branches_table(),
        "fevers": overview.fevers_table(),
        "gate_stats": overview.gate_stats(),
        "gates": overview.gates_grid(),
        "actions": _ways_on(actor, top),
    }
    return render(request, "screening/overview.html", context)


def _top(actor: Actor, code: str | None, day: date) -> units.Unit:
    """The unit that a page is about. Raises `not_found`, `not_allowed`."""
    if not (code or actor.home):
        raise Refused(NOT_ALLOWED, verb=SEE)
    top = queries.top_of(actor, code, day)
    actor.must(SEE, top.path)
    return top


def _ways_on(actor: Actor, top: units.Unit) -> list[Link]:
    links = []
    if actor.may(RECORD, top.path):
        links.append(Link(w("逐人测温", "Measure one by one"), to("screening:temperature-check-pad", unit=top.code)))
        links.append(Link(w("点名", "Roll call"), to("screening:roll", unit=top.code)))
        links.append(
            Link(w("记一次测温", "Record a temperature"), to("screening:temperature-check-new", unit=top.code))
        )
    if actor.prefixes(RECORD_GATE):
        links.append(Link(w("门岗登记", "At the gate"), reverse(_GATE)))
    return links


@signed_in
def remeasure_page(request: HttpRequest, actor: Actor, entry: UUID) -> HttpResponse:
    """The second reading of somebody whose first was high (domain B4 ②)."""
    now = clock.current().now()
    first = queries.one_reading(actor, entry)
    actor.must(SEE_PERSONS, first.path)
    actor.must(RECORD, first.path)
    form = SecondReading(posted(request), now=now)

    def measure(said: dict[str, Any]) -> float:
        check = form.check()
        actions.remeasure(actor, first=entry, entry=said["entry_id"], check=check, now=now)
        return check.celsius

    celsius = form.act(measure)
    if celsius is not None:
        _tell_of_second(request, celsius, queries.fever_celsius(clock.day_of(first.at).date))
        return HttpResponseRedirect(f"{reverse('screening:overview')}?{urlencode({'unit': first.unit})}")
    called = names_of(actor, [first], purpose=Purpose.WORK)
    context = {
        "title": w("复测：{who}，首测 {celsius} ℃", "Re-measure {who}: first {celsius} °C").fill(
            who=called.person(first.person), celsius=first.celsius
        ),
        "lede": w(
            "{unit}，{at}。请其戴好口罩，换一支测温仪再测。", "{unit}, {at}. Mask on; use another thermometer."
        ).fill(unit=called.unit(first.unit), at=moment(first.at)),
        "form": form,
        "crumbs": [Link(w("测温筛查", "Screening"), reverse("screening:overview"))],
        "submit": w("记录复测", "Record the second reading"),
        "cancel_href": reverse("screening:overview"),
    }
    return shown(request, form, "shell/form.html", context)


def _tell_of_second(request: HttpRequest, celsius: float, fever: Decimal | None) -> None:
    """What follows from a second reading: a fever is reported at once (event E01), a normal one is closed."""
    if fever is not None and celsius >= fever:
        said = w(
            "复测 {celsius} ℃，确认发热：请立即报告带班领导，将其引导至隔离区，按处置流程办理",
            "{celsius} °C again: a fever. Tell the duty leader now, take them to the isolation area, and follow the "
            "procedure",
        )
        messages.warning(request, said.fill(celsius=celsius).say())
    else:
        said = w("复测 {celsius} ℃，正常，已记录", "{celsius} °C: normal, recorded")
        messages.success(request, said.fill(celsius=celsius).say())


@signed_in
def gate_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The guard's keypad: a temperature and a button, and the passage is logged."""
    now = clock.current().now()
    day = clock.day_of(now).date
    gates = _gates(actor, day)
    if not gates and request.method == "GET":
        return _no_gate_page(request, actor)
    gate = _chosen_gate(gates, request.GET.get("gate"))
    actor.must(RECORD_GATE, gate.path)
    fever = queries.fever_celsius(day)
    form = Keypad(posted(request), now=now, fever=fever)

    def let_through(said: dict[str, Any]) -> tuple[bool, dict[str, Any]]:
        passage = form.passage()
        receipt = actions.let_through(actor, gate=gate, entry=said["entry_id"], passage=passage, now=now)
        return receipt is None, passage.model_dump(exclude_none=True)

    went = form.act(let_through)
    if went is not None:
        _tell_of_passage(request, *went, fever)
        return HttpResponseRedirect(f"{reverse(_GATE)}?{urlencode({'gate': gate.code})}")
    logged = queries.passages_of(actor, gate, day)
    context = {
        "title": w("{gate}：本报告日 {n} 人次", "{gate}: {n} passages today").fill(gate=gate.words, n=figure(logged)),
        "form": form,
        "gate": gate,
        "gates": gates,
        "ways": [(code, words, list(CATEGORIES.items())) for code, words in DIRECTIONS.items()],
        "latest": LatestTable(queries.latest_passages(actor, gate, day)),
        "fever": fever,
        "list_href": f"{reverse('screening:gate-passage-list')}?{urlencode({'place': gate.code, 'day': day})}",
    }
    return shown(request, form, "screening/gate.html", context)


def _gates(actor: Actor, day: date) -> list[Place]:
    """The gates at which the actor may log. Raises `not_allowed` for those who keep none."""
    if not actor.prefixes(RECORD_GATE):
        raise Refused(NOT_ALLOWED, verb=RECORD_GATE)
    return [
        gate
        for top in units.tops(actor, day=day)
        for gate in queries.gates(actor, top, day)
        if actor.may(RECORD_GATE, gate.path)
    ]


def _no_gate_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is missing, and who can mend it."""
    opens = Link(w("启用地点", "Open a place"), reverse("shell:directory:place-new"))
    context = {
        "title": w("门岗登记", "At the gate"),
        "empty_title": problems.NO_GATE.says,
        "empty_words": problems.NO_GATE.remedy,
        "actions": [opens] if actor.prefixes("places.open") else [],
    }
    return render(request, "shell/list.html", context)


def _chosen_gate(gates: list[Place], code: str | None) -> Place:
    """The gate that the address names, else the first. Raises `screening_no_gate`."""
    found = next((gate for gate in gates if code in (None, "", gate.code)), None)
    if found is None:
        raise Refused(problems.NO_GATE)
    return found


def _tell_of_passage(request: HttpRequest, again: bool, data: dict[str, Any], fever: Decimal | None) -> None:
    if again:
        messages.success(request, w("这一次已经登记过，没有重复登记", "Already logged; it was not logged twice").say())
        return
    celsius = data.get("celsius")
    said = GATE_PASSAGE.sentence(data)
    if celsius is None or fever is None or celsius < fever:
        messages.success(request, w("已登记：{said}", "Logged: {said}").fill(said=said).say())
        return
    minutes = int(queries.remeasure_within(clock.day_of(clock.current().now()).date).total_seconds() // 60)
    warning = w(
        "已登记：{said}。达到 {fever} ℃：请其戴口罩到隔离区等候，{minutes} 分钟内换一支测温仪复测，并报告值班员",
        "Logged: {said}. At or above {fever} °C: mask on, wait apart, re-measure within {minutes} minutes with another "
        "thermometer, and tell the duty officer",
    )
    messages.warning(request, warning.fill(said=said, fever=fever, minutes=minutes).say())


class LatestTable(Table[queries.PassageSeen]):
    """The newest passages; each opens its entry, where a slip of the thumb can be corrected."""

    stack = tall = False

    at = When(
        w("时间", "When"),
        lambda row: moment(row.at, "time"),
        link=lambda row: reverse("screening:gate-passage-entry", args=[row.entry]),
    )
    said = Text(w("刚登记的", "Just logged"), lambda row: GATE_PASSAGE.sentence(asdict(row)))


def of_checks(actor: Actor, listed: Listed) -> Words | None:
    """What the list of temperature checks answers, where the playbook in force asks who was measured."""
    return _answer(actor, listed, TEMPERATURE_CHECK, Overview.title) if queries.asked_of("H1") else None


def of_declarations(actor: Actor, listed: Listed) -> Words | None:
    """What the list of declarations answers, where the playbook in force asks who is ill."""
    return _answer(actor, listed, HEALTH_DECLARATION, Overview.declared) if queries.asked_of("H3") else None


def _answer(actor: Actor, listed: Listed, kind: Kind, say: Callable[[Overview], Words]) -> Words:
    """The day's answer above the list of one day; above any other, how many it shows."""
    if listed.day is None or not actor.home:
        more = "+" if listed.capped else ""
        narrowed = w("{kind}：符合条件 {n} 条", "{kind}: {n} match")
        said = narrowed if listed.filtered else w("{kind}：{n} 条", "{kind}: {n}")
        return said.fill(kind=begun(kind.words), n=f"{listed.counted:,}{more}")
    day = listed.day
    return say(Overview(actor, queries.top_of(actor, None, day), day, clock.current().now(), 1))
