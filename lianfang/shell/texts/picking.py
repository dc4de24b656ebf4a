"""shell · texts · picking: the figures of a unit and day, by words, with the signs that stand for them in a text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.measures import MeasureState
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell import asking
from lianfang.shell.asked import must_hold, own_unit, unit_asked
from lianfang.shell.components.text import later
from lianfang.shell.days import DayField
from lianfang.shell.finding.views import IN_BOX
from lianfang.shell.forms import FilterForm
from lianfang.shell.reader import signed_in
from lianfang.shell.texts.blocks import Reference
from lianfang.shell.texts.figures import FIGURES, Figures, Reading
from lianfang.shell.texts.shown import PickTable


class PickForm(FilterForm):
    """Which figures are looked for."""

    q = asking.search("指标含", "Indicator says")
    unit = asking.line("单位（代码或名称，含下级）", "Unit, by code or name, with all below it", required=False)
    day = DayField(label=later("报告日", "Reporting day"), required=False)


@signed_in
def figures_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The figures that reports of a unit and day state: a page of its own, or what a dialog of an editor shows."""
    must_hold(actor, FIGURES)
    typed = {name: request.GET[name] for name in ("q", "unit", "day") if request.GET.get(name)}
    day = clock.day_of(clock.current().now()).date - timedelta(days=1)  # the last one that has closed
    form = PickForm({"day": day.isoformat(), "unit": own_unit(actor, FIGURES) or "", **typed})
    unit, on = _unit(actor, form), form.chosen("day") or day
    found = _figures(actor, unit, on, form.chosen("q") or "") if unit else []
    context: dict[str, Any] = {
        "title": w("日报里的数字", "Figures of reports"), "form": form, "path": request.path, "unit": unit, "day": on,
        "table": PickTable(found),
        "lede": w("只有已报送的数字；在正文里写上“写法”一栏的记号，发布时自动填上数字并注明出处。",
                  "Of filed reports alone. Put the sign into the text: the figure is filled in with its source."),
    }  # fmt: skip
    return render(request, "texts/picked.html" if IN_BOX in request.headers else "texts/figures.html", context)


def _unit(actor: Actor, form: PickForm) -> Unit | None:
    """The unit that was typed, by its code, else by its name; None where there is none in sight."""
    said = (form.chosen("unit") or "").strip()
    if not said:
        return None
    found = units.units(actor, [said]).get(said) or next(iter(units.search(actor, said, limit=1)), None)
    return unit_asked(actor, found.code, FIGURES) if found else None


def _figures(actor: Actor, unit: Unit, day: date, words: str) -> list[Reading]:
    figures = Figures(actor)
    registered = REGISTRY.indicators()
    stated: Mapping[str, Any] = figures.confirmed(day, unit.path).figures
    references = [
        Reference(code, unit.code, day)
        for code in stated
        if not words or words.casefold() in _says(registered[code].words.zh, registered[code].words.en, code)
    ]
    found = figures.readings(references).values()
    return [each for each in found if each.state is not MeasureState.NOT_APPLICABLE]


def _says(*words: str) -> str:
    return " ".join(words).casefold()
