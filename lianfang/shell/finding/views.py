"""shell · finding views: the answer of the one box, within the dialog of every page or as a page of its own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lianfang.ground.units import queries as units
from lianfang.kernel import clock
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell import nav
from lianfang.shell.finding import box
from lianfang.shell.finding.box import Found
from lianfang.shell.kinds.lists import lists

IN_BOX = "X-Lianfang-Box"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What was typed is sent as a form, so that no name or number stands in an address or a log.

    By an address everything is found but people, and the page says so.
    """
    sent, within = request.method == "POST", IN_BOX in request.headers
    typed = (request.POST if sent else request.GET).get("q", "")
    found = box.look(actor, typed, clock.current().now(), shown=box.IN_BOX if within else box.ON_PAGE, sent=sent)
    context: dict[str, Any] = {"found": found, "examples": _examples(actor) if not found.text else ()}
    if within:
        return render(request, "finding/parts/listed.html", context)
    return render(request, "finding/page.html", context | {"title": _title(found)})


def pages_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every page that is open to the reader, under its heading: also those that the navigation leaves out."""
    holds = actor.verbs.__contains__
    context = {
        "title": w("全部页面", "All pages"),
        "lede": w("按“/”打字即可查找。", "Press “/” and type to find one."),
        "pages": nav.sections(request.path, (item for item, _, _ in nav.open_to(holds))),
        "lists": lists(holds),
    }
    return render(request, "finding/pages.html", context)


def _title(found: Found) -> Words:
    if not found.text:
        return w("查找", "Find")
    if not found.total:
        return w("没有查到“{said}”", "Nothing found for “{said}”").fill(said=_short(found.text))
    return w("“{said}”：查到 {n} 项", "“{said}”: {n} found").fill(said=_short(found.text), n=found.total)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"


def _examples(actor: Actor) -> list[tuple[Words, Words]]:
    """What can be looked for and begun, each with what one types; a unit in it is one of the reader's own."""
    unit = _some_unit(actor)
    told = [
        *((each.words, each.example) for each in box.acts_of(actor)),
        *((each.words, each.example) for each in box.sources_of(actor)),
    ]
    return [(words, example.fill(unit=unit)) for words, example in told if example]


def _some_unit(actor: Actor) -> str:
    """How somebody types a unit that the reader sees: the last part of its code, which is enough."""
    seen = units.tops(actor)
    below = units.children(actor, seen[0].code) if seen else []
    return [*seen, *below][-1].code.rpartition("-")[2] if seen else "U01"
