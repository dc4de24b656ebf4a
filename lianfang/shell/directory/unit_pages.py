"""shell · directory: the tree and list of units, and the page of one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lianfang.ground.access import queries as access
from lianfang.ground.access.roles import words_of
from lianfang.ground.places import queries as places
from lianfang.ground.places.sorts import PLACE_KINDS
from lianfang.ground.units import queries as units
from lianfang.ground.units.card import MOVE, OPEN
from lianfang.ground.units.queries import Unit
from lianfang.kernel.filings import FILINGS
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.tables import Code, State, Table, Text, When
from lianfang.shell.components.text import say
from lianfang.shell.components.types import Fact, Link, Stat
from lianfang.shell.cursors import PAGE_SIZE, Trail
from lianfang.shell.directory import history, unit_tree
from lianfang.shell.directory.grant_pages import grant_table
from lianfang.shell.directory.links import crumbs_of, elsewhere, href, named, unit_href
from lianfang.shell.directory.people_counts import headcount
from lianfang.shell.directory.unit_forms import UnitFilter, files_reports, kind_words
from lianfang.shell.directory.unit_tree_html import step_html, tree_html
from lianfang.shell.labels.links import href as labels_href
from lianfang.shell.ledger.names import units_called


def units_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every unit of the actor: as a tree, or as a list where it is narrowed."""
    form = UnitFilter(actor, request.GET)
    total = units.counted(actor)
    context: dict[str, Any] = {
        "title": w("单位：在册 {n} 个", "Units: {n} on the register").fill(n=f"{total:,}"),
        "filter_form": form,
        "actions": _open_link(actor),
        "narrowed": form.narrows,
    }
    if form.narrows:
        context |= _listed(actor, form, Trail.asked(request))
    else:
        at = request.GET.get("at", "")[:40]
        roots = unit_tree.roots(actor, at)
        context["tree"] = tree_html(roots) if roots else ""
    return render(request, "directory/units.html", context)


def below_part(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """The step of the tree below a unit."""
    return HttpResponse(step_html(unit_tree.below(actor, code)))


def unit_page(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """One unit: who answers for it, where it stood, what it has, and what was recorded about it."""
    unit = units.unit(actor, code)
    parts = unit_tree.below(actor, code)
    entries = history.of_entries(actor, [step.entry for step in units.history(actor, code)])
    crumbs = crumbs_of(actor, unit)
    context = {
        "title": named(unit.words, unit.code),
        "lede": kind_words(unit.kind),
        "unit": unit,
        "crumbs": crumbs,
        "actions": _actions(actor, unit),
        "chip": standing(unit),
        "stats": _stats(actor, unit, parts.below),
        "facts": _facts(actor, unit, crumbs),
        "answering": _answering(actor, unit),
        "tree": step_html(parts),
        "ways": _ways(actor, unit),
        "may_grant": actor.may("access.grant", unit.path),
        "elsewhere": _elsewhere(actor, unit),
        "timeline": history.timeline(actor, entries),
        "proof": history.proof(entries),
    }
    return render(request, "directory/unit.html", context)


def standing(unit: Unit) -> Chip | None:
    """That a unit is closed, or will be; nothing where it simply stands."""
    if unit.closed_on is None:
        return None
    if unit.open_on(units.today()):
        said = w("自 {d} 起撤销", "closes on {d}").fill(d=unit.closed_on.isoformat())
        return Chip(said, "due", "near")
    return Chip(w("已撤销", "closed"), "excused")


def _listed(actor: Actor, form: UnitFilter, trail: Trail) -> dict[str, Any]:
    found = units.listed(
        actor,
        under=form.chosen("under"),
        kind=form.chosen("kind"),
        text=form.chosen("q"),
        closed=bool(form.chosen("closed")),
        after=trail.after,
        limit=PAGE_SIZE + 1,
    )
    page = trail.page(found, lambda each: each.path)
    parents = units_called(actor, sorted({each.parent for each in page.items if each.parent}))
    return {"table": UnitsTable(page.items, parents), "page": page}


class UnitsTable(Table[Unit]):
    """Units with the one above each."""

    parents: Mapping[str, Words]

    name = Text(w("名称", "Name"), "words", link=lambda row: unit_href(row.code))
    code = Code(w("代码", "Code"))
    kind = Text(w("类别", "Kind"), lambda row: kind_words(row.kind))
    parent = Text(w("上级单位", "Parent"), lambda t, row: t.parents.get(row.parent, ""))
    standing = State(w("状态", "State"), lambda row: standing(row) or Chip(w("在册", "on the register"), "done"))


def _open_link(actor: Actor, under: Unit | None = None) -> list[Link]:
    if not actor.prefixes(OPEN) or (under is not None and not actor.may(OPEN, under.path)):
        return []
    opens = Link(w("设立单位", "Open a unit"), href("unit-new", parent=under.code if under else ""))
    return [opens, *([] if under else [Link(w("从表格导入", "Import a sheet"), href("units-import"))])]


def _actions(actor: Actor, unit: Unit) -> list[Link]:
    reports = _report_href(actor, unit)
    found = [Link(w("日报", "Report"), reports)] if reports else []
    if unit.closed_on is None:
        if actor.may(OPEN, unit.path):
            found += [Link(w("设立下级", "Open a unit below"), href("unit-new", parent=unit.code))]
            found += [Link(w("更名", "Rename"), href("unit-rename", unit.code))]
            found += [Link(w("属地登记", "Local authority"), href("unit-host", unit.code))]
        if actor.may(MOVE, unit.path) and unit.parent:
            found += [Link(w("划转", "Move"), href("unit-move", unit.code))]
        if actor.may(OPEN, unit.path) and unit.parent:
            found += [Link(w("撤销", "Close"), href("unit-close", unit.code))]
    return found


def _report_href(actor: Actor, unit: Unit) -> str:
    """The unit's report of the newest day that has closed; empty where its kind files none."""
    if not (files_reports(unit.kind) and actor.may(FILINGS.asked.see, unit.path)):
        return ""
    day = units.today() - timedelta(days=1)
    return elsewhere(FILINGS.asked.pages.report, unit.code, day) if unit.open_on(day) else ""


def _elsewhere(actor: Actor, unit: Unit) -> list[Link]:
    """What other pages say of this unit."""
    ways = (
        (w("封存与核验", "Seals"), elsewhere("shell:seals-unit", unit.code), "ledger.see"),
        (w("台账记录", "Entries in the ledger"), elsewhere("shell:ledger", unit=unit.code), "ledger.see"),
        (w("授权（含下级）", "Access, units below included"), href("grants", unit=unit.code), "access.see"),
        (w("打印地点标签", "Labels of its places, to print"), labels_href("labels", unit=unit.code), "places.open"),
        (w("楼栋立面", "Building elevation"), href("estate", unit=unit.code), "people.see"),
    )
    return [Link(words, way) for words, way, verb in ways if way and actor.may(verb, unit.path)]


def _facts(actor: Actor, unit: Unit, crumbs: list[Link]) -> list[Fact]:
    host = units.host(actor, unit.code)
    tells = w("{authority} {phone}", "{authority} {phone}") if host and host.phone else w("{authority}", "{authority}")
    said: list[tuple[Words, object]] = [
        (w("英文名称", "Name in Chinese"), Words(unit.en, unit.zh)),
        (w("别名", "Aliases"), w("、", ", ").say().join(units.aliases(actor, unit.code))),
        (w("上级单位", "Parent unit"), crumbs[-1] if len(crumbs) > 1 else None),
        (w("所在地", "Where it is"), host.locality if host else None),
        (
            w("属地联系单位", "Local authority"),
            tells.fill(authority=host.authority, phone=host.phone) if host else None,
        ),
        (w("设立", "Opened"), unit.opened_on),
        (w("撤销", "Closes"), unit.closed_on),
    ]
    return [Fact(label, value) for label, value in said if value not in (None, "")]


def _stats(actor: Actor, unit: Unit, below: int) -> list[Stat]:
    counts = places.counts(actor, unit.code)
    kinds = [f"{PLACE_KINDS.words_of(kind).say()} {n}" for kind, n in sorted(counts.items(), key=lambda c: -c[1])]
    own, everywhere = headcount(actor, unit)
    return [
        Stat(w("应检人数（含下级）", "People counted, units below included"), everywhere,
             href("people", unit=unit.code) if actor.may("people.see", unit.path) else "",
             note=w("本单位 {n}", "{n} of its own").fill(n=f"{own:,}")),
        Stat(w("本单位地点", "Its places"), sum(counts.values()), href("places", unit=unit.code),
             note=w("、", ", ").say().join(kinds[:3])),
        Stat(w("直属下级", "Units directly below"), below, href("units", under=unit.code)),
    ]  # fmt: skip


class AnsweringTable(Table[Any]):
    """Roles over a unit with who holds each."""

    tall = False

    role = Text(w("角色", "Role"), lambda row: words_of(row[0]))
    who = Text(w("谁", "Who"), lambda row: row[1] or "—")
    since = When(w("自", "Since"), lambda row: row[2].date())


def _answering(actor: Actor, unit: Unit) -> Table[Any] | None:
    """Who holds which role over this very unit; the logins only for those who may see grants."""
    if actor.may("access.see", unit.path):
        held = access.grants(actor, unit=unit.code, limit=100)
        return grant_table(actor, held, over=False) if held else None
    found = access.answering(actor, unit.code)
    return AnsweringTable(found) if found else None


class WaysTable(Table[tuple[date, date | None, str]]):
    """Where a unit stood, and from when to when."""

    called: Mapping[str, Words]
    tall = False

    since = When(w("自报告日", "From"), lambda row: row[0])

    @When(w("至", "Until"))
    def until(self, row: tuple[date, date | None, str]) -> object:
        return row[1] or (w("至今", "now") if row[0] <= units.today() else w("以后", "onward"))

    @Text(w("隶属", "Under"))
    def where(self, row: tuple[date, date | None, str]) -> str:
        return " / ".join(say(self.called.get(code, code)) for code in row[2].split("/")[:-1])


def _ways(actor: Actor, unit: Unit) -> WaysTable | None:
    """Where the unit stood, where it stood in more than one place."""
    found = units.paths(actor, unit.code)
    if len(found) < 2:
        return None
    codes = {code for _, _, path in found for code in path.split("/")[:-1]}
    return WaysTable(found[::-1], units_called(actor, sorted(codes)))
