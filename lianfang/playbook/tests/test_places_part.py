"""playbook.tests: the kinds of places: what each may stand in, and duties at kinds that nobody declares."""

from __future__ import annotations

from pathlib import Path

import pytest

from lianfang.playbook import check, load
from lianfang.playbook.tests.conftest import SMALL, write

PLACES = """\
place_kinds:
  - {code: estate, words: {zh: 小区, en: estate}, within: []}
  - {code: yard, words: {zh: 院落, en: yard}, within: [estate, yard], uses: [households]}
  - {code: drain, words: {zh: 沟渠, en: drain}}
"""
DUTIES = """\
duties:
  - code: round
    words: {zh: 巡查, en: Round}
    versions:
      - role: grid
        kind: area.round
        targets: {sort: place, kinds: [yard, other]}
        windows: [{from: "16:00", due: "15:00", words: {zh: 日, en: day}}]
        source: house
        mark: H
        verified: false
        valid_from: 2020-07-01
        valid_to: null
"""
K = "place_kinds"
CASES = [
    ("places.yaml", "within: [estate, yard]", "within: [street]", "unknown_place_kind", 3, f"{K}[1].within[0]"),
    ("places.yaml", "within: []", "within: [yard]", "within_loop", 2, f"{K}[0].within"),
    ("places.yaml", "code: drain", "code: yard", "duplicate_code", 4, f"{K}[2].code"),
    ("places.yaml", "code: drain", "code: other", "own_code", 4, f"{K}[2].code"),
    ("places.yaml", "uses: [households]", "uses: [people]", "choice", 3, f"{K}[1].uses[0]"),
    ("duties.yaml", "[yard, other]", "[roof]", "unknown_place_kind", 7, "duties[0].versions[0].targets.kinds[0]"),
]


def _files(**more: str) -> dict[str, str]:
    return {**SMALL, "places.yaml": PLACES, "duties.yaml": DUTIES, **more}


@pytest.mark.parametrize(("file", "old", "new", "code", "line", "path"), CASES)
def test_fault_stands_at_its_place(
    tmp_path: Path, file: str, old: str, new: str, code: str, line: int, path: str
) -> None:
    files = _files()
    faults = check(write(tmp_path, {**files, file: files[file].replace(old, new, 1)}))
    assert any((f.code, f.file, f.line, f.path) == (code, file, line, path) for f in faults), faults


def test_terms_are_in_the_order_of_the_file(tmp_path: Path) -> None:
    assert check(write(tmp_path, _files())) == []
    terms = load(tmp_path).terms["place_kinds"]
    assert list(terms) == ["estate", "yard", "drain"]
    assert (terms["estate"].refers, terms["drain"].refers) == ({"within": ()}, {})
    assert terms["yard"].traits == {"households"}
