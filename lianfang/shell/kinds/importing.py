"""shell · kind importing: a sheet of a kind handed in, recorded row by row; an own export may come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from lianfang.kernel import clock, journal
from lianfang.kernel.entries import Bounds, Draft, Receipt, check
from lianfang.kernel.kinds import Kind, Origin
from lianfang.kernel.problems import NOT_ALLOWED, Refused
from lianfang.kernel.scope import Actor
from lianfang.shell.asked import own_unit
from lianfang.shell.components.types import Link
from lianfang.shell.forms import posted
from lianfang.shell.kinds.called import Names
from lianfang.shell.kinds.console import KindConsole
from lianfang.shell.kinds.grid import GridColumn, columns_kept
from lianfang.shell.kinds.heads_said import HeadsSaid
from lianfang.shell.kinds.read_as import read_table
from lianfang.shell.kinds.returned import returned
from lianfang.shell.kinds.sheet_pages import (
    ROWS_SHOWN,
    Looked,
    ReasonForm,
    Report,
    RowReport,
    reports_of,
    sheet_page,
)
from lianfang.shell.kinds.sheets import RowRead, read_sheet
from lianfang.shell.kinds.sources import by_source, keep
from lianfang.shell.ledger import actions


def import_page(request: HttpRequest, actor: Actor, console: KindConsole) -> HttpResponse:
    """Takes a sheet; what holds is recorded, the rest is named. The same sheet again records nothing twice."""
    kind = console.kind
    if not actor.prefixes(kind.record):
        raise Refused(NOT_ALLOWED, verb=kind.record)
    unit = own_unit(actor, kind.record)
    heads = HeadsSaid(actor, kind.code, kind.record, unit, columns_kept(kind), request.POST)
    form = ReasonForm(posted(request), request.FILES or None)

    def read(name: str, body: bytes) -> list[RowRead]:
        rows = by_source(actor, kind, read_sheet(kind, name, body, Names(actor), heads))
        return _asked(actor, console, returned(actor, kind, rows, form.cleaned_data.get("reason", "")))

    def recorded(name: str, body: bytes) -> Report:
        if console.asks is None:
            return _import(actor, kind, read(name, body), heads.unread)
        with transaction.atomic():  # what is asked holds until it is recorded
            return _import(actor, kind, read(name, body), heads.unread)

    return sheet_page(
        request, console.template("import"), kind.words, heads, form=form,
        look=lambda name, body: _looked_at(actor, kind, read(name, body), heads.unread),
        record=recorded,
        context={
            **console.context(request, actor, "import"),
            "crumbs": [Link(kind.words, console.url("list"))],
            "template_href": console.url("template"),
            "cancel_href": console.url("list"),
        },
    )  # fmt: skip


def _asked(actor: Actor, console: KindConsole, rows: list[RowRead]) -> list[RowRead]:
    """The rows of a sheet; those that need an answer first are asked, and not recorded."""
    drafts = [row.draft for row in rows if row.draft is not None and not row.known]
    asked = console.asks(actor, drafts) if console.asks is not None and drafts else {}
    return [
        replace(row, draft=None, refused=asked[row.draft.id]) if row.draft and row.draft.id in asked else row
        for row in rows
    ]


def _looked_at(actor: Actor, kind: Kind, rows: list[RowRead], unread: tuple[str, ...]) -> Looked:
    """What each row is read as, before anything is recorded, and what would be refused of it."""
    bounds = Bounds.at(clock.current().now(), settings.CAMPAIGN_SINCE)
    rows = [_checked(row, bounds) for row in rows]
    good = [row for row in rows if row.draft is not None]
    columns = columns_kept(kind)
    bad = [each for row in rows if row.refused is not None for each in _reports(columns, row, row.refused)]
    known, changed = sum(row.known for row in good), sum(row.changed for row in good)
    begun = sum(row.begun for row in rows)
    report = Report(_counted(rows), len(good) - known, known, bad, unread, changed, begun)
    return Looked(report, read_table(actor, kind, good[:ROWS_SHOWN]) if good else None)


def _checked(row: RowRead, bounds: Bounds) -> RowRead:
    if row.draft is None or row.known:
        return row
    try:
        check(row.draft, bounds=bounds, by_action=False)
    except Refused as refused:
        return replace(row, draft=None, refused=refused, changed=False)
    return row


def _import(actor: Actor, kind: Kind, rows: list[RowRead], unread: tuple[str, ...]) -> Report:
    good = {place: row.draft for place, row in enumerate(rows) if row.draft is not None and not row.known}
    receipts = _recorded(actor, kind, list(good.values()))
    stands_against = {place: row.refused for place, row in enumerate(rows) if row.refused is not None}
    stands_against |= {
        place: receipt.problem for place, receipt in zip(good, receipts, strict=True) if receipt.problem is not None
    }
    keep(actor, kind, (row for place, row in enumerate(rows) if place not in stands_against))
    columns = columns_kept(kind)
    reports = [
        each
        for place, row in enumerate(rows)
        if place in stands_against
        for each in _reports(columns, row, stands_against[place])
    ]
    accepted, known = (sum(each.status == status for each in receipts) for status in ("accepted", "duplicate"))
    changed = sum(rows[place].changed and each.status == "accepted" for place, each in zip(good, receipts, strict=True))
    known += sum(row.known for row in rows)
    begun = sum(row.begun for row in rows)
    return Report(_counted(rows), accepted - changed, known, reports, unread, changed, begun)


def _counted(rows: list[RowRead]) -> int:
    """How many rows say something; a sheet as a whole is none, nor is what the template only began."""
    return sum(bool(row.number) and not row.begun for row in rows)


def _recorded(actor: Actor, kind: Kind, drafts: list[Draft]) -> list[Receipt]:
    """The rows together; steps of things one by one, each as the next of its thing."""
    if kind.goes_on:
        return [actions.step(actor, draft, origin=Origin.IMPORT) for draft in drafts]
    return journal.record(actor, drafts, origin=Origin.IMPORT) if drafts else []


def _reports(columns: Sequence[GridColumn], row: RowRead, refused: Refused) -> list[RowReport]:
    return reports_of(row.number, row.sheet, refused, columns)
