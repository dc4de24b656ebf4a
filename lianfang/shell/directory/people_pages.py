"""shell · directory: the register of people: concealed by default, by name only where it may be, and never unseen."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lianfang.ground.people import queries as people
from lianfang.ground.people.card import IDENTIFY, REGISTER, SEE
from lianfang.ground.people.facts import RESIDENCY_WORDS
from lianfang.ground.people.identities import Purpose
from lianfang.ground.people.queries import Person
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel.problems import NOT_ALLOWED, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.pieces import Link
from lianfang.shell.components.table import Column, Page, Row, Table
from lianfang.shell.components.table import Kind as Setting
from lianfang.shell.directory import people_counts
from lianfang.shell.directory.grant_pages import must_hold, uuid_of
from lianfang.shell.directory.links import PEOPLE, href, person_href
from lianfang.shell.directory.paging import SIZE, Trail
from lianfang.shell.directory.people_forms import PeopleFilter, SearchForm

PURPOSES: dict[str, Words] = {
    Purpose.ROSTER: w("查看名册", "looked through a register"),
    Purpose.SEARCH: w("查找", "searched"),
    Purpose.DETAIL: w("查看个人页", "looked at the person"),
    Purpose.CONTACT: w("联系", "to reach them"),
    Purpose.EXPORT: w("导出", "exported"),
    Purpose.RECORD: w("办理记录", "while recording"),
}


@never_cache
def people_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The people of a unit and all below it; names on request, which is noted."""
    must_hold(actor, SEE)
    form = PeopleFilter(actor, request.GET)
    unit = _unit(actor, form.chosen("unit"))
    named = request.GET.get("names") == "shown" and bool(actor.prefixes(IDENTIFY))
    trail = Trail.read(request.GET.get("cursor", ""))
    counted = {"yes": True, "no": False}.get(form.chosen("counts") or "")
    found = people.listed(
        actor,
        under=unit.code,
        counts=counted,
        after=uuid_of(trail.after),
        limit=SIZE + 1,
        purpose=Purpose.ROSTER if named else None,
    )
    page: Page[Person] = trail.page(found, SIZE, lambda each: str(each.id))
    context = {
        "title": _answer(actor, unit),
        "lede": w("含全部下级；每人只由一个单位计入应检。", "With all units below; one unit counts a person."),
        "filter_form": form,
        "table": people_table(actor, page.items),
        "page": page,
        "actions": _actions(actor, unit),
        "unit": unit,
        "named": named,
        "may_name": actor.may(IDENTIFY, unit.path),
        "search_form": SearchForm() if actor.prefixes(IDENTIFY) else None,
        "empty_title": w("名册还是空的", "The register is empty"),
        "names_href": _names_href(request, shown=not named),
    }
    return render(request, "directory/people.html", context)


@never_cache
@require_POST
def search_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """People by number or name. It is sent as a form, so that no number stands in an address or a log."""
    must_hold(actor, IDENTIFY)
    form = SearchForm(request.POST)
    found = form.act(lambda said: people.search(actor, said["q"], limit=SIZE))
    context = {
        "title": w("查到 {n} 人", "{n} found").fill(n=len(found or [])),
        "lede": w("本次查找已留痕。", "This search has been noted."),
        "crumbs": [Link(PEOPLE, href("people"))],
        "search_form": form,
        "table": people_table(actor, found or []),
        "searched": True,
    }
    return render(request, "directory/people.html", context, status=form.status)


def counts_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How many people each unit counts, step by step down the tree."""
    must_hold(actor, SEE)
    unit = _unit(actor, request.GET.get("unit", "")[:40] or None)
    actor.must(SEE, unit.path)
    total, listed = people_counts.by_unit(actor, unit.code)
    columns = (
        Column(w("单位", "Unit")),
        Column(w("代码", "Code"), Setting.CODE),
        Column(w("本单位", "Its own"), Setting.FIGURE, w("人", "people")),
        Column(w("含下级", "With all below"), Setting.FIGURE, w("人", "people")),
    )
    rows = [
        Row(
            (each.unit.words, each.unit.code, each.own, each.everywhere),
            href("people-counts", unit=each.unit.code) if each.below else href("people", unit=each.unit.code),
        )
        for each in listed
    ]
    own = Row(
        (w("{u}本级", "{u} itself").fill(u=unit.words), unit.code, total.own, total.own), href("people", unit=unit.code)
    )
    foot = Row((w("合计", "Total"), None, None, total.everywhere))
    context = {
        "title": w("{u}：应检 {n} 人", "{u}: {n} people counted").fill(u=unit.words, n=f"{total.everywhere:,}"),
        "lede": w("日报的应检人数即由此得出。", "The reports take the people they expect from here."),
        "table": Table(columns, [own, *rows], totals=foot),
        "crumbs": [
            Link(PEOPLE, href("people")),
            *(Link(each.words, href("people-counts", unit=each.code)) for each in units.ancestors(actor, unit.code)),
        ],
        "actions": [Link(w("名册", "The register"), href("people", unit=unit.code))],
    }
    return render(request, "shell/list.html", context)


def views_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who looked at whose name, for those who watch over it."""
    must_hold(actor, "access.see")
    login = request.GET.get("login", "")[:150].replace("\0", "") or None
    trail = Trail.read(request.GET.get("cursor", ""))
    found = people.views(actor, login=login, before=_moment(trail.after), limit=SIZE + 1)
    page = trail.page(found, SIZE, lambda each: each.at.isoformat())
    context = {
        "title": w("谁看过个人信息", "Who looked at names"),
        "lede": w(
            "每次查看姓名、证件号、电话都记在这里，不能删除。",
            "Every look at a name or number stands here and cannot be removed.",
        ),
        "table": views_table(actor, page.items),
        "page": page,
        "crumbs": [Link(PEOPLE, href("people"))] if actor.prefixes(SEE) else [],
        "empty_title": w("还没有人看过", "Nobody has looked yet"),
    }
    return render(request, "shell/list.html", context)


def views_table(actor: Actor, listed: tuple[people.Seen, ...] | list[people.Seen]) -> Table:
    """Looks at names, each with who, of which unit, how many and what for."""
    known = units.units(actor, sorted({each.unit for each in listed}))
    columns = (
        Column(w("时间", "When"), Setting.WHEN),
        Column(w("账号", "Login"), Setting.CODE),
        Column(w("单位", "Unit")),
        Column(w("人数", "People"), Setting.FIGURE),
        Column(w("事由", "What for")),
    )
    rows = [
        Row((each.at, each.login, known[each.unit].words, each.persons, PURPOSES.get(each.purpose, each.purpose)))
        for each in listed
        if each.unit in known and actor.may("access.see", known[each.unit].path)
    ]
    return Table(columns, rows)


def people_table(actor: Actor, listed: tuple[Person, ...] | list[Person], *, homes: bool = True) -> Table:
    """People as a table; a name stands as the reader may see it. Without `homes` for those of one household."""
    known = units.units(actor, sorted({each.unit for each in listed}))
    columns = [Column(w("姓名", "Name")), Column(w("单位", "Unit"))]
    columns += [Column(w("住户", "Household"), Setting.CODE)] if homes else []
    columns += [
        Column(w("常住或外来", "Residency")),
        Column(w("计入应检", "Counted")),
        Column(w("自", "Since"), Setting.WHEN),
    ]
    doors = people.households_seen(actor, {each.household for each in listed if homes and each.household})
    rows = []
    for each in listed:
        cells: list[object] = [each.name, known[each.unit].words if each.unit in known else each.unit]
        cells += [home_link(each.household, doors)] if homes else []
        cells += [residency_words(each.residency), each.counts, each.since_day]
        rows.append(Row(tuple(cells), person_href(each.id)))
    return Table(tuple(columns), rows, tall=homes)


def home_link(code: str | None, doors: frozenset[str]) -> Link | str | None:
    """The household; a door where it is among those that the reader may see."""
    return Link(code, href("household", code)) if code in doors else code


def residency_words(residency: str | None) -> Words | None:
    """Whether an address is somebody's usual one."""
    return next((words for value, words in RESIDENCY_WORDS.items() if value == residency), None)


def _unit(actor: Actor, code: str | None) -> Unit:
    """The unit asked for, or the one at which the reader's pages open."""
    if code:
        return units.unit(actor, code)
    if actor.home:
        home = units.unit(actor, actor.home)
        if actor.may(SEE, home.path):
            return home
    for grant in sorted(actor.held, key=lambda each: (len(each.prefixes[0]), each.unit)):
        if SEE in grant.verbs:
            return units.unit(actor, grant.unit)
    raise Refused(NOT_ALLOWED, verb=SEE)


def _answer(actor: Actor, unit: Unit) -> Words:
    """How many are on the register, and how many of them are counted here."""
    said = w("{u}：在册 {r} 人，应检 {n} 人", "{u}: {r} people on the register, {n} counted")
    registered, counted = people.registered_below(actor, unit.path), people.headcount_below(actor, unit.path)
    return said.fill(u=unit.words, r=f"{registered:,}", n=f"{counted:,}")


def _actions(actor: Actor, unit: Unit) -> list[Link]:
    links: list[Link] = []
    if actor.may(REGISTER, unit.path):
        links.append(Link(w("登记一人", "Register a person"), href("person-new", unit=unit.code)))
    links += [
        Link(w("各单位人数", "By unit"), href("people-counts", unit=unit.code)),
        Link(w("楼栋立面", "Buildings"), href("estate", unit=unit.code)),
    ]
    if actor.may("access.see", unit.path):
        links.append(Link(w("谁看过", "Who looked"), href("people-views")))
    return links


def _names_href(request: HttpRequest, *, shown: bool) -> str:
    query = request.GET.copy()
    query.pop("names", None)
    if shown:
        query["names"] = "shown"
    return f"?{query.urlencode()}"


def _moment(said: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(said) if said else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None
