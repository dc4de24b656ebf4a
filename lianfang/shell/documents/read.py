"""shell · read: workbooks that come in (.xlsx, .ods), looked at before they are opened: size, shape, formulas."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import PurePosixPath
from xml.parsers import expat

import python_calamine

from lianfang.kernel.problems import Fault, Refused
from lianfang.kernel.words import w
from lianfang.shell.problems import WORKBOOK_FORMULAS, WORKBOOK_TOO_LARGE, WORKBOOK_UNREADABLE

UNPACKED_MAX_BYTES = 200 * 1024 * 1024
CELLS_MAX = 2_000_000  # the rectangle of a sheet, because the reader keeps empty cells too
PARTS_MAX = 2_000
FAULTS_SHOWN = 20

CellValue = str | int | float | bool | datetime | date | time | timedelta
_CHUNK = 1 << 20
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_WORKSHEET = re.compile(r"/?xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_CONTENT, _TABLES = "content.xml", "content"
_LOCAL_HEADER = 30


@dataclass(frozen=True, slots=True)
class SheetRead:
    """One sheet's values, row by row; an empty cell is the empty string. Row 1 is `rows[0]`."""

    name: str
    rows: list[list[CellValue]]
    hidden: bool = False


def read_workbook(data: bytes) -> list[SheetRead]:
    """Every sheet of an .xlsx or .ods file, or `Refused`: unreadable, too large once unpacked, or holding formulas.

    Nothing is unpacked into memory before its true size is known, whatever the file claims of itself.
    """
    for name, part in _sheet_parts(data):
        _look_through(name, part, _SeenTables() if name == _TABLES else _Seen())
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            SheetRead(
                each.name,
                book.get_sheet_by_name(each.name).to_python(skip_empty_area=False),
                each.visible != python_calamine.SheetVisibleEnum.Visible,
            )
            for each in book.sheets_metadata
            if each.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise Refused(WORKBOOK_UNREADABLE, reason=type(error).__name__) from error


def _sheet_parts(data: bytes) -> list[tuple[str, bytes]]:
    """The worksheets' XML, after the whole file has proved to be a zip of bearable size."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > PARTS_MAX:
                raise Refused(WORKBOOK_TOO_LARGE, limit=w(f"{PARTS_MAX} 个部件", f"{PARTS_MAX} parts"))
            _measure_unpacked(data, parts)
            sheets = [part for part in parts if _WORKSHEET.fullmatch(part.filename)]
            if not sheets and any(part.filename == _CONTENT for part in parts):  # OpenDocument keeps all in one part
                return [(_TABLES, packed.read(_CONTENT))]
            if not sheets:
                raise Refused(WORKBOOK_UNREADABLE, reason=w("其中没有工作表", "it holds no worksheet"))
            return [(PurePosixPath(part.filename).stem, packed.read(part)) for part in sheets]
    except (zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, NotImplementedError, EOFError) as error:
        raise Refused(WORKBOOK_UNREADABLE, reason=w("文件已损坏或加密", "the file is damaged or encrypted")) from error


def _measure_unpacked(data: bytes, parts: list[zipfile.ZipInfo]) -> None:
    """Unpacks every part to nowhere and counts, because the sizes in a zip's headers may lie."""
    limit = w("200 MiB", "200 MiB")
    if sum(part.file_size for part in parts) > UNPACKED_MAX_BYTES:
        raise Refused(WORKBOOK_TOO_LARGE, limit=limit)
    total = 0
    for part in parts:
        if part.flag_bits & 1 or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused(WORKBOOK_UNREADABLE, reason=w("文件已加密", "the file is encrypted"))
        total += _true_size(data, part, UNPACKED_MAX_BYTES - total)
        if total > UNPACKED_MAX_BYTES:
            raise Refused(WORKBOOK_TOO_LARGE, limit=limit)


def _true_size(data: bytes, part: zipfile.ZipInfo, most: int) -> int:
    """How large one part really is; stops counting shortly after `most`."""
    name_length, extra_length = struct.unpack_from("<HH", data, part.header_offset + 26)
    start = part.header_offset + _LOCAL_HEADER + name_length + extra_length
    packed = data[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        return len(packed)
    inflate, size = zlib.decompressobj(-15), 0
    while not inflate.eof and size <= most:
        out = inflate.decompress(packed, _CHUNK)
        size += len(out)
        packed = inflate.unconsumed_tail
        if not out and not packed:
            break
    return size


def _look_through(name: str, xml: bytes, seen: _Seen) -> None:
    """Refuses formulas, document types, and a sheet whose rectangle would not fit into memory."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = seen.start, seen.end
    parser.StartDoctypeDeclHandler = seen.doctype
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise Refused(WORKBOOK_UNREADABLE, reason=w(f"{name} 内容有误", f"{name} is not well formed")) from error
    if seen.cells > CELLS_MAX:
        raise Refused(WORKBOOK_TOO_LARGE, limit=w(f"每表 {CELLS_MAX:,} 格", f"{CELLS_MAX:,} cells a sheet"))
    if seen.formulas:
        says = w("此格是公式，须为数值", "this cell is a formula; a value is due")
        faults = tuple(Fault(f"{name}!{cell}", says, "formula") for cell in seen.formulas[:FAULTS_SHOWN])
        raise Refused(WORKBOOK_FORMULAS, count=len(seen.formulas), first=faults[0].path, faults=faults)


class _Seen:
    """What a pass over one sheet's XML finds."""

    def __init__(self) -> None:
        self.formulas: list[str] = []
        self.rows = self.columns = 0
        self._cell, self._row, self._column = "?", 0, 0

    def start(self, element: str, attributes: dict[str, str]) -> None:
        tag = element.rsplit(" ", 1)[-1]
        if tag == "row":
            said = attributes.get("r", "")
            self._row = int(said) if said.isdecimal() and len(said) < 8 else self._row + 1
            self._column = 0
        elif tag == "c":
            self._at(attributes.get("r", "").upper())
        elif tag == "f":
            self.formulas.append(self._cell)

    def end(self, element: str) -> None:
        """Nothing stands open here."""

    @property
    def cells(self) -> int:
        """The rectangle of the largest sheet."""
        return self.rows * self.columns

    def _at(self, reference: str) -> None:
        """Moves to a cell; without a reference it is the next one in its row."""
        found = _REFERENCE.fullmatch(reference)
        self._row, self._column = (int(found[2]), _number(found[1])) if found else (self._row, self._column + 1)
        self._cell = reference or f"R{self._row}C{self._column}"
        self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)

    def doctype(self, *_: object) -> None:
        raise Refused(WORKBOOK_UNREADABLE, reason=w("含有文档类型声明", "it declares a document type"))


class _SeenTables(_Seen):
    """The same over all tables of an OpenDocument spreadsheet, in which cells and rows say how often they repeat."""

    def __init__(self) -> None:
        super().__init__()
        self._largest = self._repeats = 0

    def start(self, element: str, attributes: dict[str, str]) -> None:
        tag, said = element.rsplit(" ", 1)[-1], {name.rsplit(" ", 1)[-1]: value for name, value in attributes.items()}
        if tag == "table":
            self._largest, self.rows, self.columns, self._row, self._repeats = self.cells, 0, 0, 0, 0
        elif tag == "table-row":
            self._row += self._repeats or 1
            self._repeats, self._column = _times(said.get("number-rows-repeated")), 0
        elif tag in ("table-cell", "covered-table-cell"):
            self._column += _times(said.get("number-columns-repeated"))
            if "formula" in said:
                self.formulas.append(f"R{self._row}C{self._column}")
            if "value-type" in said:  # what is empty is passed over, however often it repeats
                self.rows = max(self.rows, self._row + self._repeats - 1)
                self.columns = max(self.columns, self._column)

    @property
    def cells(self) -> int:
        return max(self._largest, self.rows * self.columns)


def _times(said: str | None) -> int:
    return int(said) if said and said.isdecimal() and len(said) < 9 else 1 if not said else CELLS_MAX + 1


def _number(letters: str) -> int:
    """The column's number: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
