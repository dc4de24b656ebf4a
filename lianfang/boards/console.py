"""boards · console: what is mine now, the command page, and what was recorded of a place or a person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from lianfang.boards import command, command_cache, home, links, presenters, timeline
from lianfang.boards.forms import CommandForm
from lianfang.kernel import clock, spans
from lianfang.kernel.filings import FILINGS
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell.asked import unit_and_day
from lianfang.shell.components.marks import page_as_of
from lianfang.shell.components.types import Link
from lianfang.shell.cursors import Trail
from lianfang.shell.day_asked import moved, of_a_day, today_of
from lianfang.shell.reader import signed_in

FEW_UNITS = 6  # so few units stand beside the stores and sites, and leave no gap


@signed_in
def home_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is due for this reader now; what is fine is folded away."""
    shown = home.gathered(actor, clock.current().now())
    return render(request, "boards/home.html", shown.context())


@signed_in
def waiting_part(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How much waits for this reader in all, in one line: a page of an area on which nothing waits asks for it."""
    shown = home.gathered(actor, clock.current().now())
    return render(request, "boards/parts/waiting.html", {"told": shown.in_one_line()})


@signed_in
@of_a_day
def command_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One unit's day across all areas; asked by the page itself, only the parts that change."""
    now = clock.current().now()
    looking = CommandForm(request.GET)
    top, day = unit_and_day(actor, request.GET.get("unit"), FILINGS.asked.see, now, looking.chosen("day"))
    shown = command_cache.command_of(actor, top, day, now)
    with page_as_of(shown.now):
        context = {
            "title": presenters.title(shown),
            "as_of": shown.now,
            "figures": shown.drawn("figures", lambda: render_to_string("boards/parts/figures.html", _figures(shown))),
            "below": shown.drawn("below", lambda: render_to_string("boards/parts/below.html", _below(shown))),
        }
    if request.headers.get("HX-Request"):
        return render(request, "boards/command_part.html", context)
    # Asked again the page stays on its day, also where the address leaves that open and the day closes meanwhile.
    runs = shown.day.date >= today_of(now) - timedelta(days=1)
    context |= _still(shown, looking) | {"live": moved(request, shown.day.date) if runs else ""}
    return render(request, "boards/command.html", context)


def _figures(shown: command.Command) -> dict[str, Any]:
    """How the reports stand, what is measured, and who has to be asked."""
    return {
        "reported": presenters.reported(shown),
        "apart": shown.reported != shown.day,
        "reported_day": shown.reported.date,
        "window": spans.reporting_day(shown.day.date),
        "measures": presenters.measures(shown),
        "needs": presenters.needs(shown),
        "more_missing": presenters.more_missing(shown),
        "missing_href": links.reports(shown.top.code, shown.reported.date, standing="missing"),
    }


def _below(shown: command.Command) -> dict[str, Any]:
    """Coverage, bare zeros, the areas' sections and units."""
    return {
        "bare_zeros": presenters.bare_zeros(shown),
        "bare_more": shown.counts.zeros_unverified - len(shown.bare_zeros),
        "pending": presenters.pending(shown) if len(shown.pending) > 1 else [],
        "units": presenters.units_table(shown),
        "few_units": len(shown.children) <= FEW_UNITS,
        "wide": shown.sections(wide=True),
        "sections": shown.sections(),
    }


def _still(shown: command.Command, looking: CommandForm) -> dict[str, Any]:
    """The rest of it, sent once."""
    unit, day = shown.top.code, shown.day.date
    ways = (
        (w("报送看板", "Who has reported"), links.reports(unit, shown.reported.date)),
        (w("汇总", "Roll-up"), links.rollup(unit, day)),
    )
    return {
        "lede": presenters.lede(shown),
        "crumbs": [Link(each.words, links.command(each.code, day)) for each in shown.above],
        "looking": looking.at(shown.top, [*shown.above, *shown.children]),
        "course": shown.course,
        "course_ways": [each.more for each in shown.courses if each.more.href],
        "actions": [Link(words, href) for words, href in ways if href],
    }


@signed_in
def place_page(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """What was recorded at a place, newest first."""
    return render(request, "boards/timeline.html", timeline.of_place(actor, code, Trail.asked(request, UUID)))


@signed_in
def person_page(request: HttpRequest, actor: Actor, person: UUID) -> HttpResponse:
    """What was recorded of a person, as far as the reader may see it."""
    return render(request, "boards/timeline.html", timeline.of_person(actor, person, Trail.asked(request, UUID)))
