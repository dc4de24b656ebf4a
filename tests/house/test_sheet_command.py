"""tests · house: `lianfang sheet` takes a sheet part by part, tells how far it is, and a second time makes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from lianfang.config.cli.commands import sheet
from lianfang.kernel import scope
from lianfang.kernel.scope import Actor
from lianfang.shell.directory.roster_pages import rosters

pytestmark = pytest.mark.django_db


def test_parts_and_progress(
    tree: dict[str, str], system: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "PART", 2)
    file, told = tmp_path / "人员.csv", list[tuple[int, int]]()
    file.write_text("姓名,单位\n孙一,T161-LOG\n周二,后勤\n吴三,没有的\n郑四,T161-LOG\n王五,后勤\n", "utf-8")

    def taken() -> dict[str, object]:
        with scope.acting(system):
            return sheet.in_parts(system, rosters()["people"], "", file, lambda done, of: told.append((done, of)))

    said = taken()
    assert (said["rows"], said["made"], said["known"]) == (5, 4, 0)
    assert [(each["row"], each["column"]) for each in said["bad"]] == [(4, "unit")]  # type: ignore[attr-defined]
    assert told == [(2, 5), (4, 5), (5, 5)]
    assert (taken()["made"], taken()["known"]) == (0, 4)
