"""shell · directory: the list of places, the page of one with its label, and opening and closing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from lianfang.ground.places import actions
from lianfang.ground.places import queries as places
from lianfang.ground.places.card import OPEN, PLACE_OPENED, SEE
from lianfang.ground.places.labels import PLACE as PLACE_SORT
from lianfang.ground.places.queries import Place
from lianfang.ground.places.sorts import HOUSEHOLDS, PLACE_KINDS
from lianfang.ground.units import queries as units
from lianfang.kernel.kinds import Presence
from lianfang.kernel.problems import NOT_ALLOWED, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.tables import Code, Named, State, Table, Text
from lianfang.shell.components.types import Fact, Link
from lianfang.shell.cursors import PAGE_SIZE, Trail
from lianfang.shell.directory import history
from lianfang.shell.directory.codes import label_on_page
from lianfang.shell.directory.links import PLACES, elsewhere, href, named, place_href, unit_href
from lianfang.shell.directory.place_forms import ClosePlaceForm, OpenPlaceForm, PlaceFilter
from lianfang.shell.directory.rosters_sources import refs_said
from lianfang.shell.forms import posted
from lianfang.shell.kinds.grid import SOURCE_WORDS
from lianfang.shell.labels.links import href as labels_href
from lianfang.shell.labels.sources import form_href, recordable
from lianfang.shell.ledger.names import units_called


def places_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The places of the actor's units."""
    _must_see(actor)
    form = PlaceFilter(actor, request.GET)
    trail = Trail.asked(request)
    found = places.listed(actor, **_asked(form), after=trail.after, limit=PAGE_SIZE + 1)
    page = trail.page(found, lambda each: each.code)
    context = {
        "title": _answer(actor, form.chosen("unit")),
        "filter_form": form,
        "table": _table(actor, page.items),
        "page": page,
        "actions": _list_actions(actor, request),
        "empty_title": w("还没有地点", "No place yet"),
        "empty_words": w(
            "楼栋、电梯、门岗等启用后，才能扫码记录。",
            "Once buildings, lifts and gates are opened, work at them can be recorded by scanning.",
        ),
    }
    return render(request, "shell/list.html", context)


def place_page(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """One place: what it is, what can be recorded at it, and its code to print."""
    place = _own(actor, code, SEE)
    entries = history.of_entries(actor, places.history(actor, code))
    unit = units.unit(actor, place.unit)
    parts = places.parts_of(actor, code)
    context = {
        "title": named(place.words, place.code),
        "lede": place.kind_words,
        "chip": standing(place),
        "crumbs": [Link(PLACES, href("places")), Link(unit.words, href("places", unit=unit.code))],
        "actions": _actions(actor, place),
        "facts": _facts(actor, place, unit),
        "parts": _table(actor, parts, within=True) if parts else None,
        **_recordable(actor, place),
        "recorded_href": elsewhere("boards:timeline-place", place.code),
        "label": label_on_page(request, actor, place.labelled, unit.words),
        "timeline": history.timeline(actor, entries),
        "proof": history.proof(entries),
    }
    return render(request, "directory/place.html", context)


def new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Opens a place."""
    if not actor.prefixes(OPEN):
        raise Refused(NOT_ALLOWED, verb=OPEN)
    initial = {name: request.GET.get(name, "")[:40] for name in ("unit", "kind", "parent")}
    form = OpenPlaceForm(actor, posted(request), initial=initial)
    opened = form.act(
        lambda said: actions.open_place(
            actor, code=said["code"], kind=said["kind"], unit=said["unit"], zh=said["zh"], en=said["en"] or said["zh"],
            parent=said["parent"] or None,
        )
    )  # fmt: skip
    if opened:
        messages.success(request, w("已启用：{p}", "Opened: {p}").fill(p=opened.words).say())
        return HttpResponseRedirect(place_href(opened.code))
    context = {
        "title": w("启用地点", "Open a place"),
        "lede": w(
            "启用后即可打印二维码，到场扫码记录。", "Its code can then be printed, and scanned by those who work there."
        ),
        "form": form,
        "submit": w("启用", "Open"),
        "crumbs": [Link(PLACES, href("places"))],
        "cancel_href": href("places"),
    }
    return render(request, "shell/form.html", context, status=form.status)


def close_page(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Takes a place out of use from a day that has not begun."""
    place = _own(actor, code, OPEN)
    form = ClosePlaceForm(posted(request))
    closed = form.act(lambda said: actions.close_place(actor, code=code, from_day=said["from_day"]))
    if closed:
        said = w("已登记：自 {d} 起停用", "Recorded: out of use from {d}").fill(d=form.cleaned_data["from_day"])
        messages.success(request, said.say())
        return HttpResponseRedirect(place_href(code))
    context = {
        "title": w("停用：{p}", "Close: {p}").fill(p=place.words),
        "lede": w(
            "以前的记录不变；停用后不再要求到此检查。", "What was recorded stays; no check is due here from then on."
        ),
        "form": form,
        "submit": w("停用", "Close"),
        "crumbs": [Link(PLACES, href("places")), Link(place.words, place_href(code))],
        "cancel_href": place_href(code),
    }
    return render(request, "shell/form.html", context, status=form.status)


def standing(place: Place) -> Chip | None:
    """That a place is out of use, or will be; nothing where it is simply in use."""
    if place.closed_on is None:
        return None
    if place.open_on(units.today()):
        said = w("自 {d} 起停用", "closes on {d}").fill(d=place.closed_on.isoformat())
        return Chip(said, "due", "near")
    return Chip(w("已停用", "closed"), "excused")


def _recordable(actor: Actor, place: Place) -> dict[str, list[Link]]:
    """What this actor may record at the place, each with the place filled in already: what belongs to a place, and what
    may also have one."""
    kinds = recordable(actor, place)
    work, also = ([each for each in kinds if (each.place is Presence.REQUIRED) is of_it] for of_it in (True, False))
    links = {"recordable": work or also, "also_recordable": also if work else []}
    return {key: [Link(each.words, form_href(each.code, place)) for each in found] for key, found in links.items()}


def _answer(actor: Actor, code: str | None) -> Words:
    """How many places are in use: of one unit and all below it, or everywhere that the actor sees."""
    if code is None:
        return w("地点：在用 {n} 处", "Places: {n} in use").fill(n=f"{places.counted(actor):,}")
    unit = units.unit(actor, code)
    said = w("{u}：在用地点 {n} 处", "{u}: {n} places in use")
    return said.fill(u=unit.words, n=f"{places.counted(actor, unit.path):,}")


def _must_see(actor: Actor) -> None:
    if not actor.prefixes(SEE):
        raise Refused(NOT_ALLOWED, verb=SEE)


def _own(actor: Actor, code: str, verb: str) -> Place:
    """The place, where the actor holds the verb. Raises `not_found` or `not_allowed`."""
    place = places.place(actor, code)
    actor.must(verb, place.path)
    return place


def _asked(form: PlaceFilter) -> dict[str, Any]:
    return {
        "under": form.chosen("unit"),
        "kind": form.chosen("kind"),
        "text": form.chosen("q"),
        "closed": bool(form.chosen("closed")),
    }


class PlacesTable(Table[Place]):
    """Places with the unit that answers for each."""

    called: Mapping[str, Words]
    outside: bool = True

    name = Text(w("名称", "Name"), "words", link=lambda row: place_href(row.code))
    code = Code(w("代码", "Code"))
    kind = Text(w("类别", "Kind"), "kind_words")
    unit = Named(w("负责单位", "Unit"))
    parent = Code(w("所属地点", "Part of"), when="outside")
    standing = State(w("状态", "State"), lambda row: standing(row) or Chip(w("在用", "in use"), "done"))


class PartsTable(PlacesTable):
    """Places that are all part of the same one."""

    tall = False


def _table(actor: Actor, listed: Sequence[Place], *, within: bool = False) -> PlacesTable:
    called = units_called(actor, sorted({each.unit for each in listed}))
    return PartsTable(listed, called, outside=False) if within else PlacesTable(listed, called)


def _list_actions(actor: Actor, request: HttpRequest) -> list[Link]:
    query = request.GET.copy()
    query.pop("cursor", None)
    query.pop("closed", None)
    sheet = labels_href("labels") + (f"?{query.urlencode()}" if query else "")
    links = [
        Link(w("启用地点", "Open a place"), href("place-new", unit=request.GET.get("unit", "")[:40])),
        Link(w("从表格导入", "Import a sheet"), href("places-import")),
    ]
    links.append(Link(w("打印标签", "Print labels"), sheet))
    return links if actor.prefixes(OPEN) else []


def _actions(actor: Actor, place: Place) -> list[Link]:
    if not actor.may(OPEN, place.path):
        return []
    found = [Link(w("在此启用下属地点", "Open a place within"), href("place-new", unit=place.unit, parent=place.code))]
    if place.closed_on is None:
        found.append(Link(w("标签", "Label"), labels_href("label", PLACE_SORT, place.code)))
        found.append(Link(w("停用", "Close"), href("place-close", place.code)))
    return found


def _facts(actor: Actor, place: Place, unit: units.Unit) -> list[Fact]:
    estate = place.kind in PLACE_KINDS.having(HOUSEHOLDS) and actor.may("people.see", place.path)
    said: list[tuple[Words, object]] = [
        (w("负责单位", "Responsible unit"), Link(unit.words, unit_href(unit.code))),
        (w("所属地点", "Part of"), Link(place.parent, place_href(place.parent)) if place.parent else None),
        (w("启用", "Opened"), place.opened_on),
        (w("停用", "Closes"), place.closed_on),
        (
            w("住户", "Households"),
            Link(w("楼栋立面", "Building elevation"), href("building", place.code)) if estate else None,
        ),
        (SOURCE_WORDS, refs_said(actor, PLACE_OPENED.code, place.code)),
    ]
    return [Fact(label, value) for label, value in said if value is not None]
