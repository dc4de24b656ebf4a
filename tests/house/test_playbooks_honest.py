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


def _versions(rules: Any) -> Iterator[Any]:
    return (version for rule in rules for version in rule.versions)
