"""tests · house: what the documents say of the rules is what the playbook's data say.

To make the page again after a change of the playbook: `python -m tests.house.test_docs_rules`.
"""

from __future__ import annotations

import re
from pathlib import Path

from lianfang.kernel.registry import REGISTRY
from lianfang.playbook import load
from lianfang.playbook.render import rules_markdown

ROOT = Path(__file__).resolve().parents[2]
PLAYBOOK = ROOT / "playbooks" / "covid-2020"
RULES = ROOT / "docs" / "reference" / "rules.md"
INDICATORS = ROOT / "docs" / "reference" / "indicators.md"
GLOSSARY = ROOT / "docs" / "glossary.md"


def test_rules_page_is_what_the_data_say() -> None:
    assert RULES.read_text(encoding="utf-8") == rules_markdown(load(PLAYBOOK)), __doc__


def test_every_indicator_of_the_form_is_in_the_reference() -> None:
    listed = re.findall(r"^\| ([A-Z]\d) \| (.+?) \|", INDICATORS.read_text(encoding="utf-8"), re.MULTILINE)
    codes = [code for code, _ in listed]
    assert len(codes) == len(set(codes))
    printed = dict(
        re.findall(r"^\| ([A-Z]\d) \|.*\| (yes|–) \|$", INDICATORS.read_text(encoding="utf-8"), re.MULTILINE)
    )
    form = {line.indicator for line in load(PLAYBOOK).form("daily").fields}
    assert {code for code, said in printed.items() if said == "yes"} == form
    assert form <= REGISTRY.indicators().keys() <= {*codes}


def test_whether_days_add_up_is_data_of_every_indicator() -> None:
    """Of all that the reference names, those that areas count say the same; no form sums what stands for a day."""
    rows = re.findall(r"^\| [A-Z]\d \|.*", INDICATORS.read_text(encoding="utf-8"), re.MULTILINE)
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    said = {row[0]: row[6] for row in cells if len(row) == 8}
    assert {*said.values()} == {"yes", "no"}
    assert len(said) == 48
    for code, indicator in REGISTRY.indicators().items():
        assert indicator.cumulates == (said[code] == "yes"), code
        assert not (indicator.cumulates and (indicator.digits is not None or not indicator.adds)), code
    for folder in sorted((ROOT / "playbooks").iterdir()):
        playbook = load(folder)
        own = {rule.code: rule.cumulates for rule in playbook.indicators}
        for line in (line for form in playbook.forms for line in form.fields if line.cumulates):
            assert own.get(line.indicator, said.get(line.indicator) == "yes"), (folder.name, line.indicator)


def test_glossary_has_one_meaning_for_a_code() -> None:
    """Within its heading a code stands once (the issue of a mask and the issue of a newspaper are two things)."""
    known: set[str] = set()
    for part in GLOSSARY.read_text(encoding="utf-8").split("\n## ")[1:]:
        rows = re.findall(r"^\| (.+?) \| (.+?) \| `(.+?)`", part, re.MULTILINE)
        codes = [code for _, _, code in rows]
        assert len(codes) == len(set(codes)), part
        assert all(any("\u4e00" <= char <= "\u9fff" for char in zh) for zh, _, _ in rows)
        known.update(codes)
    assert len(known) > 100
    for kind in load(PLAYBOOK).unit_kinds:
        assert kind.code in known, f"the glossary lacks the unit kind {kind.code}"


if __name__ == "__main__":
    import os
    import tempfile

    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "lianfang.config.settings"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA"] = folder
        django.setup()
    RULES.write_text(rules_markdown(load(PLAYBOOK)), encoding="utf-8")
