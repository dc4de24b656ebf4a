"""shell · kind list page: the entries of one kind, narrowed, paged, with their totals and the ways on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lianfang.kernel import clock
from lianfang.kernel.kinds import Presence
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.tables import Column, Columns, State, Table, Text, When
from lianfang.shell.components.types import Link
from lianfang.shell.cursors import Trail
from lianfang.shell.day_asked import of_a_day
from lianfang.shell.files import shown
from lianfang.shell.files.shown import AllShown, Shown
from lianfang.shell.kinds.console import KindConsole, Listed
from lianfang.shell.kinds.form_schema import Spec
from lianfang.shell.kinds.forms import ListFilter, day_window
from lianfang.shell.kinds.pickers import Choices
from lianfang.shell.kinds.wording import at, column_of
from lianfang.shell.ledger import names, queries, things
from lianfang.shell.ledger.queries import Asked, Entry


@of_a_day(every=True)
def list_page(request: HttpRequest, actor: Actor, console: KindConsole) -> HttpResponse:
    """The list of one kind, newest first."""
    now = clock.current().now()
    form, asked = narrowed(request, actor, console)
    trail = Trail.asked(request, UUID)
    found = queries.entries(actor, replace(asked, after=trail.after, size=asked.size + 1))
    page = trail.page(found, lambda each: each.id, asked.size)
    listed = _listed(actor, form, asked)
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
        source=form.chosen("source"),
        standing=form.chosen("standing") != "all",
    )
    return form, asked


class EntriesTable(Table[Entry]):
    """When, for which unit, where, who, the fields shown, and how each stands; the foot has the sums, if any."""

    console: KindConsole
    data: Mapping[UUID, dict[str, Any]]
    called: names.Called
    sums: Mapping[str, object] | None
    files: Mapping[UUID, Mapping[str, Shown]]

    @property
    def located(self) -> bool:
        return self.console.kind.place is not Presence.FORBIDDEN

    @property
    def of_persons(self) -> bool:
        return self.console.kind.person is not Presence.FORBIDDEN

    @Columns
    def at(self) -> list[When]:
        total = None if self.sums is None else w("合计", "Total")
        link = self.console.url
        return [When(w("时间", "When"), "occurred_at", link=lambda row: link("entry", row.id), total=total)]

    unit = Text(w("单位", "Unit"), lambda t, row: t.called.unit(row.unit))
    place = Text(w("地点", "Place"), lambda t, row: t.called.place(row.place), when="located")
    person = Text(w("人员", "Person"), lambda t, row: t.called.person(row.person), when="of_persons")

    @Columns
    def thing(self) -> list[Column]:
        if not self.console.kind.goes_on:
            return []
        link = self.called.thing_href
        words = things.sort_words(self.console.kind)
        return [Text(words, lambda row: self.called.thing(row.stream), link=lambda row: link(row.stream))]

    @Columns
    def fields(self) -> list[Column]:
        return [self._of(name, spec) for name, spec in self.console.shown]

    def _of(self, name: str, spec: Spec) -> Column:
        return column_of(spec, lambda row: at(self.data[row.id], name), total=(self.sums or {}).get(name))

    @Columns
    def shows(self) -> list[Column]:
        if not self.console.kind.files:
            return []
        return [Text(w("照片、文件", "Photos, documents"), lambda row: AllShown(tuple(self.files[row.id].values())))]

    standing = State(w("状态", "State"), lambda row: standing_mark(row))


def table_of(
    actor: Actor, console: KindConsole, listed: tuple[Entry, ...], sums: Mapping[str, object] | None
) -> EntriesTable:
    """The entries as a table."""
    data = queries.facts_of(actor, listed)
    return EntriesTable(listed, console, data, names.names_of(actor, listed), sums, shown.files_of(actor, listed, data))


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
    return Chip(w("更正后有效", "valid, corrected"), "done") if of.corrects else Chip(w("有效", "valid"), "done")


def _totals(actor: Actor, console: KindConsole, asked: Asked, listed: Listed) -> Mapping[str, object] | None:
    """The sums under the fields that the area wants summed: of what a filter leaves, never of all times at once."""
    if not console.totals or not listed.filtered or not listed.counted or listed.capped:
        return None
    return queries.totals(actor, asked, console.totals)


def _listed(actor: Actor, form: ListFilter, asked: Asked) -> Listed:
    """What the title speaks of: what the list shows, whatever its filter."""
    besides = any((asked.unit, asked.place, asked.person, asked.source, not asked.standing))
    day = form.chosen("day")
    counted = queries.count(actor, asked)
    capped = counted > queries.COUNTED_UP_TO
    return Listed(min(counted, queries.COUNTED_UP_TO), capped, besides or day is not None, None if besides else day)


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
        *([Link(w("含照片 zip", "Zip with files"), console.url("export", "zip") + kept)] if console.kind.files else []),
    ]


def _empty(actor: Actor, console: KindConsole) -> Words:
    if console.opens and actor.prefixes(console.kind.record):
        return w(
            "记一条，或从表格导入。没有记录不等于为零。", "Record one, or import a sheet. Nothing recorded is not zero."
        )
    return w("没有记录不等于为零。", "Nothing recorded is not zero.")
