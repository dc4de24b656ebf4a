"""tests · house: each case that people reported elsewhere is a test by its number (docs/reference/outside-cases.md)."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
REGISTER = ROOT / "docs" / "reference" / "outside-cases.md"
_ROW = re.compile(r"^\| (\d+) \| .* \| (tested|open) \|$", re.MULTILINE)
_MARK = re.compile(r"@pytest\.mark\.case\(([\d, ]+)\)\n(?:(?:@|    |\]|\)).*\n)*(?:async )?def (test_\w+)")


def _marked() -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for folder in ("lianfang", "tests"):
        for path in sorted((ROOT / folder).rglob("test_*.py")):
            for numbers, name in _MARK.findall(path.read_text(encoding="utf-8")):
                for number in numbers.split(","):
                    found[int(number)].append(f"{path.relative_to(ROOT)}::{name}")
    return found


def test_each_case_is_a_test_by_its_number() -> None:
    rows = {int(number): state for number, state in _ROW.findall(REGISTER.read_text(encoding="utf-8"))}
    assert set(rows) == {*range(1, 7), 8, 9, 10, *range(12, 17), *range(18, 32), 34, *range(36, 41)}
    marked = _marked()
    tested = {number for number, state in rows.items() if state == "tested"}
    assert tested - marked.keys() == set(), "the register says that these are tested"
    assert marked.keys() - tested == set(), "these are tested now: say so in the register"
