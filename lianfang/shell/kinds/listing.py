"""shell · kind listing: the entries of one kind, narrowed, paged, with their totals and the ways on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lianfang.kernel import clock
from lianfang.kernel.kinds import Needs
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell import cursors
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.pieces import Link
from lianfang.shell.components.table import Column, Row, Table
from lianfang.shell.components.table import Kind as Setting
from lianfang.shell.kinds.console import KindConsole, Listed
from lianfang.shell.kinds.forms import ListFilter, day_window
from lianfang.shell.kinds.pickers import Choices
from lianfang.shell.kinds.said import at, column_of, value_said
from lianfang.shell.ledger import names, queries
from lianfang.shell.ledger.queries import Asked, Entry


def list_page(request: HttpRequest, actor: Actor, console: KindConsole) -> HttpResponse:
    """The list of one kind, newest first."""
    now = clock.current().now()
    form, asked = narrowed(request, actor, console)
    after, back = cursors.read_back(request.GET.get("cursor", ""))
    found = queries.entries(actor, replace_page(asked, after, back))
    page = cursors.paged(found, asked.size, after, back)
    listed = _listed(actor, asked, now)
    context = console.context(request, actor, "list")
    context |= {
        "title": console.answer(actor, listed),
        "lede": console.lede,
        "filter_form": form,
        "table": table_of(actor, console, page.items, _totals(actor, console, asked, listed)),
        "page": page,
        "actions": _actions(request, actor, console),
        "as_of": now,
        "empty_words": _empty(actor, console),
    }
    return render(request, console.template("list"), context)


def narrowed(request: HttpRequest, actor: Actor, console: KindConsole) -> tuple[ListFilter, Asked]:
    """The filter as the address says it, and what it asks for."""
    now = clock.current().now()
    choices = Choices(actor, console.kind.see, day=clock.day_of(now).date)
    form = ListFilter(console.kind, choices, request.GET)
    from_at, to_at = day_window(form.chosen("day"))
    asked = Asked(
        unit=form.chosen("unit"),
        kinds=(console.kind.code,),
        from_at=from_at,
        to_at=to_at,
        place=form.chosen("place"),
        person=form.chosen("person"),
        standing=form.chosen("standing") != "all",
    )
    return form, asked


def replace_page(asked: Asked, after: Any, back: bool) -> Asked:
    """The same question for one page, with one entry more so that a next page is known of."""
    return replace(asked, after=after, newest_first=asked.newest_first is not back, size=asked.size + 1)


def table_of(actor: Actor, console: KindConsole, listed: tuple[Entry, ...], totals: list[object] | None) -> Table:
    """The entries as a table: when, for which unit, where, who, the fields shown, and how each stands."""
    kind, data = console.kind, queries.facts_of(actor, listed)
    called = names.names_of(actor, listed)
    columns = [Column(w("时间", "When"), Setting.WHEN), Column(w("单位", "Unit"))]
    columns += [Column(w("地点", "Place"))] if kind.place is not Needs.NEVER else []
    columns += [Column(w("人员", "Person"))] if kind.person is not Needs.NEVER else []
    lead = len(columns)
    columns += [*(column_of(spec) for _, spec in console.shown), Column(w("状态", "Standing"), Setting.STATE)]
    rows = []
    for each in listed:
        cells: list[object] = [each.occurred_at, called.unit(each.unit)]
        cells += [called.place(each.place)] if kind.place is not Needs.NEVER else []
        cells += [called.person(each.person)] if kind.person is not Needs.NEVER else []
        cells += [value_said(spec, at(data[each.id], name)) for name, spec in console.shown]
        rows.append(Row((*cells, standing_mark(each)), href=console.url("entry", each.id)))
    foot = None
    if totals is not None:
        foot = Row((w("合计", "Total"), *[None] * (lead - 1), *totals, None))
    return Table(tuple(columns), rows, totals=foot)


def standing_mark(of: Entry) -> Chip | None:
    """The same for a list, in which an entry that simply stands needs no mark."""
    return None if of.superseded_by is None and not of.exercise and not of.corrects else standing_chip(of)


def standing_chip(of: Entry) -> Chip:
    """Whether an entry stands, was corrected or withdrawn, or is an exercise."""
    if of.superseded_by is not None:
        withdrawn = of.superseded_kind != of.kind
        return Chip(w("已撤回", "withdrawn") if withdrawn else w("已更正", "corrected"), "excused")
    if of.exercise:
        return Chip(w("演练", "exercise"), "not_due")
    return Chip(w("更正后有效", "stands, corrected"), "done") if of.corrects else Chip(w("有效", "stands"), "done")


def _totals(actor: Actor, console: KindConsole, asked: Asked, listed: Listed) -> list[object] | None:
    """The sums under the fields that the area wants summed: of what a filter leaves, never of all times at once."""
    if not console.totals or not listed.filtered or not listed.counted or listed.capped:
        return None
    sums = queries.totals(actor, asked, console.totals)
    return [sums.get(name) for name, _ in console.shown]


def _listed(actor: Actor, asked: Asked, now: datetime) -> Listed:
    """What the title speaks of; without a filter only the current reporting day is counted."""
    today = clock.day_of(now)
    if not any((asked.unit, asked.from_at, asked.place, asked.person, not asked.standing)):
        window = Asked(kinds=asked.kinds, from_at=today.from_at, to_at=today.to_at, standing=True)
        counted = queries.count(actor, window)
        return Listed(counted, counted, counted > queries.COUNTED_UP_TO, False, today.date)
    counted = queries.count(actor, asked)
    return Listed(min(counted, queries.COUNTED_UP_TO), counted, counted > queries.COUNTED_UP_TO, True, today.date)


def _actions(request: HttpRequest, actor: Actor, console: KindConsole) -> list[Link]:
    query = request.GET.copy()
    query.pop("cursor", None)
    kept = f"?{query.urlencode()}" if query else ""
    links = []
    if console.opens and actor.prefixes(console.kind.record):
        links += [
            Link(w("记一条", "Record one"), console.url("new")),
            Link(w("从表格导入", "Import a sheet"), console.url("import")),
        ]
    return [
        *links,
        Link(w("导出 xlsx", "Export xlsx"), console.url("export", "xlsx") + kept),
        Link("CSV", console.url("export", "csv") + kept),
    ]


def _empty(actor: Actor, console: KindConsole) -> Words:
    if console.opens and actor.prefixes(console.kind.record):
        return w(
            "记一条，或从表格导入。没有记录不等于为零。", "Record one, or import a sheet. Nothing recorded is not zero."
        )
    return w("没有记录不等于为零。", "Nothing recorded is not zero.")
