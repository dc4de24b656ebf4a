"""shell · directory: one file for each household, and the estate as the buildings that hold them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from lianfang.ground.people import actions, queries_doors
from lianfang.ground.people import queries as people
from lianfang.ground.people.actions import HouseholdSpec
from lianfang.ground.people.card import REGISTER, SEE
from lianfang.ground.people.queries import Household
from lianfang.ground.places import queries as places
from lianfang.ground.places.card import OPEN as ISSUE_LABELS
from lianfang.ground.places.queries import Place
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel.scope import Actor
from lianfang.kernel.stated import stated_of
from lianfang.kernel.words import Words, w
from lianfang.shell.components.tables import Code, Figure, Table, Text
from lianfang.shell.components.types import Fact, Link
from lianfang.shell.cursors import PAGE_SIZE, Trail
from lianfang.shell.directory import history
from lianfang.shell.directory.elevation import Elevation, elevation, where
from lianfang.shell.directory.grant_pages import must_hold
from lianfang.shell.directory.links import PEOPLE, PLACES, href, place_href, unit_href
from lianfang.shell.directory.people_forms import DoorFilter, HouseholdForm
from lianfang.shell.directory.people_pages import people_table, residency_words
from lianfang.shell.forms import posted
from lianfang.shell.labels.links import href as labels_href
from lianfang.shell.labels.sources import HOUSEHOLD

_CELLS = w(
    "一格一户，数字是在册人数；空格是没有登记人员的户。",
    "One cell per home, with the number of people on the register; an empty one has none.",
)
_HOW = w("如 3栋2单元301、3-2-301，或住户代码开头。", "Such as 3-2-301, or the beginning of a code.")
_HOMES = 3000  # homes that one page draws; a larger estate is looked at unit by unit


def estate_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every building of a unit and all below it, as it is seen from the street."""
    must_hold(actor, SEE)
    unit = units.unit(actor, request.GET.get("unit", "")[:40] or actor.home or "")
    found = people.households(actor, under=unit.code, limit=_HOMES + 1)
    drawn = _drawn(actor, found[:_HOMES])
    homes, living = sum(e.homes for _, e in drawn), sum(e.people for _, e in drawn)
    context = {
        "title": w("{u}：{h} 户，在册 {n} 人", "{u}: {h} homes, {n} people").fill(
            u=unit.words, h=f"{homes:,}", n=f"{living:,}"
        ),
        "lede": _stated(unit.code, living) or _CELLS,
        "crumbs": [Link(PEOPLE, href("people")), Link(unit.words, unit_href(unit.code))],
        "actions": _open_link(actor, unit),
        "drawn": drawn,
        "more": len(found) > _HOMES,
    }
    return render(request, "directory/estate.html", context)


def _stated(unit: str, living: int) -> Words | None:
    """Of a demonstration: what its source says, and that the figure above is made up."""
    said = stated_of(unit)
    if said is None:
        return None
    return w("{said}；在册 {n} 人为合成。{cells}", "{said}; the {n} on the register are made up. {cells}").fill(
        said=said, n=f"{living:,}", cells=_CELLS
    )


@never_cache
def households_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The households that a door or the beginning of a code means; without either the estate shows them all."""
    must_hold(actor, SEE)
    form = DoorFilter(request.GET)
    text, trail = form.chosen("q") or "", Trail.asked(request)
    found = queries_doors.said(actor, text, after=trail.word, limit=PAGE_SIZE + 1) if text else []
    page = trail.page(found, lambda each: each.code)
    buildings = places.places(actor, sorted({each.place for each in page.items if each.place}))
    more = w("查到 {n} 户以上", "More than {n} homes") if page.next else w("查到 {n} 户", "{n} homes")
    context = {
        "title": more.fill(n=len(page.items)) if text else w("按门牌查住户", "Homes by their door"),
        "lede": _HOW,
        "filter_form": form,
        "table": HomesTable(page.items, buildings),
        "page": page,
        "crumbs": [Link(PEOPLE, href("people"))],
        "actions": [Link(w("楼栋立面", "Building elevation"), href("estate"))],
        "empty_title": w("请输入门牌", "Enter a door"),
        "empty_words": _HOW,
    }
    return render(request, "shell/list.html", context)


class HomesTable(Table[Household]):
    """Homes by their door."""

    buildings: Mapping[str, Place]

    code = Code(w("住户代码", "Code"), lambda row: Link(row.code, href("household", row.code)))
    building = Text(w("楼栋", "Building"), lambda t, row: _building_words(row, t.buildings))
    where = Text(w("门牌", "Door"), lambda row: where(row))
    people = Figure(w("在册人数", "People"))


def _building_words(home: Household, buildings: Mapping[str, Place]) -> Words | str | None:
    return buildings[home.place].words if home.place and home.place in buildings else home.place


def building_page(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """One building."""
    place = places.place(actor, code)
    actor.must(SEE, place.path)
    found = people.households(actor, under=place.unit, place=code, limit=_HOMES)
    drawn = elevation(found)
    unit = units.unit(actor, place.unit)
    context = {
        "title": w("{p}：{h} 户，在册 {n} 人", "{p}: {h} homes, {n} people").fill(
            p=place.words, h=f"{drawn.homes:,}", n=f"{drawn.people:,}"
        ),
        "crumbs": [Link(PLACES, href("places")), Link(place.words, place_href(code))],
        "actions": _open_link(actor, unit, place),
        "drawn": [(place, drawn)] if found else [],
        "alone": True,
    }
    return render(request, "directory/estate.html", context)


@never_cache
def household_page(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """The file of one household: who lives there, concealed unless it is asked for, and what was recorded."""
    home = people.household(actor, code)
    living = people.listed(actor, under=home.unit, household=code, limit=100)
    place = places.places(actor, [home.place]).get(home.place) if home.place else None
    unit = units.unit(actor, home.unit)
    entries = history.of_entries(actor, people.household_history(actor, code))
    context = {
        "title": _title(home, place, len(living)),
        "crumbs": _crumbs(unit, place),
        "actions": [*_register_link(actor, home), *_label_link(actor, home)],
        "facts": _facts(home, unit, place),
        "table": people_table(actor, living, homes=False),
        "living": living,
        "timeline": history.timeline(actor, entries),
        "proof": history.proof(entries),
    }
    return render(request, "directory/household.html", context)


def new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Puts a dwelling on the register."""
    must_hold(actor, REGISTER)
    initial = {name: request.GET.get(name, "")[:40] for name in ("unit", "place")}
    form = HouseholdForm(actor, posted(request), initial=initial)
    if form.act(lambda said: actions.open_households(actor, [_spec(said)]) or True):
        messages.success(request, w("已登记住户", "The household is on the register").say())
        return HttpResponseRedirect(href("household", form.cleaned_data["code"]))
    context = {
        "title": w("登记住户", "Register a household"),
        "lede": w("一户一档；代码一经使用不再更改。", "One file for each household; its code never changes."),
        "form": form,
        "submit": w("登记", "Register"),
        "crumbs": [Link(PEOPLE, href("people"))],
        "cancel_href": href("estate", unit=initial["unit"]),
    }
    return render(request, "shell/form.html", context, status=form.status)


def _spec(said: dict[str, object]) -> HouseholdSpec:
    return HouseholdSpec(
        code=str(said["code"]), unit=str(said["unit"]), residency=str(said["residency"]),
        place=said["place"] or None, entrance=said["entrance"], floor=said["floor"], door=said["door"] or None,  # type: ignore[arg-type]
    )  # fmt: skip


def _drawn(actor: Actor, found: list[Household]) -> list[tuple[Place | None, Elevation]]:
    """The homes by building, in the order of the buildings' codes; those in none come last."""
    by_place: dict[str, list[Household]] = defaultdict(list)
    for each in found:
        by_place[each.place or ""].append(each)
    known = places.places(actor, [code for code in by_place if code])
    order = sorted(by_place, key=lambda code: (not code, code))
    return [(known.get(code), elevation(by_place[code])) for code in order]


def _title(home: Household, place: Place | None, living: int) -> Words:
    said = w("{b} {d}：在册 {n} 人", "{b}, {d}: {n} people") if place else w("{d}：在册 {n} 人", "{d}: {n} people")
    return said.fill(b=place.words if place else "", d=where(home), n=living)


def _facts(home: Household, unit: Unit, place: Place | None) -> list[Fact]:
    said: list[tuple[Words, object]] = [
        (w("住户代码", "Code"), home.code),
        (w("常住或外来", "Residency"), residency_words(home.residency)),
        (w("楼栋", "Building"), Link(place.words, href("building", place.code)) if place else home.place),
        (w("单元", "Entrance"), home.entrance),
        (w("楼层", "Floor"), home.floor),
        (w("门牌", "Door"), home.door),
        (w("负责单位", "Responsible unit"), Link(unit.words, unit_href(unit.code))),
        (w("登记", "Registered"), home.opened_on),
    ]
    return [Fact(label, value) for label, value in said if value is not None]


def _crumbs(unit: Unit, place: Place | None) -> list[Link]:
    crumbs = [Link(PEOPLE, href("people")), Link(unit.words, href("estate", unit=unit.code))]
    return [*crumbs, Link(place.words, href("building", place.code))] if place else crumbs


def _open_link(actor: Actor, unit: Unit, place: Place | None = None) -> list[Link]:
    if not actor.may(REGISTER, unit.path):
        return []
    return [
        Link(
            w("登记住户", "Register a household"),
            href("household-new", unit=unit.code, place=place.code if place else ""),
        ),
        Link(w("从表格导入", "Import a sheet"), href("households-import", unit=unit.code)),
    ]


def _label_link(actor: Actor, home: Household) -> list[Link]:
    if not actor.may(ISSUE_LABELS, home.path):
        return []
    return [Link(w("门牌标签", "Door label"), labels_href("label", HOUSEHOLD, home.code))]


def _register_link(actor: Actor, home: Household) -> list[Link]:
    if not actor.may(REGISTER, home.path):
        return []
    return [Link(w("登记一人", "Register a person"), href("person-new", unit=home.unit, household=home.code))]
