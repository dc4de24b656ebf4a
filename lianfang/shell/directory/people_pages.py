"""shell · directory: the register of people: concealed by default, by name only where it may be, and never unseen."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lianfang.ground.people import queries as people
from lianfang.ground.people import queries_search
from lianfang.ground.people.card import IDENTIFY, REGISTER, SEE
from lianfang.ground.people.masking import Purpose
from lianfang.ground.people.payloads import RESIDENCY_WORDS
from lianfang.ground.people.queries import Person
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel.problems import NOT_ALLOWED, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell import cursors
from lianfang.shell.components.tables import Code, Figure, Named, Page, Table, Text, When
from lianfang.shell.components.types import Link
from lianfang.shell.cursors import PAGE_SIZE, Trail
from lianfang.shell.directory import people_counts
from lianfang.shell.directory.grant_pages import must_hold
from lianfang.shell.directory.links import PEOPLE, href, person_href
from lianfang.shell.directory.people_forms import PeopleFilter, SearchForm
from lianfang.shell.ledger.names import units_called
from lianfang.shell.uncovering import ASKED_FOR_WORDS

PURPOSES: dict[str, Words] = {
    Purpose.WORK: w("日常检查", "daily checks of own people"),
    Purpose.EXPORT: w("导出", "exported"),
    Purpose.SEARCH: w("查找", "searched"),
    Purpose.RECORD: w("填写记录时", "while recording"),
    Purpose.COPY: w("导出本人资料", "took a copy for the person"),
    Purpose.ROSTER: w("查看名册", "looked through a register"),
    Purpose.DETAIL: w("查看个人页", "looked at the person"),
} | ASKED_FOR_WORDS


@never_cache
def people_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The people of a unit and all below it; names on request, which is noted."""
    must_hold(actor, SEE)
    form = PeopleFilter(actor, request.GET)
    unit = _unit(actor, form.chosen("unit"))
    trail = Trail.asked(request, UUID)
    counted = {"yes": True, "no": False}.get(form.chosen("counts") or "")
    found = people.listed(actor, under=unit.code, counts=counted, after=trail.after, limit=PAGE_SIZE + 1)
    page: Page[Person] = trail.page(found, lambda each: each.id)
    context = {
        "title": _answer(actor, unit),
        "lede": w("含全部下级；每人只由一个单位计入应检。", "With all units below; one unit counts a person."),
        "filter_form": form,
        "table": people_table(actor, page.items),
        "page": page,
        "actions": _actions(actor, unit),
        "unit": unit,
        "may_name": bool(actor.prefixes(IDENTIFY)),
        "search_form": SearchForm() if actor.prefixes(IDENTIFY) else None,
        "empty_title": w("名册还是空的", "The register is empty"),
    }
    return render(request, "directory/people.html", context)


def _found(n: int) -> Words:
    """How many were found; at the most that are listed, that there may be others."""
    if n < PAGE_SIZE:
        return w("查到 {n} 人", "{n} found").fill(n=n)
    more = w(
        "只列出前 {n} 人，可能还有：请填写全名或完整号码",
        "Only the first {n} are listed; there may be more: give the full name or number",
    )
    return more.fill(n=n)


@never_cache
@require_POST
def search_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """People by number or name. It is sent as a form, so that no number stands in an address or a log."""
    must_hold(actor, IDENTIFY)
    form = SearchForm(request.POST)
    after = cursors.read(request.POST.get("cursor", ""), str, UUID)
    meant = form.act(lambda said: queries_search.page(actor, said["q"], limit=PAGE_SIZE, after=after)) or []
    found, said = [each.person for each in meant], form.cleaned_data.get("q", "") if meant else ""
    more = len(meant) == PAGE_SIZE and queries_search.goes_on(actor, said, meant[-1].at)
    on = cursors.word(*meant[-1].at) if more else ""
    context = {
        "title": _found_words(len(found), more=bool(on), further=after is not None),
        "lede": _noted(found),
        "crumbs": [Link(PEOPLE, href("people"))],
        "search_form": form,
        "table": people_table(actor, found),
        "searched": True,
        "said": said,
        "onward": on,
        "further": after is not None,
    }
    return render(request, "directory/people.html", context, status=form.status)


def _found_words(found: int, *, more: bool, further: bool) -> Words:
    """How many were found; that there are more is said."""
    if further:
        others = w("续查到 {n} 人，还有更多", "{n} more, and there are others")
        said = others if more else w("续查到 {n} 人", "{n} more")
    else:
        said = w("查到 {n} 人以上", "More than {n} found") if more else w("查到 {n} 人", "{n} found")
    return said.fill(n=found)


def _noted(found: Sequence[Person]) -> Words | None:
    """What a search showed of names, and what shows them."""
    if any(each.identified for each in found):
        return w("已显示姓名，本次查找已留痕。", "Names are shown; this search has been noted.")
    if found:
        return w(
            "只填了姓名的一部分，姓名已遮蔽；填写全名或完整号码即可显示，并会留痕。",
            "Only part of a name was given, so names are concealed; give the full name or number to show "
            "them, which is noted.",
        )
    return None


def counts_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How many people each unit counts, step by step down the tree."""
    must_hold(actor, SEE)
    unit = _unit(actor, request.GET.get("unit", "")[:40] or None)
    actor.must(SEE, unit.path)
    total, listed = people_counts.by_unit(actor, unit.code)
    context = {
        "title": w("{u}：应检 {n} 人", "{u}: {n} people counted").fill(u=unit.words, n=f"{total.everywhere:,}"),
        "lede": w("日报的应检人数即由此得出。", "Daily reports take the number of people due from here."),
        "table": CountsTable([total, *listed], total),
        "crumbs": [
            Link(PEOPLE, href("people")),
            *(Link(each.words, href("people-counts", unit=each.code)) for each in units.ancestors(actor, unit)),
        ],
        "actions": [Link(w("名册", "The register"), href("people", unit=unit.code))],
    }
    return render(request, "shell/list.html", context)


def views_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who looked at whose name, for those who watch over it."""
    must_hold(actor, "access.see")
    login = request.GET.get("login", "")[:150].replace("\0", "") or None
    trail = Trail.asked(request, datetime)
    found = people.views(actor, login=login, before=trail.after, limit=PAGE_SIZE + 1)
    page = trail.page(found, lambda each: each.at)
    context = {
        "title": w("谁看过个人信息", "Who viewed personal data"),
        "lede": w(
            "每次查看姓名、证件号、电话都记在这里，不能删除。",
            "Every view of a name, identity number or telephone number is listed here and cannot be removed.",
        ),
        "table": views_table(actor, page.items),
        "page": page,
        "crumbs": [Link(PEOPLE, href("people"))] if actor.prefixes(SEE) else [],
        "empty_title": w("还没有人看过", "Nobody has viewed any yet"),
    }
    return render(request, "shell/list.html", context)


class CountsTable(Table[people_counts.Counted]):
    """How many people each unit counts: itself first, then those below."""

    whole: people_counts.Counted

    unit = Text(
        w("单位", "Unit"),
        lambda t, row: w("{u}本级", "{u} itself").fill(u=row.unit.words) if row is t.whole else row.unit.words,
        link=lambda t, row: href("people-counts" if row.below and row is not t.whole else "people", unit=row.unit.code),
        total=w("合计", "Total"),
    )
    code = Code(w("代码", "Code"), "unit.code")
    own = Figure(w("本单位", "Its own"), note=w("人", "people"))
    everywhere = Figure(
        w("含下级", "Units below included"),
        lambda t, row: row.own if row is t.whole else row.everywhere,
        note=w("人", "people"),
        total=lambda t: t.whole.everywhere,
    )


class ViewsTable(Table[people.Seen]):
    """Looks at names, each with who, of which unit, how many and what for."""

    called: Mapping[str, Words]

    at = When(w("时间", "When"))
    login = Code(w("账号", "Login"))
    unit = Named(w("单位", "Unit"))
    persons = Figure(w("人数", "People"))
    purpose = Text(w("事由", "Purpose"), lambda row: PURPOSES.get(row.purpose, row.purpose))


def views_table(actor: Actor, listed: Sequence[people.Seen]) -> ViewsTable:
    """The looks that the reader may know of."""
    known = units.units(actor, sorted({each.unit for each in listed}))
    may = {code: unit.words for code, unit in known.items() if actor.may("access.see", unit.path)}
    return ViewsTable([each for each in listed if each.unit in may], may)


class PeopleTable(Table[Person]):
    """People; a name stands as the reader may see it. Without `homes` for those of one household."""

    called: Mapping[str, Words]
    doors: Collection[str]
    homes: bool = True

    name = Text(w("姓名", "Name"), link=lambda row: person_href(row.id))
    unit = Named(w("单位", "Unit"))
    household = Code(w("住户", "Household"), lambda t, row: home_link(row.household, t.doors), when="homes")
    residency = Text(w("常住或外来", "Residency"), lambda row: residency_words(row.residency))
    counts = Text(w("计入应检", "Counted"))
    since_day = When(w("自", "Since"))


class HouseholdTable(PeopleTable):
    """The people of one household."""

    tall = False


def people_table(actor: Actor, listed: Sequence[Person], *, homes: bool = True) -> PeopleTable:
    """People as a table."""
    called = units_called(actor, sorted({each.unit for each in listed}))
    doors = people.households_seen(actor, {each.household for each in listed if homes and each.household})
    return (PeopleTable if homes else HouseholdTable)(listed, called, doors, homes)


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
        links.append(Link(w("从表格导入", "Import a sheet"), href("people-import")))
    links += [
        Link(w("各单位人数", "By unit"), href("people-counts", unit=unit.code)),
        Link(w("楼栋立面", "Building elevation"), href("estate", unit=unit.code)),
    ]
    if actor.may("access.see", unit.path):
        links.append(Link(w("谁看过", "Who viewed"), href("people-views")))
    return links
