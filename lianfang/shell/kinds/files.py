"""shell · kind files: an uploaded .xlsx, .ods or .csv as sheets of cells, or a refusal that names what it really is."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator

from lianfang.kernel.problems import Refused, problem
from lianfang.kernel.words import w
from lianfang.shell.documents.csv_lines import FORMULA_LIKE
from lianfang.shell.documents.read import CellValue, SheetRead, read_workbook

_SEPARATORS = (",", "\t", ";")
_CODINGS = ("utf-8-sig", "gb18030")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WORKBOOK = b"PK\x03\x04"

NOT_A_SHEET = problem(
    "not_a_sheet",
    415,
    w("请上传 .xlsx、.ods、.csv 或 .tsv 文件", "Upload an .xlsx, .ods, .csv or .tsv file"),
    w("旧格式请另存为 .xlsx", "Save an older format as .xlsx first"),
)
CSV_NOT_TEXT = problem(
    "csv_not_text",
    422,
    w("文件名是 .csv，内容却不是文字表格", "The file is called .csv, but what it holds is no text"),
    w(
        "请用表格软件打开原文件，另存为 .xlsx 或 .csv",
        "Open the original in a spreadsheet and save it as .xlsx or .csv",
    ),
)
CSV_CODING = problem(
    "csv_coding",
    422,
    w("文字编码不是 UTF-8、UTF-16 或 GB18030", "The text is in neither UTF-8, UTF-16 nor GB18030"),
    w("请另存为“CSV UTF-8”后重新上传", "Save it as “CSV UTF-8” and upload it again"),
)
CSV_QUOTES = problem(
    "csv_quotes",
    422,
    w("第 {line} 行起的引号没有成对", "From line {line} on, a quotation mark has no partner"),
    w("请补上或删去该引号；本次没有导入任何内容", "Add its partner or delete it; nothing of the file was imported"),
)


class Formula(str):
    """A cell of a CSV file that a spreadsheet would calculate: it is no value."""

    __slots__ = ()


def read_file(name: str, body: bytes) -> list[SheetRead]:
    """The sheets of a file, by what it is and not only by what it is called. Raises `Refused`."""
    if not name.lower().endswith((".xlsx", ".ods", ".csv", ".tsv", ".txt")):
        raise Refused(NOT_A_SHEET)
    if name.lower().endswith((".xlsx", ".ods")) or body.startswith(_WORKBOOK):
        return read_workbook(body)
    return [SheetRead("", [[_unquoted(cell) for cell in row] for row in _lines(_decoded(body))])]


def _decoded(body: bytes) -> str:
    if body.startswith(_WIDE):
        try:
            return body.decode("utf-16")
        except UnicodeDecodeError:
            raise Refused(CSV_CODING) from None
    if b"\0" in body:
        raise Refused(CSV_NOT_TEXT)
    for coding in _CODINGS:
        try:
            return body.decode(coding)
        except UnicodeDecodeError:
            continue
    raise Refused(CSV_CODING)


def _lines(text: str) -> Iterator[list[str]]:
    """The rows of a CSV, separated as its first lines are: by commas, semicolons, or tabs as in Unicode text."""
    head = text[:4096].splitlines()[:20]
    by = max(_SEPARATORS, key=lambda mark: max((line.count(mark) for line in head), default=0))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=by, strict=True)
    line = 1
    try:
        for row in reader:
            yield row
            line = reader.line_num + 1
    except csv.Error:
        raise Refused(CSV_QUOTES, line=line) from None


def _unquoted(cell: str) -> CellValue:
    """Text without the quote that keeps a spreadsheet from reading it as a formula; a formula is marked as one."""
    text = cell.strip()
    if text.startswith("'") and text[1:].startswith(("'", *FORMULA_LIKE)):
        return text[1:]
    return Formula(text) if text.startswith("=") else text
