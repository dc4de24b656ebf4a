"""playbook · tests: a small playbook that holds, to be spoiled by each test in its own way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lianfang.playbook import Fault, check

SMALL = {
    "playbook.yaml": """\
code: small
words: {zh: 小方案, en: Small playbook}
version: 1.0.0
timezone: Asia/Shanghai
valid_from: 2020-07-01
valid_to: 2020-12-31
governed_by: []
""",
    "sources.yaml": """\
sources:
  - code: house
    title: {zh: 缺省, en: Default}
""",
    "units.yaml": """\
unit_kinds:
  - {code: team, words: {zh: 队, en: Team}, parents: [], level: upward, files: [daily]}
  - {code: site, words: {zh: 项目部, en: Site}, parents: [team], level: site, files: [daily]}
""",
    "calendar.yaml": """\
base: chinesecalendar
overrides: []
""",
    "thresholds.yaml": """\
thresholds:
  - code: fever_celsius
    words: {zh: 发热, en: Fever}
    unit: {zh: ℃, en: °C}
    versions:
      - value: 37.3
        source: house
        mark: H
        verified: false
        valid_from: 2020-07-01
        valid_to: 2020-08-31
      - value: 37.5
        source: house
        mark: H
        verified: false
        valid_from: 2020-09-01
        valid_to: null
  - code: coverage_staff
    words: {zh: 职工覆盖率, en: Coverage of staff}
    unit: {zh: "%", en: "%"}
    versions:
      - {value: 98, source: house, mark: H, verified: false, valid_from: 2020-07-01, valid_to: null}
""",
    "cutoffs.yaml": """\
day_closes:
  code: day_closes
  words: {zh: 截止, en: Close}
  versions:
    - {at: "16:00", source: house, mark: H, verified: false, valid_from: 2020-07-01, valid_to: null}
cutoffs:
  - code: site
    words: {zh: 项目部, en: Sites}
    versions:
      - {due: "16:30", source: house, mark: H, verified: false, valid_from: 2020-07-01, valid_to: null}
  - code: upward
    words: {zh: 上报, en: Upward}
    versions:
      - {due: "18:00", source: house, mark: H, verified: false, valid_from: 2020-07-01, valid_to: null}
""",
    "verdicts.yaml": "verdicts: []\n",
    "doses.yaml": "doses: []\n",
    "forms/daily.yaml": """\
code: daily
words: {zh: 日报, en: Daily}
source: house
mark: H
verified: false
valid_from: 2020-07-01
valid_to: null
sections:
  - code: health
    words: {zh: 健康, en: Health}
    fields:
      - indicator: H1
        words: {zh: 应测, en: Due}
        unit: {zh: 人, en: persons}
        coverage: coverage_staff
        filled_by: [site]
""",
}

Spoil = Callable[..., list[Fault]]


def write(folder: Path, files: dict[str, str]) -> Path:
    """Writes the files below `folder` and returns it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return write(tmp_path / "small", SMALL)


@pytest.fixture
def spoil(tmp_path: Path) -> Spoil:
    """`spoil(file, old, new)` replaces text once in the small playbook and returns its faults."""

    def spoiled(file: str, old: str, new: str, **rules: object) -> list[Fault]:
        assert SMALL[file].count(old) >= 1, f"{old!r} is not in {file}"
        changed = {**SMALL, file: SMALL[file].replace(old, new, 1)}
        return check(write(tmp_path / "spoiled", changed), **rules)  # type: ignore[arg-type]

    return spoiled
