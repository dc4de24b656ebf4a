"""tests · house: the playbooks that we ship agree with themselves, and claim nothing that their source does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lianfang.playbook import load
from lianfang.playbook.playbook import Playbook

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted(path.name for path in (ROOT / "playbooks").iterdir() if (path / "playbook.yaml").exists())
# Sources that are no document: nobody can look up an article of theirs.
_NO_DOCUMENT = {"house", "memory"}


@pytest.fixture(params=SHIPPED)
def playbook(request: pytest.FixtureRequest) -> Playbook:
    return load(ROOT / "playbooks" / request.param)


def test_a_figure_expects_the_places_at_which_its_duty_is_due(playbook: Playbook) -> None:
    for figure in playbook.indicators:
        if figure.checked and figure.expected and figure.expected.places:
            record = figure.checked.rpartition(".")[0]
            due = {kind for each in _versions(playbook.duties) if each.kind == record for kind in each.targets.kinds}
            assert set(figure.expected.places) == due, figure.code


def test_what_has_no_document_cites_none(playbook: Playbook) -> None:
    for version in _versions(playbook.rules.values()):
        if version.source in _NO_DOCUMENT:
            assert not re.search(r"\b[Aa]rt(icle|\.)? ?\d|第.+条", version.note or ""), version


def test_a_dose_that_is_not_stated_stands_in_no_name(playbook: Playbook) -> None:
    for rule in playbook.doses:
        if all(version.chlorine_mg_per_l is None and not version.amounts for version in rule.versions):
            assert not re.search(r"\d", rule.words.zh + rule.words.en), rule.code


def test_hours_of_the_house_are_never_the_articles(playbook: Playbook) -> None:
    """What the article says stands in its words, and no clock time, minute or dose is among them."""
    clauses = "".join(clause for source in playbook.sources for clause in source.clauses)
    assert not re.search(r"\d\s*[:：时点分]|小时|mg", clauses)
    for version in _versions(playbook.duties):
        if version.mark == "S" and version.windows:
            assert version.apart["hours"].mark == "H", version


def test_a_bowl_and_what_is_touched_have_each_a_dose() -> None:
    doses = {rule.code: rule.versions[-1].chlorine_mg_per_l for rule in load(ROOT / "playbooks" / "covid-2020").doses}
    bowl, touched = doses["toilet_bowl"], doses["toilet"]
    assert bowl is not None
    assert touched is not None
    assert (bowl.holds(600), bowl.holds(2000)) == (False, True)
    assert (touched.holds(600), touched.holds(2000)) == (True, False)


def _versions(rules: Any) -> Iterator[Any]:
    return (version for rule in rules for version in rule.versions)
