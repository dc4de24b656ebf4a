"""governance · console: the register, one directive with its life, one measure, and each of their steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lianfang.areas.governance import actions, exports, forms, presenters, queries
from lianfang.areas.governance.kinds import ANSWER, DIRECT, SEE
from lianfang.areas.governance.rules import Directive, Measure, Progress, Standing
from lianfang.ground.access import queries_called as login_names
from lianfang.ground.access.roles import ROLE_WORDS, verbs_of
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.problems import NOT_ALLOWED, NOT_FOUND, Refused, existing
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.acting import form_page
from lianfang.shell.asked import unit_asked
from lianfang.shell.components.types import Link
from lianfang.shell.cursors import Trail
from lianfang.shell.files.shown import papers_of
from lianfang.shell.forms import ActForm, posted
from lianfang.shell.home import need_of
from lianfang.shell.kinds.pickers import Choices
from lianfang.shell.ledger import names
from lianfang.shell.reader import signed_in

_UNITS_OFFERED = 200
_REGISTER = Link(w("来文台账", "Directives"), "/governance/")


@signed_in
def register_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """来文台账: every upstream document of a unit and below it."""
    now = clock.current().now()
    unit, narrowed = _looked_at(request, actor)
    trail = Trail.asked(request, datetime, UUID)
    found = _narrowed(actor, unit, narrowed, trail, queries.PAGE_SIZE + 1)
    page = trail.page(found, lambda each: (each.received_at, each.stream), queries.PAGE_SIZE)
    named = units.units(actor, sorted({each.unit for each in page.items}))
    query = request.GET.urlencode()
    export = Link(w("导出 Excel", "Export to Excel"), f"{reverse('governance:register-xlsx')}?{query}")
    may = bool(_where(actor, DIRECT))
    context = {
        "title": w("{unit}来文台账", "Directives of {unit}").fill(unit=unit.words),
        "as_of": now,
        "needs": [need_of(each) for each in queries.mine(actor, now)] or None,
        "actions": [*([Link(w("登记来文", "Register a directive"), reverse("governance:new"))] if may else []), export],
        "filter_form": narrowed,
        "table": presenters.RegisterTable(page.items, named, now),
        "page": page,
        "empty_title": w("还没有登记来文", "No directive is registered yet"),
        "empty_words": w("收到上级文件、通知后在这里登记。", "What arrives from above is registered here."),
    }
    return render(request, "shell/list.html", context)


@signed_in
def register_xlsx(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The register under the same filter, with every measure, as a workbook."""
    now = clock.current().now()
    unit, narrowed = _looked_at(request, actor)
    trail = Trail.asked(request, datetime, UUID)
    found = _narrowed(actor, unit, narrowed, trail, None)
    kept = {each.stream for each in found}
    measures = [each for each in queries.measures_below(actor, unit.path) if each.directive in kept]
    codes = {each.unit for each in found} | {each.unit for each in measures}
    named = units.units(actor, sorted(codes))
    response = HttpResponse(exports.register_xlsx(unit.words, found, measures, named, now), content_type=exports.XLSX)
    response["Content-Disposition"] = f'attachment; filename="directives-{unit.code}.xlsx"'
    return response


def _looked_at(request: HttpRequest, actor: Actor) -> tuple[Unit, forms.RegisterFilter]:
    """The unit to look at and the filter: the one asked for, else the widest that the reader may see."""
    choices = Choices(actor, SEE, day=clock.day_of(clock.current().now()).date)
    narrowed = forms.RegisterFilter(request.GET, unit=choices.unit_filter())
    return unit_asked(actor, narrowed.chosen("unit") or request.GET.get("unit"), SEE), narrowed


def _narrowed(
    actor: Actor, unit: Unit, narrowed: forms.RegisterFilter, trail: Trail, size: int | None
) -> list[Directive]:
    return queries.register(
        actor, under=unit.path, standing=narrowed.chosen("standing") or "", text=narrowed.chosen("q") or "",
        late=bool(narrowed.chosen("late")), now=clock.current().now(), size=size,
        after=trail.after,
    )  # fmt: skip


@signed_in
def new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Registers what arrived."""
    offered = _where(actor, DIRECT)
    if not offered:
        raise Refused(NOT_ALLOWED, verb=DIRECT)
    form = forms.DirectiveForm(posted(request), units=offered, initial={"unit": actor.home})

    def act(_: dict[str, Any]) -> UUID:
        said = form.said()
        unit, received_at = said.pop("unit"), said.pop("received_at", None)
        return actions.receive_directive(actor, unit=unit, data=said, received_at=received_at)

    return form_page(
        request, form, act=act, done=w("来文已登记", "The directive is registered"),
        to=lambda stream: reverse("governance:directive", args=[stream]), back=reverse("governance:register"),
        title=w("登记来文", "Register a directive"), submit=w("登记", "Register"), crumbs=[_REGISTER],
    )  # fmt: skip


@signed_in
def directive_page(request: HttpRequest, actor: Actor, directive: UUID) -> HttpResponse:
    """One directive: what it asks, what follows from it, what happened so far."""
    now, found = clock.current().now(), _seen(actor, directive)
    measures, steps = queries.measures_of(actor, directive), queries.life(actor, directive)
    named = units.units(actor, sorted({found.unit, *(each.unit for each in measures)}))
    context = {
        "title": found.title,
        "lede": presenters.directive_chip(found, now).words,
        "as_of": now,
        "crumbs": [_REGISTER],
        "actions": _directive_actions(actor, found),
        "directive": found,
        "chip": presenters.directive_chip(found, now),
        "facts": [*presenters.directive_facts(found, named), *papers_of(actor, [step.entry for step in steps])],
        "table": presenters.MeasuresTable(measures, named, now),
        "timeline": presenters.life(steps, login_names.titles(actor, {step.by for step in steps})),
    }
    return render(request, "governance/directive.html", context)


def _directive_actions(actor: Actor, found: Directive) -> list[Link]:
    """The steps that this reader can take now, the next one first."""
    if found.over or not actor.may(DIRECT, found.path):
        return []

    def link(words: Words, step: str) -> Link:
        return Link(words, reverse("governance:directive-step", args=[found.stream, step]))

    if found.standing is Standing.RECEIVED:
        return [link(w("签收", "Acknowledge"), "acknowledge")]
    done = link(w("办结", "Close"), "close")
    reports = link(w("回报", "Report back"), "report")
    measure = link(w("定措施", "Set a measure"), "measure")
    if found.measures and not found.open_measures:
        return [reports, done, measure] if found.wants_report and not found.reported_at else [done, reports, measure]
    return [measure, reports]


@signed_in
def measure_page(request: HttpRequest, actor: Actor, measure: UUID) -> HttpResponse:
    """One measure: what is to be done, by whom, until when, and what was answered."""
    now, found = clock.current().now(), _seen_measure(actor, measure)
    steps = queries.life(actor, measure)
    named = units.units(actor, [found.unit, found.set_by])
    upward = found.set_by in named and actor.may(SEE, named[found.set_by].path)
    crumbs = [_REGISTER]
    if upward:
        crumbs.append(Link(found.about, reverse("governance:directive", args=[found.directive])))
    context = {
        "title": found.text if len(found.text) <= 80 else f"{found.text[:80]}…",
        "as_of": now,
        "crumbs": crumbs,
        "actions": _measure_actions(actor, found, upward=upward),
        "measure": found,
        "chip": presenters.measure_chip(found, now),
        "facts": presenters.measure_facts(found, named),
        "timeline": presenters.life(steps, login_names.titles(actor, {step.by for step in steps})),
    }
    return render(request, "governance/measure.html", context)


def _measure_actions(actor: Actor, found: Measure, *, upward: bool) -> list[Link]:
    """The steps that this reader can take now, the next one first."""
    if found.over:
        return []

    def link(words: Words, step: str) -> Link:
        return Link(words, reverse("governance:measure-step", args=[found.stream, step]))

    made: list[Link] = []
    if any(ANSWER in held.verbs and held.unit == found.unit for held in actor.held):
        if found.progress is Progress.SET:
            made.append(link(w("签收", "Acknowledge"), "acknowledge"))
        if found.progress is not Progress.ANSWERED:
            made.append(link(w("反馈", "Answer"), "answer"))
    if upward and actor.may(DIRECT, found.path):
        if found.progress is Progress.ANSWERED:
            made += [link(w("通过，销号", "Accept and close"), "close"), link(w("退回", "Return"), "return")]
        else:
            made.append(link(w("撤销", "Call off"), "call-off"))
    return made


@dataclass(frozen=True, slots=True)
class _Step:
    """A step that is a form: its words, its form, and the action that takes what was said."""

    words: Words
    form: type[ActForm]
    act: Callable[..., object]
    done: Words


_DIRECTIVE_STEPS: dict[str, _Step] = {
    "acknowledge": _Step(
        w("签收", "Acknowledge"), forms.NoteForm, actions.acknowledge_directive, w("已签收", "Acknowledged")
    ),
    "report": _Step(w("回报", "Report back"), forms.ReportForm, actions.report_back, w("已回报", "Reported back")),
    "close": _Step(w("办结", "Close"), forms.CloseForm, actions.close_directive, w("已办结", "Closed")),
}
_MEASURE_STEPS: dict[str, _Step] = {
    "acknowledge": _Step(
        w("签收", "Acknowledge"), forms.NoteForm, actions.acknowledge_measure, w("已签收", "Acknowledged")
    ),
    "answer": _Step(w("反馈", "Answer"), forms.AnswerForm, actions.answer_measure, w("已反馈", "Answered")),
    "return": _Step(w("退回", "Return"), forms.ReturnForm, actions.return_measure, w("已退回", "Returned")),
    "close": _Step(w("通过，销号", "Accept and close"), forms.NoteForm, actions.close_measure, w("已销号", "Closed")),
    "call-off": _Step(
        w("撤销措施", "Call the measure off"),
        forms.CallOffForm,
        lambda actor, **said: actions.close_measure(actor, called_off=True, **said),
        w("已撤销", "Called off"),
    ),
}


@signed_in
def directive_step(request: HttpRequest, actor: Actor, directive: UUID, step: str) -> HttpResponse:
    """One step of a directive; a new measure among them."""
    found = _seen(actor, directive)
    if not actor.may(DIRECT, found.path):
        raise Refused(NOT_ALLOWED, verb=DIRECT)
    if step == "measure":
        return _measure_new(request, actor, found)
    taken = existing(_DIRECTIVE_STEPS.get(step))
    back = reverse("governance:directive", args=[directive])
    return _take(request, taken, found.title, back, lambda said: taken.act(actor, directive=directive, **said))


@signed_in
def measure_step(request: HttpRequest, actor: Actor, measure: UUID, step: str) -> HttpResponse:
    """One step of a measure."""
    found, taken = _seen_measure(actor, measure), _MEASURE_STEPS.get(step)
    if taken is None:
        raise Refused(NOT_FOUND)
    if not actor.may(ANSWER, found.path):
        raise Refused(NOT_ALLOWED, verb=ANSWER)
    back = reverse("governance:measure", args=[measure])
    return _take(request, taken, found.text[:80], back, lambda said: taken.act(actor, measure=measure, **said))


def _take(
    request: HttpRequest, step: _Step, about: str, back: str, act: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    form = step.form(posted(request))
    return form_page(
        request, form, act=lambda _: act(form.said()), done=step.done, back=back, title=step.words, lede=about,
        submit=step.words, crumbs=[_REGISTER, Link(about, back)],
    )  # fmt: skip


def _measure_new(request: HttpRequest, actor: Actor, found: Directive) -> HttpResponse:
    below = units.listed(actor, under=found.unit, limit=_UNITS_OFFERED)
    offered = [(each.code, each.words.say()) for each in below]
    roles = [role.value for role in ROLE_WORDS if ANSWER in verbs_of(role)]
    form = forms.MeasureForm(posted(request), units=offered, roles=roles, initial={"unit": found.unit})
    back = reverse("governance:directive", args=[found.stream])
    return form_page(
        request, form, act=lambda _: actions.set_measure(actor, directive=found.stream, **form.said()),
        done=w("措施已交办", "The measure is set"), back=back, title=w("定措施", "Set a measure"), lede=found.title,
        submit=w("交办", "Assign it"), crumbs=[_REGISTER, Link(found.title, back)],
    )  # fmt: skip


def _seen(actor: Actor, directive: UUID) -> Directive:
    found = queries.directive(actor, directive)
    actor.must(SEE, found.path)
    return found


def _seen_measure(actor: Actor, measure: UUID) -> Measure:
    found = queries.measure(actor, measure)
    actor.must(SEE, found.path)
    return found


def _where(actor: Actor, verb: str) -> list[tuple[str, str]]:
    """The units in which the actor holds a verb, home first."""
    found = names.units_where(actor, verb, _UNITS_OFFERED)
    return [(each.code, each.words.say()) for each in sorted(found, key=lambda each: each.code != actor.home)]
