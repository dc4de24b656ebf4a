"""duties · console of acts: set a duty after seeing what it would make, end one, excuse, and set the mode."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lianfang.areas.duties import actions, presenters, queries
from lianfang.areas.duties.console import this_moment
from lianfang.areas.duties.forms import DayForm, DutyForm, EndForm, ExcuseForm, ModeForm, TakeBackForm
from lianfang.areas.duties.kinds import EXCUSE, MODE, SEE, SET
from lianfang.areas.duties.kinds_mode import LEVELS
from lianfang.areas.duties.payloads import MODES
from lianfang.areas.duties.policy import from_spec
from lianfang.ground.units.queries import Unit
from lianfang.kernel.kinds import KINDS
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.acting import acted, form_page, shown
from lianfang.shell.components.tables import Code, Sentence, Table, Text, When, Who
from lianfang.shell.components.text import moment
from lianfang.shell.components.types import Link
from lianfang.shell.cursors import Trail
from lianfang.shell.forms import posted
from lianfang.shell.reader import signed_in

TARGETS_OFFERED = 200
MODES_SHOWN = 50


@signed_in
def new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A commander sets a duty: first what it would make today, then for good."""
    _, today = this_moment()
    unit = DayForm(actor, today, request.GET).unit(SET)
    form = DutyForm(posted(request), initial={"from_day": today})
    only_shown = "preview" in request.POST
    preview = form.act(lambda _: _preview(actor, form.data_said(), unit, today)) if only_shown else None
    return form_page(
        request, form,
        act=None if only_shown else lambda _: actions.set_duty(actor, unit=unit, data=form.data_said()),
        done=w("已设定职责", "The duty is set"),
        to=lambda _: reverse("duties:grid", args=[form.cleaned_data["duty"]]), back=reverse("duties:list"),
        title=w("{unit}：设定职责", "{unit}: set a duty").fill(unit=unit.words),
        lede=w(
            "对本单位及其下级生效；先预览今天会产生哪些应做项", "For this unit and below; preview today's items first"
        ),
        crumbs=[Link(w("职责表", "Duties"), reverse("duties:list"))], template="duties/new.html", preview=preview,
    )  # fmt: skip


def _preview(actor: Actor, data: dict[str, Any], unit: Unit, today: date) -> dict[str, Any]:
    said = actions.checked_duty(data)
    day = max(said.from_day, today)
    count, first = queries.preview(
        actor, from_spec(said.model_dump(mode="json"), unit.path, "", said.from_day), unit, day
    )
    words = w("{day} 会产生 {n} 个应做项", "{n} items would be due on {day}").fill(n=count, day=moment(day))
    return {"said": words, "table": PreviewTable(first), "more": count - len(first)}


@signed_in
def end_page(request: HttpRequest, actor: Actor, duty: str) -> HttpResponse:
    """A duty that was set here is due no more from a day on."""
    _, today = this_moment()
    unit = DayForm(actor, today, request.GET).unit(SET)
    found, listed = queries.duty_on(actor, duty, today), reverse("duties:list")
    return form_page(
        request, EndForm(posted(request), initial={"from_day": today}),
        act=lambda said: actions.end_duty(actor, unit=unit, duty=duty, **said),
        done=w("已停止：{duty}", "Ended: {duty}").fill(duty=found.words), to=listed,
        back=reverse("duties:grid", args=[duty]), submit=w("停止", "End"), lede=unit.words,
        title=w("停止职责“{duty}”", "End the duty {duty}").fill(duty=found.words),
        crumbs=[Link(w("职责表", "Duties"), listed)],
    )  # fmt: skip


@signed_in
def excuse_page(request: HttpRequest, actor: Actor, duty: str) -> HttpResponse:
    """One target, several, or all of a unit and below need not be done for some days."""
    now, today = this_moment()
    looking = DayForm(actor, today, request.GET)
    unit, day = looking.unit(EXCUSE), looking.chosen("day") or today
    found = queries.duty_on(actor, duty, day)
    slots, _ = queries.grid(actor, [unit], duty, [day], now, size=TARGETS_OFFERED)
    offered = {slot.target: slot.words.say() for slot in slots}
    form = ExcuseForm(
        posted(request),
        targets=list(offered.items()),
        initial={"from_day": day, "until_day": day, "targets": [request.GET.get("target", "")]},
    )
    grid = presenters.grid_href(duty, day, unit.code)
    return form_page(
        request, form, act=lambda said: actions.excuse(actor, unit=unit, duty=duty, **said),
        done=lambda n: w("已免予办理 {n} 项", "{n} excused").fill(n=n), back=grid, submit=w("免予办理", "Excuse"),
        title=w("免予办理：{duty}", "Excuse: {duty}").fill(duty=found.words), lede=unit.words,
        crumbs=[Link(found.words, grid)],
    )  # fmt: skip


@signed_in
def take_back_page(request: HttpRequest, actor: Actor, entry: UUID) -> HttpResponse:
    """An excuse, a mode or a duty that should not have been said is taken back, with the reason."""
    said = queries.said(actor, entry)
    actor.must(KINDS[said.kind].record, said.path)
    return form_page(
        request, TakeBackForm(posted(request)),
        act=lambda given: actions.take_back(actor, entry=entry, because=given["because"]),
        done=w("已撤回", "Taken back"), back=reverse("duties:day"), submit=w("撤回", "Take back"),
        title=w("撤回：{what}", "Take back: {what}").fill(what=said.words),
        lede=w("撤回后不再生效，原记录保留在台账", "It no longer counts; the record stays in the ledger"),
        crumbs=[Link(w("职责", "Duties"), reverse("duties:day"))],
    )  # fmt: skip


@signed_in
def modes_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """In which mode a unit is, how it came to it, and how it is changed."""
    _, today = this_moment()
    looking = DayForm(actor, today, request.GET)
    unit = looking.unit()
    may = actor.may(MODE, unit.path)
    form = ModeForm(posted(request), initial={"from_day": today}) if may else None
    if form is not None:
        went = acted(
            request, form, lambda _: actions.set_mode(actor, unit=unit, **form.said()),
            done=w("防控状态已变更", "The mode is set"), to=f"{reverse('duties:modes')}?unit={unit.code}",
        )  # fmt: skip
        if went is not None:
            return went
    trail = Trail.asked(request, date, datetime, UUID)
    found = queries.modes(actor, unit, after=trail.after, size=MODES_SHOWN + 1)
    page = trail.page(found, lambda each: (each.from_day, each.recorded_at, each.entry), MODES_SHOWN)
    context = {
        "title": w("{unit}：{mode}", "{unit}: {mode}").fill(
            unit=unit.words, mode=MODES[queries.mode_of(actor, unit, today)]
        ),
        "lede": w("防控状态变更后，职责按日期随之启用或停止", "Duties follow the mode, by date"),
        "looking": looking,
        "form": form,
        "table": ModesTable(page.items, actor),
        "page": page,
    }
    return shown(request, form, "duties/modes.html", context)


class ModesTable(Table[queries.ModeSaid]):
    """What was said of the mode, each with a way to take it back."""

    actor: Actor

    @Text(w("单位", "Unit"))
    def unit(self, row: queries.ModeSaid) -> Link | Words:
        seen = self.actor.may(SEE, row.path)
        return Link(row.words, reverse("shell:ledger-entry", args=[row.entry])) if seen else row.words

    mode = Text(w("状态", "Mode"), lambda row: MODES[row.mode])
    level = Text(w("响应级别", "Level"), lambda row: LEVELS[row.response_level] if row.response_level else "")
    from_day = When(w("自报告日", "From"))
    recorded_by = Who(w("操作人", "By"))
    because = Sentence(w("依据", "Reason"))

    @Text(w("撤回", "Take back"))
    def back(self, row: queries.ModeSaid) -> Link | str:
        if not self.actor.may(MODE, row.path):
            return ""
        return Link(w("撤回", "Take back"), reverse("duties:take-back", args=[row.entry]))


class PreviewTable(Table[dict[str, Any]]):
    """The first slots that a duty would make."""

    target = Text(w("对象", "Target"), lambda row: Words(row["zh"], row["en"]))
    unit = Code(w("单位", "Unit"), lambda row: row["unit"])
    from_at = When(w("开始", "From"), lambda row: row["from_at"])
    due_at = When(w("截止", "Due"), lambda row: row["due_at"])
    until_at = When(w("补做至", "Late until"), lambda row: row["until_at"])
