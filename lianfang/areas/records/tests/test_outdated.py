"""records · tests: a process takes no entry of a kind that the playbook in force has changed or taken out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from lianfang.areas.records.card import declared_by
from lianfang.kernel.kinds import KINDS
from lianfang.playbook import Playbook
from tests.support import entries
from tests.support.declared import DECLARED, PLAYBOOK
from tests.support.entries import NOW

pytestmark = pytest.mark.django_db
WORKER = entries.actor_with({verb for verbs in DECLARED.verbs.values() for verb in verbs}, login="worker")
WELL = "records.well_check"


def _with_well(**said: Any) -> Playbook:
    records = tuple(each.model_copy(update=said) if each.code == WELL else each for each in PLAYBOOK.records)
    return PLAYBOOK.model_copy(update={"records": records})


def _without_well() -> Playbook:
    return PLAYBOOK.model_copy(update={"records": tuple(each for each in PLAYBOOK.records if each.code != WELL)})


@pytest.mark.parametrize(
    ("applied", "taken"),
    [
        (lambda: PLAYBOOK, True),
        (lambda: _with_well(counters=()), True),
        (lambda: _with_well(version=2), False),
        (lambda: _with_well(fields=PLAYBOOK.records[0].fields), False),
        (lambda: _with_well(record=("officer",)), False),
        (_without_well, False),
    ],
)
def test_an_entry_is_what_the_playbook_in_force_says(
    monkeypatch: pytest.MonkeyPatch, applied: Callable[[], Playbook], taken: bool
) -> None:
    in_force = applied()
    for kind in declared_by(PLAYBOOK, lambda: in_force).kinds:
        monkeypatch.setitem(KINDS._kinds, kind.code, kind)
    well = entries.draft(
        WELL, {"samples": 3, "positive": 0, "water": "clear", "dosed": False}, place="P1", at=NOW - timedelta(hours=1)
    )
    boats = entries.draft("records.boat_count", {"boats": 1})
    first, second = entries.record(WORKER, well, boats)
    assert second.holds, "the others go on"
    assert first.holds is taken
    if not taken:
        assert first.problem is not None
        assert first.problem.problem.code == "kind_changed"
        assert "lianfang run" in first.problem.remedy.zh
