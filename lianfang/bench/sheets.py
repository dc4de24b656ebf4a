"""bench · sheets: what a unit's first day brings in as sheets, and a register of a hundred thousand."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from lianfang.bench import seed
from lianfang.bench.report import Line, say, seconds
from lianfang.config.cli.commands.sheet import in_parts
from lianfang.kernel import clock, scope
from lianfang.shell.directory.rosters import ROSTERS

PEOPLE, HOMES, PLACES, MANY = 2_000, 942, 200, 100_000
FIRST_DAY_S, MANY_S = 10.0, 60.0
_FAMILY, _GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰"
_UNIT, _OTHER = "U00000", "U00001"


def lines(many: int = MANY) -> Iterator[Line]:
    """People, their homes and places of a unit of 2,000; then many people into another unit, part by part."""
    buildings = [f"{n + 1}号楼" for n in range(PLACES)]
    sheets = {
        "places": ("名称,类别,负责单位", (f"{name},楼栋,{_UNIT}" for name in buildings)),
        "people": ("姓名,单位,电话", (f"{name(n)},{_UNIT},{13_700_000_000 + n}" for n in range(PEOPLE))),
        "households": (
            "房号,成员,管理单位",
            (f"{n % PLACES + 1}-{n // PLACES + 1}-101,{name(2 * n)}、{name(2 * n + 1)},{_UNIT}" for n in range(HOMES)),
        ),
    }
    say(f"a first day: {PEOPLE:,} people, {HOMES:,} households, {PLACES} places from sheets")
    first = sum(seconds(lambda sort=sort, sheet=sheet: _take(sort, *sheet)) for sort, sheet in sheets.items())  # type: ignore[misc]
    yield Line("sheets_of_a_first_day", first, "s", FIRST_DAY_S, 1.0, at_least=False)
    say(f"{many:,} people from one sheet")
    rows = (f"{name(n)},{_OTHER},{13_800_000_000 + n}" for n in range(many))
    taken = seconds(lambda: _take("people", "姓名,单位,电话", rows))
    yield Line("sheet_of_100_000_people", taken, "s", MANY_S * many / MANY, 1.0, at_least=False)


def name(number: int) -> str:
    """A name that nobody else here has."""
    family, rest = _FAMILY[number % 20], number // 20
    return family + _GIVEN[rest % 26] + _GIVEN[rest // 26 % 26] + (_GIVEN[rest // 676] if rest >= 676 else "")


def _take(sort: str, heads: str, rows: Iterator[str]) -> None:
    system = scope.system_actor("bench")
    with tempfile.TemporaryDirectory() as folder, scope.acting(system), clock.standing_at(seed.NOW):
        file = Path(folder, "sheet.csv")
        file.write_text("\n".join([heads, *rows]), "utf-8")
        said = in_parts(system, ROSTERS[sort], "", file, lambda done, of: None)
    if said["bad"]:
        raise AssertionError(said["bad"][:3])
