"""shell · tests · sheets: whatever somebody put into a sheet is read rightly or named, and never quietly lost."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import openpyxl
import pytest

from lianfang.kernel.problems import Refused
from lianfang.shell.kinds.sheets import RowRead, read_sheet
from lianfang.shell.testing import ROUND, TALLY

CODES = ("unit", "occurred_at", "data.n", "data.note")
GOOD = ("T161-LOG", "2020-08-10 08:00", 3, "好")
HEAD = ",".join(CODES)
Rows = Sequence[Sequence[Any]]


def book(*sheets: tuple[str, Rows], hidden: tuple[str, ...] = ()) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)  # type: ignore[arg-type]
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def of_book(*sheets: tuple[str, Rows], **more: Any) -> list[RowRead]:
    return read_sheet(TALLY, "x.xlsx", book(*sheets, **more))


def of_csv(text: str, coding: str = "utf-8") -> list[RowRead]:
    return read_sheet(TALLY, "x.csv", text.encode(coding))


def said(read: RowRead) -> str:
    """What stands against a row, in Chinese."""
    assert read.refused is not None
    return "；".join(fault.says.zh for fault in read.refused.faults) or read.refused.says.zh


def note(read: RowRead) -> Any:
    assert read.draft is not None, said(read)
    return read.draft.data["note"]  # type: ignore[index, call-overload]


@pytest.mark.parametrize("number", [650102198001011234, 1e15, -(10**16), 6.5e17])
def test_a_number_too_long_for_a_spreadsheet_is_not_taken_for_a_text(number: float) -> None:
    good, bad = of_book(("s", (CODES, GOOD, (*GOOD[:3], number))))
    assert note(good) == "好"
    assert "末尾几位已丢失" in said(bad)
    assert "文本" in said(bad)


@pytest.mark.parametrize(("number", "text"), [(123456789012345, "123456789012345"), (650102, "650102"), (1.5, "1.5")])
def test_a_shorter_number_is_its_digits(number: float, text: str) -> None:
    assert note(of_book(("s", (CODES, (*GOOD[:3], number))))[0]) == text


@pytest.mark.parametrize("text", ["6.50102E+17", "-1E+17", "6.50102E+11", "1.38E+10", "6.31E+07"])
def test_what_a_spreadsheet_made_of_a_number_is_no_text(text: str) -> None:
    for read in (*of_csv(f"{HEAD}\nT161-LOG,2020-08-10 08:00,3,{text}"), *of_book(("s", (CODES, (*GOOD[:3], text))))):
        assert "末尾几位已丢失" in said(read)


@pytest.mark.parametrize("text", ["1E+02", "1e309", "E11", "12E+17A"])
def test_what_only_looks_like_it_is(text: str) -> None:
    assert note(of_csv(f"{HEAD}\nT161-LOG,2020-08-10 08:00,3,{text}")[0]) == text


def test_a_date_is_no_text() -> None:
    (read,) = of_book(("s", (CODES, (*GOOD[:3], date(2020, 8, 10)))))
    assert "日期" in said(read)


def test_every_sheet_with_codes_is_read() -> None:
    first, second = of_book(("甲", (CODES, GOOD)), ("乙", (("说明",), CODES, GOOD)), ("空", ()))
    assert first.draft is not None
    assert second.draft is not None
    assert (first.sheet, first.number, second.sheet, second.number) == ("甲", 2, "乙", 3)
    assert first.draft.id != second.draft.id, "two rows alike are two entries"


def test_a_sheet_that_is_left_is_named() -> None:
    rows = of_book(
        ("甲", (CODES, GOOD)),
        ("随手记", (("T161-LOG", 5),)),
        ("藏", (CODES, GOOD)),
        ("别的", ((*CODES, "data.elsewhere"), (*GOOD, 1))),
        ("可选值", (("列", "代码"), ("单位编号", "unit"))),
        hidden=("藏",),
    )
    good, *left = rows
    assert good.draft is not None
    assert [(each.number, each.sheet) for each in left] == [(0, "随手记"), (0, "藏"), (0, "别的")]
    assert "随手记" in said(left[0])
    assert "隐藏" in said(left[1])
    assert "data.elsewhere" in said(left[2])


def test_a_file_with_nothing_but_a_hidden_sheet() -> None:
    with pytest.raises(Refused, match="hidden_sheet"):
        of_book(("藏", (CODES, GOOD)), ("空", ()), hidden=("藏",))


def test_cells_beyond_the_codes_are_named_and_the_others_kept() -> None:
    beyond = "T161-LOG,2020-08-10 08:00,3,好,丢了,"
    good, bad = of_csv(f"{HEAD},,\nT161-LOG,2020-08-10 08:00,3,好,,\n{beyond}")
    assert note(good) == "好"
    assert bad.refused is not None
    assert [fault.path for fault in bad.refused.faults] == ["E"]
    assert "没有列名" in said(bad)
    (bad,) = of_csv(f"{HEAD}\n{beyond}")
    assert "没有列名" in said(bad)
    (bad,) = of_book(("s", (CODES, (*GOOD, None, 7))))
    assert bad.refused is not None
    assert [fault.path for fault in bad.refused.faults] == ["F"]


MIDNIGHT = datetime.combine(date(2020, 8, 10), time())  # to a spreadsheet the same as the day alone


@pytest.mark.parametrize("day", [date(2020, 8, 10), MIDNIGHT, "2020-08-10", "2020/8/10", "２０２０-０８-１０"])
def test_a_day_is_no_moment(day: Any) -> None:
    good, bad = of_book(("s", (CODES, GOOD, ("T161-LOG", day, 3, "x"))))
    assert good.draft is not None
    assert "2020-08-10 16:40" in said(bad)


def test_a_day_is_a_day_where_a_day_is_asked() -> None:
    codes = ("unit", "occurred_at", "place", "data.object", "data.found", "data.done", "data.due_on")
    row = ("T161-LOG", "2020-08-10 00:00", "L1", "电梯", "无", "是", date(2020, 8, 11))
    (read,) = read_sheet(ROUND, "x.xlsx", book(("s", (codes, row))))
    assert read.draft is not None
    assert read.draft.data["due_on"] == date(2020, 8, 11)  # type: ignore[index, call-overload]


def test_full_width_figures_are_figures() -> None:
    (read,) = of_csv(f"{HEAD}\nT161-LOG,2020-08-10 08:00,１２,好")
    assert read.draft is not None
    assert read.draft.data["n"] == "12"  # type: ignore[index, call-overload]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t"])
def test_a_csv_in_the_codings_of_the_field(coding: str, mark: str) -> None:
    text = f"{HEAD}\nT161-LOG,2020-08-10 08:00,3,好".replace(",", mark)
    assert note(of_csv(text, coding)[0]) == "好"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (f'{HEAD}\nT161-LOG,2020-08-10 08:00,3,"好\nT161-LOG,2020-08-10 09:00,4,x\n'.encode(), "csv_quotes"),
        (f'{HEAD}\nT161-LOG,2020-08-10 08:00,3,"好"x\n'.encode(), "csv_quotes"),
        (b"\x7fELF\0\0\0\1" * 30, "csv_not_text"),
        (f"{HEAD}\n".encode() + b"\xff\xff\xff", "csv_coding"),
        (b"\xff\xfea", "csv_coding"),
        (b"", "no_codes_row"),
    ],
)
def test_a_csv_that_is_none_is_named_for_what_it_is(body: bytes, code: str) -> None:
    with pytest.raises(Refused, match=code) as refused:
        read_sheet(TALLY, "x.csv", body)
    if code == "csv_quotes":
        assert "第 2 行" in refused.value.says.zh


def test_a_workbook_that_is_called_csv_is_read() -> None:
    (read,) = read_sheet(TALLY, "x.csv", book(("s", (CODES, GOOD))))
    assert read.draft is not None
