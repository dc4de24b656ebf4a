"""tests · figures name: of every figure of the playbooks that we ship, what its page lists one by one.

Written down, so that a figure which would open a bare number is seen when it is declared.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lianfang.areas.records.card import declared_by as records_of
from lianfang.areas.tracing.indicators import declared_by as cases_of
from lianfang.kernel.coverage import Coverage
from lianfang.kernel.registry import REGISTRY
from lianfang.playbook import load

ROOT = Path(__file__).resolve().parents[2]
_SORT = re.compile(r"'(person|place|unit|other)'::text AS sort")
# By the areas that are written in Python, in whatever playbook they stand; `other`: items and lots, by their names.
HOUSE = {
    "person": "H1 H2 H3 H8",
    "place": "E1 E2 E3 G1 G2 G3",
    "unit": "D1 H4 I1 R1 R4",
    "other": "P1 P2 W1 W2 W3",
}
# A roll call is one act of a unit, and its list names nobody: the unit that lacks it is named, with how many.
OF_A_PLAYBOOK = {
    "covid-2020": {"unit": "H5 H6 H7"},
    "influenza-school": {"unit": "H5 H6"},
    "chikungunya-2025": {"place": "V2 V3 V4 V5 V6 V8", "unit": "H5 H6 V1 V7"},
}


def _named(said: dict[str, str]) -> dict[str, str]:
    return {code: sort for sort, codes in said.items() for code in codes.split()}


@pytest.mark.django_db
@pytest.mark.parametrize("name", OF_A_PLAYBOOK)
def test_every_figure_of_a_form_lists_what_is_missing(name: str) -> None:
    playbook = load(ROOT / "playbooks" / name)
    duties = {each.kind: each.targets.sort for rule in playbook.duties for each in rule.versions}
    own = {}
    for declared in (records_of(playbook), cases_of(playbook)):
        for coverage in declared.coverages:
            for code in coverage.codes:
                own[code] = _sort(coverage, code, duties)
    assert own == _named(OF_A_PLAYBOOK[name])
    stated = {line.indicator for form in playbook.forms for line in form.fields}
    assert stated <= {*own, *_named(HOUSE)}, "a line of a form that opens a bare number"


def _sort(coverage: Coverage, code: str, duties: dict[str, str]) -> str:
    if coverage.counted is not None:  # by the slots of its kind of record
        return duties[coverage.see.removesuffix(".see")]
    found = _SORT.findall(coverage.sql(code))
    assert len(found) == 1, code
    return str(found[0])


@pytest.mark.django_db
def test_every_figure_of_an_area_lists_what_is_missing() -> None:
    found = {}
    for area, card in REGISTRY.cards.items():
        if area in ("records", "tracing"):
            continue
        for coverage in card.coverages:
            for code in coverage.codes:
                (found[code],) = set(_SORT.findall(coverage.sql(code)))
    assert found == _named(HOUSE)
