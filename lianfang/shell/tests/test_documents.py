"""shell · tests · documents: what goes into a PDF or a spreadsheet is what comes out of it."""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pypdf
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from lianfang.kernel.measures import Measure, MeasureState
from lianfang.kernel.problems import Refused
from lianfang.kernel.words import Words, w
from lianfang.shell.components.tables import Figure, Table, Text, When
from lianfang.shell.components.types import Fact
from lianfang.shell.documents import xlsx
from lianfang.shell.documents.cells import measure_cells
from lianfang.shell.documents.form import Form, FormRow, Signature, form_pdf
from lianfang.shell.documents.glyphs import drawable
from lianfang.shell.documents.paper import Paper, paper_pdf
from lianfang.shell.documents.read import read_workbook
from lianfang.shell.documents.xlsx import Sheet, workbook
from lianfang.shell.styleguide import MEASURES, NOW
from lianfang.shell.tests.naughty import CONTROLS, NAUGHTY
from tests.support.codes import decoded


class Values(Table[object]):
    value = Text("值", lambda _, row: row)


class Measures(Table[tuple[Words, Measure]]):
    unit = Text("单位", lambda _, row: row[0])
    fever = Figure(w("发热", "Fever"), lambda _, row: row[1], note="H2")
    at = When("时间", lambda _, __: NOW)


def book_of(texts: list[str]) -> bytes:
    return workbook([Sheet("表", Values(texts))])


def by_openpyxl(data: bytes, skip: int) -> list[object]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    return [sheet.cell(row, 1).value for row in range(skip + 1, sheet.max_row + 1)]


def by_calamine(data: bytes, skip: int) -> list[object]:
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    return [row[0] for row in sheet.to_python(skip_empty_area=False)][skip:]


def unescape(text: str) -> str:
    """Undoes `_xHHHH_` as the format defines it; for readers that hand it over undone."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


HEAD_ROWS = 4  # title, an empty row, the heads, their notes


def test_naughty_text_survives_the_spreadsheet() -> None:
    data = book_of([*NAUGHTY, *CONTROLS])
    assert by_calamine(data, HEAD_ROWS) == [*NAUGHTY, *CONTROLS]
    # openpyxl hands escapes over half undone, so texts that look like one are left to calamine above.
    pairs = list(zip(by_openpyxl(data, HEAD_ROWS), NAUGHTY, strict=False))
    assert all(read == text for read, text in pairs if "_x" not in text)
    assert [unescape(str(text)) for text in by_openpyxl(data, HEAD_ROWS)[len(NAUGHTY) :]] == list(CONTROLS)
    assert [row[0] for row in read_workbook(data)[0].rows[HEAD_ROWS:]] == [*NAUGHTY, *CONTROLS]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffe\uffff"), min_size=1),
        min_size=1,
        max_size=20,
    )
)
def test_any_text_survives_the_spreadsheet(texts: list[str]) -> None:
    assert by_calamine(book_of(texts), HEAD_ROWS) == texts


@pytest.mark.parametrize("text", ["a\0b", "lone \ud800"])
def test_what_no_document_can_carry_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="text_unprintable"):
        book_of([text])
    with pytest.raises(Refused, match="text_unprintable"):
        form_pdf(a_form(narrative=text))


def test_text_over_the_cell_limit_is_refused_and_not_cut() -> None:
    with pytest.raises(Refused, match="text_too_long"):
        book_of(["👧" * (xlsx.CELL_TEXT_MAX // 2 + 1)])
    assert by_calamine(book_of(["x" * xlsx.CELL_TEXT_MAX]), HEAD_ROWS) == ["x" * xlsx.CELL_TEXT_MAX]


def test_a_measure_is_five_cells_and_an_unreported_one_no_zero() -> None:
    read = read_workbook(workbook([Sheet("日报", Measures(MEASURES))]))[0].rows
    assert read[2][1:6] == ["发热 · 数值", "发热 · 已查", "发热 · 应查", "发热 · 覆盖率", "发热 · 状态"]
    for row, (_, measure) in zip(read[HEAD_ROWS:], MEASURES, strict=True):
        cells = measure_cells(measure)
        assert row[1] == ("" if cells.value is None else cells.value)
        assert row[4:6] == [cells.coverage, cells.state]
        assert str(row[6]) == "2020-08-10 16:40:00"


def test_numbers_beyond_a_spreadsheets_grasp_stay_exact() -> None:
    table = Values([Decimal("12345678901234567.25"), 10**20, Decimal("0.1")])
    assert by_calamine(workbook([Sheet("数", table)]), HEAD_ROWS) == [
        "12345678901234567.25",
        "100000000000000000000",
        0.1,
    ]


def test_equal_sheets_give_equal_bytes_and_names_never_clash() -> None:
    table = Values(["1"])
    sheets = [
        Sheet("汇总/a*b" * 9, table),
        Sheet("汇总/a*b" * 9, table),
        Sheet("History", table),
        Sheet("", table, "t"),
    ]
    assert workbook(sheets) == workbook(sheets)
    assert len(read_workbook(workbook(sheets))) == 4


def a_form(**more: object) -> Form:
    rows = tuple(FormRow(f"H{i}", words, m, w("人", "people")) for i, (words, m) in enumerate(MEASURES))
    said = {
        "facts": (Fact(w("判定", "Verdict"), w("按时：15:42 确认", "on time: confirmed 15:42")),),
        "events": (("8月9日 06:51", "野外项目部04", "发热或症状", "处置中"),),
        "exceptions": (("2 人未测体温", "王**、李**"),),
        "draft": True,
        "signatures": (Signature(w("确认", "Confirmed"), "王*", NOW), Signature(w("签收", "Received"))),
        "seal_root": "9f2c66d0" * 8,
        "verify_href": "https://lianfang.example/verify/9f2c66d0",
        "narrative": "",
        **more,
    }
    return Form(
        w("疫情防控日报告", "Daily report"), w("后勤服务中心", "Logistics"), "T161-LOG", rows, NOW,
        **said,  # type: ignore[arg-type]
    )  # fmt: skip


def letters(text: str) -> Counter[str]:
    """The characters that leave ink, whatever their order: scripts from the right come back in another one."""
    plain = unicodedata.normalize("NFKD", text)
    return Counter(char for char in plain if unicodedata.category(char)[0] not in "CZM")


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("text", [*NAUGHTY, *CONTROLS], ids=range(len(NAUGHTY) + len(CONTROLS)))
def test_naughty_text_survives_the_pdf(text: str) -> None:
    missing = letters(drawable(text)) - letters(text_of(form_pdf(a_form(narrative=text))))
    assert not missing


def test_a_character_without_a_glyph_is_printed_as_its_number() -> None:
    assert "〔U+20BB7〕野家" in text_of(form_pdf(a_form(narrative="𠮷野家")))
    assert drawable("王*，ئۇيغۇر 👧 é ①㎡℃") == "王*，ئۇيغۇر 👧 é ①㎡℃"


@pytest.mark.parametrize(
    ("lang", "unverified", "seal"), [("zh-hans", "零，未核实", "封存根值"), ("en", "zero, unverified", "Seal root")]
)
def test_the_form_says_every_state_and_its_seal(lang: str, unverified: str, seal: str) -> None:
    said = text_of(form_pdf(a_form(), lang))
    for part in (unverified, seal, "9f2c66d0" * 8, "T161-LOG", "1,912", "—", "1 / 1"):
        assert part in said


@pytest.mark.parametrize(("lang", "remarks"), [("zh-hans", "情况说明"), ("en", "Remarks")])
def test_a_second_sheet_has_a_head_and_signatures_never_stand_alone(lang: str, remarks: str) -> None:
    rows = tuple(FormRow(f"H{n}", w(f"指标{n}", f"indicator {n}"), Measure(n, n, n)) for n in range(1, 41))
    signed = (Signature(w("签发人", "Signed by"), "王某", NOW, "0991-1"),)
    form = a_form(subtitle="No.1", narrative="人员按班次在岗。", signatures=signed)
    made = form_pdf(replace(form, rows=rows), lang)
    first, second = (page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)
    assert "· No.1" in second
    assert "· No.1" not in first
    for part in (remarks, "人员按班次在岗。", "王某", "2 / 2"):
        assert part in second, part
    assert remarks not in first


def test_the_same_form_gives_the_same_bytes_and_embeds_its_glyphs() -> None:
    pdf = form_pdf(a_form())
    assert pdf == form_pdf(a_form())
    assert len(pdf) < 400_000
    fonts = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    assert all("+" in font.get_object()["/BaseFont"] for font in fonts.values())


A_WITNESS = ":".join(
    ("LIANFANG:1", "0190A1B2-0000-7000-8000-000000000001", "2020-08-10", "1596960000000000", "1597046400000000",
     "1597046461123456", "132", "1234", "1234567", "9F2C66D0" * 8, "00AA11BB" * 8, "", "0123456789ABCDEF",
     "C0FFEE00" * 16)
)  # fmt: skip


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_a_phone_reads_the_witness_from_every_document(lang: str) -> None:
    form = form_pdf(a_form(witness=A_WITNESS), lang)
    assert sorted(decoded(form)) == [A_WITNESS, "https://lianfang.example/verify/9f2c66d0"]
    sheet = paper_pdf(Paper("值班日志", "队", "T161", NOW, witness=A_WITNESS), lang)
    assert decoded(sheet) == [A_WITNESS]
    assert A_WITNESS in text_of(form).replace("\n", "")
    assert A_WITNESS in text_of(sheet).replace("\n", "")


def test_before_the_first_seal_a_document_carries_no_witness() -> None:
    assert decoded(form_pdf(a_form())) == ["https://lianfang.example/verify/9f2c66d0"]
    assert decoded(paper_pdf(Paper("值班日志", "队", "T161", NOW))) == []


def test_many_rows_run_over_pages_with_their_head() -> None:
    row = FormRow("H1", "应测体温人数", Measure(1, 1, 1, NOW, MeasureState.OK))
    pdf = form_pdf(Form("日报", "队", "T161", (row,) * 120, NOW))
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    assert len(pages) > 2
    assert all("已查 / 应查" in page for page in pages[:-1])
    assert f"{len(pages)} / {len(pages)}" in pages[-1]
