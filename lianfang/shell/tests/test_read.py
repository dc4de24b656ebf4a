"""shell · tests · read: hostile workbooks are refused with a word, and the honest ones are read."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib
from contextlib import suppress

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianfang.kernel.problems import Refused
from lianfang.shell.components.tables import Table, Text
from lianfang.shell.documents.read import read_workbook
from lianfang.shell.documents.xlsx import Sheet, workbook


class Letters(Table[str]):
    a = Text("a", lambda _, row: row)


HONEST = workbook([Sheet("s", Letters(["x"]))])


def with_sheet(xml: str) -> bytes:
    """The honest workbook with another worksheet in the place of its own."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(HONEST)) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            target.writestr(part.filename, xml if part.filename.endswith("sheet1.xml") else source.read(part))
    return held.getvalue()


def sheet(rows: str, before: str = "") -> str:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?>{before}<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'


def test_a_formula_is_refused_and_named() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["B3"] = "=1+1"
    held = io.BytesIO()
    book.save(held)
    with pytest.raises(Refused, match="workbook_formulas") as refused:
        read_workbook(held.getvalue())
    assert refused.value.faults[0].path == "sheet1!B3"
    assert "B3" in refused.value.says.zh


def test_a_formula_under_another_prefix_is_refused() -> None:
    xml = sheet('<row r="1"><c r="A1"><f>1</f><v>1</v></c></row>').replace("xmlns=", "xmlns:x=")
    for tag in ("worksheet", "sheetData", "row", "c", "f", "v"):
        xml = xml.replace(f"<{tag}", f"<x:{tag}").replace(f"</{tag}", f"</x:{tag}")
    with pytest.raises(Refused, match="workbook_formulas"):
        read_workbook(with_sheet(xml))


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * (201 * 1024 * 1024))
    started = time.monotonic()
    with pytest.raises(Refused, match="workbook_too_large"):
        read_workbook(held.getvalue())
    assert time.monotonic() - started < 5


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    made = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = made.compress(b" " * (201 * 1024 * 1024)) + made.flush()
    name, said = b"xl/worksheets/sheet1.xml", 10
    crc = zlib.crc32(b" " * said)
    local = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 0, crc, len(packed), said, len(name), 0) + name
    central = struct.pack(
        "<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 8, 0, 0, crc, len(packed), said, len(name), 0, 0, 0, 0, 0, 0
    ) + name  # fmt: skip
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, len(central), len(local) + len(packed), 0)
    with pytest.raises(Refused, match="workbook_too_large"):
        read_workbook(local + packed + central + end)


def test_two_cells_at_the_corners_do_not_fill_the_memory() -> None:
    corners = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(Refused, match="workbook_too_large"):
        read_workbook(with_sheet(sheet(corners)))
    unnamed = '<row r="1048576"><c><v>1</v></c><c><v>1</v></c></row>'
    with pytest.raises(Refused, match="workbook_too_large"):
        read_workbook(with_sheet(sheet(unnamed)))


def test_a_document_type_is_refused() -> None:
    entity = '<!DOCTYPE x [<!ENTITY a "b">]>'
    with pytest.raises(Refused, match="workbook_unreadable"):
        read_workbook(with_sheet(sheet("", entity)))


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip", HONEST[:200], HONEST[:-30], b"\xd0\xcf\x11\xe0" * 200])
def test_rubbish_is_refused_with_a_word(data: bytes) -> None:
    with pytest.raises(Refused, match="workbook_unreadable"):
        read_workbook(data)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(HONEST) - 1), st.integers(0, 255))
def test_a_workbook_with_any_byte_changed_is_read_or_refused(at: int, byte: int) -> None:
    with suppress(Refused):
        read_workbook(HONEST[:at] + bytes([byte]) + HONEST[at + 1 :])


def test_an_honest_workbook_is_read() -> None:
    read = read_workbook(HONEST)
    assert [each.name for each in read] == ["s"]
    assert read[0].rows[-1] == ["x"]
