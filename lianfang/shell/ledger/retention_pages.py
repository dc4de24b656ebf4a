"""shell · retention pages: how long each kind of record stays tied to a person, and what was done about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lianfang.kernel import retention
from lianfang.kernel.kinds import KINDS, Kind
from lianfang.kernel.retention import Ended
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.tables import Figure, Named, Table, Text, When
from lianfang.shell.components.types import Link
from lianfang.shell.cursors import PAGE_SIZE, Trail
from lianfang.shell.ledger import names
from lianfang.shell.ledger.pages import may_see_ledger

_NONE_YET = w("尚无", "none yet")
TITLE = w("保存期限", "Retention")


class PromisesTable(Table[Kind]):
    """What each kind promises, and how far it is kept."""

    last: Mapping[str, Ended]

    words = Text(w("记录种类", "Kind of record"))
    purpose = Text(w("用途", "Kept for"), lambda row: row.privacy.purpose)
    days = Figure(w("保存天数", "Days"), lambda row: row.privacy.retention_days)
    through = When(w("已解除至", "Ended through"), lambda t, row: _of(t.last, row, "through_day"))
    at = When(w("最近一次", "Last run that ended any"), lambda t, row: _of(t.last, row, "at"))
    held = Figure(w("当时暂缓", "Held back then"), lambda t, row: _of(t.last, row, "held"))


class RunsTable(Table[Ended]):
    """What each run did."""

    called: Mapping[str, Words]

    at = When(w("时间", "When"))
    kind = Text(w("记录种类", "Kind of record"), lambda row: KINDS[row.kind].words if row.kind in KINDS else row.kind)
    unit = Named(w("单位", "Unit"))
    since_day = When(w("自", "From"))
    through_day = When(w("至", "Through"))
    entries = Figure(w("解除", "Ended"))
    held = Figure(w("暂缓", "Held back"))


def retention_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The promises of the kinds, and what the nightly job did to keep them."""
    may_see_ledger(actor)
    trail = Trail.asked(request, datetime)
    page = trail.page(retention.runs(actor, before=trail.after, limit=PAGE_SIZE + 1), lambda each: each.at)
    promised = retention.promised()
    context = {
        "title": w(
            "保存期限：{n} 种记录到期解除与本人的关联",
            "Retention: {n} kinds of record lose their link to the person when due",
        ).fill(n=len(promised)),
        "lede": w(
            "到期后不再显示是谁，其中的个人文字销毁；统计、封印不变。涉及未了结的突发情况的人暂缓。",
            "When retention ends, a record no longer shows whose it is and its personal text is "
            "destroyed; figures and seals stay. Records of people named in an open incident are held "
            "back.",
        ),
        "crumbs": [Link(w("台账", "Ledger"), reverse("shell:ledger"))],
        "table": PromisesTable(promised, retention.newest(actor)),
        "runs": RunsTable(page.items, names.units_called(actor, sorted({each.unit for each in page.items}))),
        "page": page,
    }
    return render(request, "ledger/retention.html", context)


def _of(last: Mapping[str, Ended], kind: Kind, what: str) -> object:
    return getattr(last[kind.code], what) if kind.code in last else _NONE_YET
