"""playbook · tests: agents, symptoms, classes of cases and items: what each declares, and doses of unknown agents."""

from __future__ import annotations

from pathlib import Path

import pytest

from lianfang.playbook import check, load
from lianfang.playbook.render import rules_markdown
from lianfang.playbook.tests.conftest import SMALL, write

PROOF = "source: house, mark: H, verified: false, valid_from: 2020-07-01, valid_to: null"
DOSE = f"{{chlorine_mg_per_l: null, contact_minutes: null, frequency: {{zh: 日, en: daily}}, {PROOF}"
FILES = {
    **SMALL,
    "agents.yaml": f"""\
agents:
  - code: "84"
    words: {{zh: 84消毒液, en: bleach}}
    versions:
      - {{measured: chlorine, {PROOF}}}
  - code: bti
    words: {{zh: 灭幼虫剂, en: larvicide}}
    versions:
      - {{measured: amount, unit: {{zh: g/m³, en: g/m³}}, {PROOF}}}
""",
    "doses.yaml": f"""\
doses:
  - code: water
    words: {{zh: 积水（容器）, en: Water (containers)}}
    short: {{zh: 积水, en: water}}
    versions:
      - {DOSE}, amounts: {{bti: {{low: 0.2, high: 1}}}}, instead_agents: ["84"]}}
  - code: airing
    words: {{zh: 通风, en: Airing}}
    offered: false
    versions:
      - {DOSE}}}
""",
    "places.yaml": "place_kinds:\n  - {code: yard, words: {zh: 院落, en: yard}, object: water}\n",
    "items.yaml": """\
items:
  - code: net
    words: {zh: 蚊帐, en: nets}
    unit: {zh: 顶, en: nets}
    sort: durable
    expires: false
    packs: [{unit: {zh: 箱, en: cartons}, holds: 20}]
""",
    "symptoms.yaml": "symptoms:\n  - {code: rash, words: {zh: 皮疹, en: rash}}\n",
    "cases.yaml": f"""\
case_classes:
  - code: confirmed
    words: {{zh: 确诊, en: confirmed}}
    indicator: H5
    versions:
      - {{says: {{zh: 以通报为准, en: By notice}}, {PROOF}}}
""",
}
CASES = [
    ("doses.yaml", 'instead_agents: ["84"]', "instead_agents: [soap]", "unknown_agent", "instead_agents[0]"),
    ("doses.yaml", "{bti: {low", "{soap: {low", "unknown_agent", "amounts.soap"),
    ("places.yaml", "object: water", "object: air", "unknown_object", "object"),
    ("agents.yaml", "measured: amount", "measured: weight", "choice", "measured"),
    ("agents.yaml", "code: bti", 'code: "84"', "duplicate_code", "agents[1].code"),
    ("agents.yaml", "source: house", "source: rumour", "unknown_source", "source"),
    ("cases.yaml", "code: confirmed", "code: Confirmed", "pattern", "case_classes[0].code"),
    ("cases.yaml", "indicator: H5", "indicator: five", "pattern", "case_classes[0].indicator"),
    ("cases.yaml", "source: house", "source: rumour", "unknown_source", "source"),
    ("items.yaml", "sort: durable", "sort: eternal", "choice", "items[0].sort"),
    ("items.yaml", "zh: 箱", "zh: 顶", "pack_called_twice", "items[0].packs[0].unit"),
    ("items.yaml", "holds: 20", "holds: 0", "range", "items[0].packs[0].holds"),
]


@pytest.mark.parametrize(("file", "old", "new", "code", "path"), CASES)
def test_fault_stands_in_its_file(tmp_path: Path, file: str, old: str, new: str, code: str, path: str) -> None:
    faults = check(write(tmp_path, {**FILES, file: FILES[file].replace(old, new, 1)}))
    assert any((f.code, f.file) == (code, file) and f.path.endswith(path) for f in faults), faults


def test_each_list_is_a_vocabulary(tmp_path: Path) -> None:
    assert check(write(tmp_path, FILES)) == []
    terms = load(tmp_path).terms
    assert {name: list(listed) for name, listed in terms.items()} == {
        "place_kinds": ["yard"], "objects": ["water"], "agents": ["84", "bti"], "symptoms": ["rash"],
        "case_classes": ["confirmed"], "items": ["net"], "item_units": ["顶", "箱"],
    }  # fmt: skip
    assert terms["objects"]["water"].words.zh == "积水"
    assert terms["agents"]["bti"].traits == {"amount"}
    assert terms["agents"]["bti"].unit is not None
    assert terms["items"]["net"].traits == {"durable", "whole"}
    assert [(words.zh, holds) for words, holds in terms["items"]["net"].packs] == [("箱", 20)]
    assert terms["place_kinds"]["yard"].refers == {"object": ("water",)}


def test_the_page_of_rules_lists_them_all(tmp_path: Path) -> None:
    said = rules_markdown(load(write(tmp_path, FILES), {"H1"}))
    for row in (
        "| `agent.bti` | 灭幼虫剂 / larvicide | amount, g/m³ | – | H | no |",
        "| `net` | 蚊帐 / nets | 顶 / nets | durable, whole units, does not expire, 箱 / cartons of 20 |",
        "| `rash` | 皮疹 / rash |",
        "| `confirmed` | 确诊 / confirmed | H5 | 以通报为准 / By notice | H | no |",
        "| `yard` | 院落 / yard | any | – | `dose.water` |",
    ):
        assert row in said, row
    assert "`bti`: 0.2–1" in said, "an amount of another agent is part of the dose"
