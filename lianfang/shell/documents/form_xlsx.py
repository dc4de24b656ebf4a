"""shell · form xlsx: the official form as a workbook that a person would hand in, printed on one sheet of A4."""

from __future__ import annotations

import io
from datetime import datetime

from django.utils import translation
from xlsxwriter.worksheet import Worksheet

from lianfang.kernel.words import Words, w
from lianfang.shell.components.text import moment, say
from lianfang.shell.documents.cells import half_characters, measure_cells
from lianfang.shell.documents.form import AS_PRINTED, Form, FormRow, Signature
from lianfang.shell.documents.xlsx import Pen, opened, sheet_name

_HEADS: tuple[tuple[Words, float], ...] = (
    (w("序号", "No."), 5),
    (w("指标", "Indicator"), 30),
    (w("计量单位", "Unit of measure"), 9),
    (w("数值", "Value"), 9),
    (w("上日", "Day before"), 8),
    (w("累计", "Cumulative"), 15),
    (w("已查", "Checked"), 8),
    (w("应查", "Expected"), 8),
    (w("覆盖率", "Coverage"), 9),
    (w("状态", "State"), 15),
    (w("代码", "Code"), 6),
)
_LAST = len(_HEADS) - 1
_NUMBER, _CHECKED, _COVERAGE = 0, 6, 8  # what was checked is said in these columns, or over all of them in words
_EVENTS = w("当日突发情况", "Events of the day")
_EVENT_HEADS = (
    w("时间", "When"), w("单位、地点", "Unit, place"), w("事件", "What"), w("处置情况", "Handling"),
)  # fmt: skip
_EVENT_COLUMNS = ((0, 1), (2, 4), (5, 7), (8, _LAST))
_EXCEPTIONS = w("未齐和例外事项", "Incomplete and exceptional")
_REMARKS = w("情况说明", "Remarks")
_STAMP = w("单位（盖章）：", "Seal of the unit:")
_DRAFT = w("草稿 DRAFT，未签发", "DRAFT 草稿, not signed off")
_NONE = w("无", "None")
_PROOF = (w("封存根值", "Seal root"), w("封印凭证", "Witness of all seals"), w("核验", "Verify"))


def form_xlsx(form: Form, lang: str = "zh-hans") -> bytes:
    """The form as a workbook of one sheet; the same form gives the same bytes."""
    with translation.override(lang):
        held = io.BytesIO()
        with opened(held) as book:
            worksheet = book.add_worksheet(sheet_name(say(form.title)))
            _Sheet(Pen(book), worksheet).write(form)
        return held.getvalue()


class _Sheet:
    """One sheet while it is written from top to bottom."""

    def __init__(self, pen: Pen, worksheet: Worksheet) -> None:
        self.pen, self.on, self.at = pen, worksheet, 0

    def write(self, form: Form) -> None:
        self.on.set_paper(9)
        self.on.set_portrait()
        self.on.fit_to_pages(1, 1)
        self.on.set_margins(0.5, 0.5, 0.5, 0.6)
        self.on.center_horizontally()
        self.on.set_footer("&L&A&R&P / &N")
        for column, (_, width) in enumerate(_HEADS):
            self.on.set_column(column, column, width)
        self._across(say(form.title), "headline", tall=2)
        self._across(say(form.subtitle), "subtitle")
        if form.draft:
            self._across(_DRAFT.say(), "draft")
        self._facts(form)
        self._lines(form)
        self._events(form)
        self._heading(_EXCEPTIONS)
        if not (form.exceptions or form.as_printed):
            self._pair(_NONE.say(), "")
        for what, which in form.exceptions:
            self._pair(what, which)
        if form.as_printed:
            self._across(f"{AS_PRINTED.say()} {moment(form.printed_at, 'year') if form.printed_at else ''}", "subtitle")
        for what, which in form.as_printed:
            self._pair(what, which)
        self._heading(_REMARKS)
        self._across(form.narrative or _NONE.say(), "boxed", tall=_rows_of(form.narrative))
        self._signatures(form.signatures)
        for label, value in zip(_PROOF, (form.seal_root, form.witness, form.verify_href), strict=True):
            if value:
                self._pair(label.say(), value, style="fine")

    def _across(self, text: str, style: str, *, tall: int = 1) -> None:
        self._merged(0, _LAST, text, style)
        if tall > 1:
            self.on.set_row(self.at, 15 * tall)
        self.at += 1

    def _merged(self, first: int, last: int, text: str, style: str) -> None:
        if first < last:
            self.on.merge_range(self.at, first, self.at, last, "", self.pen.style(style))
        self.pen.text(self.on, self.at, first, text, style)

    def _heading(self, words: Words | str) -> None:
        self._across(say(words), "section")

    def _pair(self, label: str, value: str, style: str = "boxed") -> None:
        self._merged(0, 2, label, style)
        self._merged(3, _LAST, value, style)
        rows = max(_rows_of(label, _width(0, 2)), _rows_of(value, _width(3, _LAST)))
        self.on.set_row(self.at, (11 if style == "fine" else 15) * rows)
        self.at += 1

    def _facts(self, form: Form) -> None:
        """Two facts in a row."""
        for first in range(0, len(form.facts), 2):
            for fact, (label, value, end) in zip(
                form.facts[first : first + 2], ((0, 2, 4), (5, 7, _LAST)), strict=False
            ):
                said = moment(fact.value, "year") if isinstance(fact.value, datetime) else say(fact.value)
                self._merged(label, value - 1, say(fact.label), "label")
                self._merged(value, end, said, "plain")
            self.at += 1

    def _lines(self, form: Form) -> None:
        for column, (words, _) in enumerate(_HEADS):
            self.pen.text(self.on, self.at, column, words.say(), "boxhead")
        self.on.set_row(self.at, 30)
        self.at += 1
        group = ""
        for number, row in enumerate(form.rows, 1):
            if say(row.group) and say(row.group) != group:
                group = say(row.group)
                self._heading(group)
            self._line(number, row)

    def _line(self, number: int, row: FormRow) -> None:
        cells, before = measure_cells(row.measure), None
        if row.before is not None:
            before = measure_cells(row.before).value
        state = say(row.state) if row.state is not None else cells.state
        values: tuple[object, ...] = (
            number, say(row.words), say(row.unit), cells.value, before, row.total, cells.checked, cells.expected,
            cells.coverage, state, row.code,
        )  # fmt: skip
        for column, value in enumerate(values):
            if column == _CHECKED and row.checked is not None:
                self._merged(_CHECKED, _COVERAGE, say(row.checked), "boxed")
            elif row.checked is not None and _CHECKED < column <= _COVERAGE:
                continue
            elif value in (None, ""):
                self.on.write_blank(self.at, column, None, self.pen.style("boxed"))
            else:
                self.pen.write(self.on, self.at, column, value, "boxhead" if column == _NUMBER else "boxed")
        said = [(i, value) for i, value in enumerate(values) if isinstance(value, str)]
        self.on.set_row(self.at, 15 * max(_rows_of(value, _width(i, i)) for i, value in said))
        self.at += 1

    def _events(self, form: Form) -> None:
        self._heading(_EVENTS)
        if not form.events:
            self._across(say(form.no_events) or _NONE.say(), "boxed")
            return
        for cells, style in (
            (tuple(head.say() for head in _EVENT_HEADS), "boxhead"),
            *((e, "boxed") for e in form.events),
        ):
            rows = 1
            for text, (first, last) in zip(cells, _EVENT_COLUMNS, strict=True):
                self._merged(first, last, text, style)
                rows = max(rows, _rows_of(text, _width(first, last)))
            self.on.set_row(self.at, 15 * rows)
            self.at += 1

    def _signatures(self, signatures: tuple[Signature, ...]) -> None:
        """Who signed, two in a row, and the place for the seal."""
        said = [_signed(each) for each in signatures] + [_STAMP.say()]
        for first in range(0, len(said), 2):
            for text, (start, end) in zip(said[first : first + 2], ((0, 4), (5, _LAST)), strict=False):
                self._merged(start, end, text, "boxed")
            if first + 1 == len(said):
                self._merged(5, _LAST, "", "boxed")
            self.on.set_row(self.at, 34)
            self.at += 1


def _signed(each: Signature) -> str:
    first = f"{say(each.act)}：{each.name}{' ' + each.note if each.note else ''}"
    rest = "　".join(part for part in (each.phone, moment(each.at, "year") if each.at else "") if part)
    return f"{first}\n{rest}" if rest else first


def _width(first: int, last: int) -> int:
    """How many half characters stand side by side in these columns."""
    return int(sum(width for _, width in _HEADS[first : last + 1])) - 1


def _rows_of(text: str, width: int = 80) -> int:
    """How many rows a text takes at a width in half characters."""
    lines = text.split("\n") if text else [""]
    return sum(max(1, -(-half_characters(line) // width)) for line in lines)
