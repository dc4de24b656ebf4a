"""reporting · tests of names: a paper of a day calls every unit as it was called then, however often it is made."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client
from pypdf import PdfReader

from lianfang.areas.reporting.queries_verify import code_of, printed
from lianfang.areas.reporting.tests.town import DAY, WINDOW_CLOSED, client, confirm, say
from lianfang.ground.units import actions, queries
from lianfang.kernel import clock, scope

pytestmark = pytest.mark.usefixtures("tree")
NAMES = {"T161": ("一六一队", "地质大队"), "T161-LOG": ("后勤", "保障中心"), "T161-D01": ("一号井队", "钻探一公司")}
RENAMED = WINDOW_CLOSED + timedelta(days=2)
NEW = DAY + timedelta(days=3)  # the reporting day on which that was


def _rename(code: str, zh: str, at: Any = RENAMED) -> None:
    with scope.acting(scope.system_actor()) as system:
        actions.rename_unit(system, code=code, zh=zh, en=f"{code} renamed", at=clock.FixedClock(at))


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Client:
    """Two filed reports and one that is missing; two days later all three units are given other names."""
    say("T161-LOG", "H1", 40, 40, 40)
    confirm("T161-LOG")
    confirm("T161", late_reason="等待下级")
    for code, (_, new) in NAMES.items():
        _rename(code, new)
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(RENAMED + timedelta(hours=1)))
    return client("officer", "T161")


def _pdf(answer: Any) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)


def _xlsx(answer: Any) -> str:
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return "\n".join(
        str(cell) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row
    )


@pytest.mark.parametrize("day", [DAY, NEW])
def test_every_document_of_a_day_has_its_names(reader: Client, day: date) -> None:
    old, new = (0, 1) if day == DAY else (1, 0)
    of_all = {
        f"/reporting/T161/{day}/report.pdf": (_pdf, ("T161", "T161-D01") if day == DAY else ("T161",)),
        f"/reporting/T161/{day}/report.xlsx": (_xlsx, ("T161",)),
        f"/reporting/T161/{day}/report.json": (lambda answer: answer.content.decode(), ("T161",)),
        f"/reporting/rollup/T161/{day}/rollup.pdf": (_pdf, NAMES),
        f"/reporting/rollup/T161/{day}/rollup.xlsx": (_xlsx, NAMES),
        f"/reporting/board/?unit=T161&day={day}": (lambda answer: answer.content.decode(), ("T161-LOG", "T161-D01")),
    }  # fmt: skip
    for address, (read, codes) in of_all.items():
        answer = reader.get(address)
        assert answer.status_code == 200, address
        said = read(answer)
        for code in codes:
            assert NAMES[code][old] in said, (address, code)
        if "?" not in address:  # a page's frame says where its reader works now
            assert not [code for code in NAMES if NAMES[code][new] in said], address


def test_a_printed_code_answers_with_the_name_on_the_paper(reader: Client) -> None:
    from lianfang.areas.reporting.queries_acts import acts

    with scope.acting(scope.system_actor()):
        version = next(act for act in acts("T161-LOG", DAY, "daily") if act.files)
    found = printed("T161-LOG", DAY, 1, code_of(version))
    assert found is not None
    assert found.unit.zh == "后勤"


def test_of_several_names_each_day_has_its_own(reader: Client) -> None:
    _rename("T161-LOG", "中间", RENAMED + timedelta(days=3))
    _rename("T161-LOG", "最后", RENAMED + timedelta(days=3, hours=1))
    days = {DAY: "后勤", NEW - timedelta(days=1): "后勤", NEW: "保障中心", NEW + timedelta(days=2): "保障中心"}
    days |= {NEW + timedelta(days=3): "最后", NEW + timedelta(days=9): "最后"}
    with scope.acting(scope.system_actor()) as system:
        found = {day: queries.unit(system, "T161-LOG", day=day).zh for day in days}
        assert found == days
        assert {day: queries.name_on(system, "T161-LOG", day).zh for day in days} == days
