"""shell · seal pages: the seals of units, each chained to the one before, and a unit's day recomputed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header

from lianfang.kernel import bundle, clock
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell import days
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.tables import Code, Figure, Named, State, Table, When
from lianfang.shell.components.types import Link
from lianfang.shell.cursors import PAGE_SIZE, Trail
from lianfang.shell.kinds.wording import day_words
from lianfang.shell.ledger import handing, names, proofs, queries
from lianfang.shell.ledger.pages import SEE, may_see_ledger
from lianfang.shell.ledger.proofs import Sealed

_SHORT = 16  # hex digits of a digest that tell it from its neighbours at a glance


class SealsTable(Table[Sealed]):
    """The newest seal of each unit."""

    called: Mapping[str, Words]

    unit = Named(w("单位", "Unit"), link=lambda row: reverse("shell:seals-unit", args=[row.unit]))
    day = When(w("报告日", "Reporting day"))
    entries = Figure(w("条数", "Entries"))
    root = Code(w("根值", "Root"), lambda row: _short(row.root))
    sealed_at = When(w("封存时间", "Sealed at"))


class ChainTable(Table[tuple[Sealed, Sealed | None]]):
    """One unit's seals, each with the one before it."""

    day = When(
        w("报告日", "Reporting day"),
        lambda row: row[0].day,
        link=lambda row: reverse("shell:verify-day", args=[row[0].unit, row[0].day.isoformat()]),
    )
    entries = Figure(w("条数", "Entries"), lambda row: row[0].entries)
    digest = Code(w("本封印", "This seal"), lambda row: _short(row[0].digest))
    previous = Code(w("前一封印", "Seal before"), lambda row: _short(row[0].previous))
    chained = State(w("相连", "Chained"), lambda row: _link_chip(*row))


def seals_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The newest seal of each unit."""
    may_see_ledger(actor)
    trail = Trail.asked(request)
    found = proofs.newest(after_unit=trail.word, size=PAGE_SIZE + 1)
    page = trail.page(found, lambda each: each.unit)
    kept = page.items
    called = names.units_called(actor, [each.unit for each in kept])
    title = w("还没有封存的报告日", "No reporting day is sealed yet")
    if kept:
        title = w("各单位已封存到 {day}", "Every unit is sealed up to {day}").fill(day=day_words(kept[0].day))
    context = {
        "title": title,
        "lede": w(
            "报告日结束后逐单位封存，前后相连，再由总封印合为一体并签名；签名密钥不在数据库中。",
            "After each reporting day every unit is sealed and chained; a signed head covers all of them. Its key is "
            "not in the database.",
        ),
        "head": proofs.newest_head() if trail.after is None else None,
        "table": SealsTable(kept, called),
        "page": page,
        "crumbs": [Link(w("台账", "Ledger"), reverse("shell:ledger"))],
        "actions": [Link(w("下载封印凭证", "Download the witness"), reverse("shell:witness"))] if kept else [],
    }
    return render(request, "ledger/seals.html", context)


def witness_file(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The witness of all seals as a file, to be kept elsewhere."""
    made = handing.witness_for(actor)
    return _file(f"{made.line}\n", "application/x-ndjson", f"lianfang-witness-{made.head.day}.jsonl")


def bundle_file(request: HttpRequest, actor: Actor, unit: str, day: str) -> HttpResponse:
    """A unit's sealed day as a file that verifies without this system."""
    on = days.said(day)
    made = handing.bundle_for(actor, unit, on)
    return _file(bundle.as_text(made), "application/json", f"lianfang-{unit}-{on}.json")


def _file(text: str, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def seals_of_unit(request: HttpRequest, actor: Actor, unit: str) -> HttpResponse:
    """One unit's chain of seals, newest first."""
    may_see_ledger(actor)
    queries.paths_of_unit(unit)
    trail = Trail.asked(request, date)
    found = proofs.chain_of(unit, before=trail.after, size=PAGE_SIZE + 1)
    page = trail.page(found, lambda each: each.day)
    kept = page.items
    called = names.units_called(actor, [unit]).get(unit, unit)
    context = {
        "title": _chain_words(found).fill(unit=called, n=len(kept)),
        "table": ChainTable(list(zip(kept, [*found[1:], None], strict=False))),
        "page": page,
        "crumbs": [
            Link(w("台账", "Ledger"), reverse("shell:ledger")),
            Link(w("封存", "Seals"), reverse("shell:seals")),
        ],
    }
    return render(request, "ledger/seals.html", context)


def verify_day(request: HttpRequest, actor: Actor, unit: str, day: str) -> HttpResponse:
    """What the QR on a printed report opens: the unit's day recomputed before the reader's eyes."""
    on = days.said(day)
    queries.paths_of_unit(unit)
    sealed = proofs.seal_of(unit, on)
    called = names.units_called(actor, [unit]).get(unit, unit)
    context: dict[str, Any] = {
        "unit": called,
        "unit_code": unit,
        "on": on,
        "crumbs": [Link(w("封存", "Seals"), reverse("shell:seals-unit", args=[unit]))] if actor.prefixes(SEE) else [],
        "now": clock.current().now(),
    }
    if sealed is None:
        title = w("{unit}{day}：尚未封存", "{unit}, {day}: not sealed yet")
        context["title"] = title.fill(unit=called, day=day_words(on, year=True))
    else:
        proved = proofs.of_day(sealed)
        said = (
            w("{unit}{day}：{n} 条，核验通过", "{unit}, {day}: {n} entries, verified")
            if proved.holds
            else w("{unit}{day}：核验不通过", "{unit}, {day}: verification failed")
        )
        context |= {
            "title": said.fill(unit=called, day=day_words(on, year=True), n=f"{proved.entries:,}"),
            "proved": proved,
            "root": sealed.root.hex(),
            "recomputed": proved.root.hex(),
            "seal": sealed.digest.hex(),
            "previous": sealed.previous.hex(),
        }
        if handing.may_have_bundle(actor, unit, on):
            href = reverse("shell:bundle", args=[unit, on.isoformat()])
            context["actions"] = [Link(w("导出供外人核验", "Export it for outsiders to verify"), href)]
    return render(request, "ledger/verify.html", context)


def _link_chip(each: Sealed, older: Sealed | None) -> Chip:
    if each.recomputed != each.digest:
        return Chip(w("封印不符", "does not match"), "missed", "broken")
    if older is not None and older.digest != each.previous:
        return Chip(w("断开", "broken"), "missed", "broken")
    return Chip(w("相连", "chained"), "done")


def _chain_words(found: Sequence[Sealed]) -> Words:
    """Whether the seals shown hang together."""
    if not found:
        return w("{unit}：还没有封印", "{unit}: no seal yet")
    fits = all(each.recomputed == each.digest for each in found)
    if fits and all(newer.previous == older.digest for newer, older in pairwise(found)):
        return w("{unit}：{n} 个报告日逐日相连", "{unit}: {n} reporting days, each chained to the one before")
    return w("{unit}：封印不相连", "{unit}: the seals are not chained")


def _short(digest: bytes) -> str:
    return f"{digest.hex()[:_SHORT]}…"
