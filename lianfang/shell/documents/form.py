"""shell · form: the official form on A4: today beside yesterday, events, exceptions, who signed, seal, QR."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import translation

from lianfang.kernel.measures import Measure
from lianfang.kernel.words import Words, w
from lianfang.shell.components.text import figure, moment, say
from lianfang.shell.components.types import Fact
from lianfang.shell.documents.cells import measure_cells
from lianfang.shell.documents.pdf import WITNESS, qr_svg, render, stamp

AS_PRINTED = w("截至打印时", "as at printing")
_LABELS = {
    "as_of": w("数据截至", "As of"),
    "indicator": w("指标（计量单位）", "Indicator (unit)"),
    "value": w("今日", "Today"),
    "before": w("上日", "Day before"),
    "total": w("累计", "Cumulative"),
    "checked": w("已查 / 应查", "Checked / expected"),
    "state": w("状态", "State"),
    "code": w("代码", "Code"),
    "events": w("当日突发情况", "Events of the day"),
    "event_at": w("时间", "When"),
    "event_where": w("单位、地点", "Unit, place"),
    "event_what": w("事件", "What"),
    "event_how": w("处置情况", "Handling"),
    "exceptions": w("未齐和例外事项", "Incomplete and exceptional"),
    "printed": AS_PRINTED,
    "narrative": w("情况说明", "Remarks"),
    "phone": w("电话", "Tel."),
    "stamp": w("单位（盖章）", "Seal of the unit"),
    "seal": w("封存根值", "Seal root"),
    "verify": w("扫码核验真伪", "Scan to verify"),
    "witness": WITNESS,
    "exercise": w("演练", "EXERCISE"),
    "draft": w("草稿 DRAFT", "DRAFT 草稿"),
    "none": w("无", "None"),
    "not_sealed": w("当日尚未封存", "The day is not sealed yet"),
    "note": w(
        "“—”为未报，不等于零。“未核实”表示查得不够或来源未齐。累计自首份日报起；"
        "（1/2 日）表示 2 日中只有 1 日齐全，累计不全。",
        "“—” is not reported, which is not zero. “Unverified”: too little was checked, or a source is "
        "missing. “Cumulative” is since the first report; (1/2 d): only 1 of 2 days is complete, so the "
        "sum is partial.",
    ),
}


@dataclass(frozen=True, slots=True)
class FormRow:
    """One indicator's line. Rows with the same `group` stand under one heading.

    `checked` and `state` are said in other words than a measure's own where they are given; `before` is the figure of
    the day before, `total` the sum since the first report.
    """

    code: str
    words: Words | str
    measure: Measure
    unit: Words | str = ""
    group: Words | str = ""
    before: Measure | None = None
    total: Words | str | int | Decimal = ""
    checked: Words | str | None = None
    state: Words | str | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """Who did what with the form, when, and how he is reached; an open one is printed as a line to sign on.

    `note` says for whom somebody stood in.
    """

    act: Words | str
    name: str = ""
    at: datetime | None = None
    phone: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """Everything the official form says.

    `events` are rows of when, where, what and how it is handled; without any, `no_events` says what that means.
    `exceptions` are pairs: what is not as it should be, and which; those `as_printed` still follow the records, and are
    of the moment of printing (`printed_at`), not of that of the figures. `verify_href` is the address in its QR code;
    `witness` the compact text of the head of all units' seals, in a code of its own. A `draft` says so across the page.
    """

    title: Words | str
    unit: Words | str
    unit_code: str
    rows: tuple[FormRow, ...]
    as_of: datetime
    subtitle: Words | str = ""
    facts: tuple[Fact, ...] = ()
    events: tuple[tuple[str, str, str, str], ...] = ()
    no_events: Words | str = ""
    exceptions: tuple[tuple[str, str], ...] = ()
    as_printed: tuple[tuple[str, str], ...] = ()
    printed_at: datetime | None = None
    narrative: str = ""
    signatures: tuple[Signature, ...] = ()
    seal_root: str = ""
    verify_href: str = ""
    witness: str = ""
    draft: bool = False
    exercise: bool = False


def form_pdf(form: Form, lang: str = "zh-hans") -> bytes:
    """The form as a PDF in `lang`; the same form gives the same bytes."""
    with translation.override(lang):
        return render("form", _data(form, lang), at=form.as_of)


def _data(form: Form, lang: str) -> dict[str, object]:
    """The form as typst reads it: strings only, said and formatted already."""
    return {
        "lang": lang.partition("-")[0],
        "labels": {key: words.say() for key, words in _LABELS.items()},
        "title": say(form.title),
        "subtitle": say(form.subtitle),
        "unit": say(form.unit),
        "unit_code": form.unit_code,
        "as_of": moment(form.as_of, "year"),
        "facts": [[say(fact.label), _value(fact.value)] for fact in form.facts],
        "rows": [_row(row) for row in form.rows],
        "events": [list(each) for each in form.events],
        "no_events": say(form.no_events),
        "exceptions": [list(each) for each in form.exceptions],
        "as_printed": [list(each) for each in form.as_printed],
        "printed_at": moment(form.printed_at, "year") if form.printed_at else "",
        "narrative": form.narrative,
        "signatures": [
            [say(s.act), s.name, moment(s.at, "year") if s.at else "", s.phone, s.note] for s in form.signatures
        ],
        "seal_root": form.seal_root,
        "verify_href": form.verify_href,
        "qr": qr_svg(form.verify_href) if form.verify_href else "",
        "witness": stamp(form.witness),
        "draft": form.draft,
        "exercise": form.exercise,
    }


def _value(value: object) -> str:
    return moment(value, "year") if isinstance(value, datetime) else say(value)


def _row(row: FormRow) -> dict[str, object]:
    cells = measure_cells(row.measure)
    checked = say(row.checked) if row.checked is not None else checked_said(row.measure)
    before = ""
    if row.before is not None:
        of_before = measure_cells(row.before)
        before = figure(of_before.value) or of_before.blank
    return {
        "code": row.code,
        "words": say(row.words),
        "unit": say(row.unit),
        "group": say(row.group),
        "value": figure(cells.value) or cells.blank,
        "before": before,
        "total": figure(row.total) if isinstance(row.total, int | Decimal) else say(row.total),
        "checked": checked,
        "state": say(row.state) if row.state is not None else cells.state,
    }


def checked_said(measure: Measure) -> str:
    """How many were checked of how many were due, and the share."""
    cells = measure_cells(measure)
    if cells.checked is None or cells.expected is None:
        return ""
    share = f" · {cells.coverage}" if cells.coverage else ""
    return f"{figure(cells.checked)} / {figure(cells.expected)}{share}"
