"""duties · tests of doubt: each pattern by table, and a doubtful slot that says why, also after a correction."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lianfang.areas.duties import gaps
from lianfang.areas.duties.rules import Act, Doubt, doubts_of
from lianfang.areas.duties.tests import scene
from lianfang.areas.duties.tests.scene import DAY, at, derived, slots
from lianfang.kernel import scope
from lianfang.kernel.words import w
from lianfang.playbook import current
from tests.support import entries

_W = w("样式", "pattern")
CONSTANT = Doubt("constant_values", _W, at_least=3)
IDENTICAL = Doubt("identical_times", _W, at_least=3)
WALKING = Doubt("walking_time", _W, seconds=30)
APART = Doubt("rounds_apart", _W, seconds=1800)
REUSED = Doubt("reused_photo", _W)
IN_A_ROW = Doubt("labels_in_a_row", _W, at_least=3, seconds=120)
PHOTO = "ab" * 32


def _act(
    target: str, seconds: int, value: str | None = None, window: int = 1, by: str = "p", seen: bool = False,
    scanned: bool = False,
) -> Act:  # fmt: skip
    return Act((target, window), at(8) + timedelta(seconds=seconds), f"{target}{window}", by, value, seen, scanned)


def _shot(target: str, seconds: int, by: str = "p") -> Act:
    return _act(target, seconds, by=by, scanned=True)


TABLE = [
    (CONSTANT, [_act("a", 0, "36.5"), _act("b", 60, "36.5"), _act("c", 90, "36.5")], {"a", "b", "c"}),
    (CONSTANT, [_act("a", 0, "36.5"), _act("b", 60, "36.5"), _act("c", 90, "36.6")], set()),
    (CONSTANT, [_act("a", 0, "36.5"), _act("b", 60, "36.5")], set()),
    (CONSTANT, [_act("a", 0, "36.5"), _act("b", 60, "36.5"), _act("c", 90, "36.5", window=2)], set()),
    (CONSTANT, [_act("a", 0), _act("b", 60), _act("c", 90)], set()),
    (IDENTICAL, [_act("a", 5), _act("b", 5), _act("c", 5), _act("d", 6)], {"a", "b", "c"}),
    (IDENTICAL, [_act("a", 5), _act("b", 5), _act("c", 6)], set()),
    (WALKING, [_act("a", 0), _act("b", 29), _act("c", 60)], {"a", "b"}),
    (WALKING, [_act("a", 0), _act("b", 30)], set()),
    (WALKING, [_act("a", 0), _act("b", 5, by="q")], set()),
    (WALKING, [_act("a", 0), _act("a", 5, window=2)], set()),
    (APART, [_act("a", 0), _act("a", 1799, window=2)], {"a"}),
    (APART, [_act("a", 0), _act("a", 1800, window=2)], set()),
    (APART, [_act("a", 0), _act("b", 60, window=2)], set()),
    (REUSED, [_act("a", 0), _act("b", 60, seen=True)], {"b"}),
    (IN_A_ROW, [_shot("a", 0), _shot("b", 50), _shot("c", 119), _shot("d", 400)], {"a", "b", "c"}),
    (IN_A_ROW, [_shot("a", 0), _shot("b", 60), _shot("c", 120)], set()),
    (IN_A_ROW, [_shot("a", 0), _shot("b", 50, by="q"), _shot("c", 100)], set()),
    (IN_A_ROW, [_shot("a", 0), _act("b", 50), _shot("c", 100)], set()),
]


@pytest.mark.parametrize(("rule", "acts", "doubtful"), TABLE)
def test_a_pattern_is_told_by_table(rule: Doubt, acts: list[Act], doubtful: set[str]) -> None:
    assert {target for target, _ in doubts_of(acts, [rule])} == doubtful


def test_every_rule_of_the_playbook_has_a_source_and_is_looked_for() -> None:
    rules = {rule.code: rule.versions[-1] for rule in current().doubts}
    assert set(rules) == {
        "constant_values", "identical_times", "walking_time", "reused_photo", "rounds_apart", "labels_in_a_row",
        "one_label_two_logins", "two_buildings_at_once",
    }  # fmt: skip
    assert all(version.mark == "H" and not version.verified for version in rules.values())


def _round(place: str, moment: Any, **more: Any) -> Any:
    return entries.draft(
        "sanitation.disinfection", {"object": "lift", "agent": "84", **more}, unit="T161-PROP", place=place, at=moment
    )


@pytest.mark.django_db
def test_a_photo_that_proved_another_round_is_doubtful_until_it_is_taken_back(estate: Any, system: Any) -> None:
    derived()
    first = _round("C161-B01-LIFT1", at(7), photo_sha256=PHOTO)
    entries.accepted(system, first, _round("C161-B01-COR", at(8), photo_sha256=PHOTO), at=at(15, 40))
    assert slots("disinfection")["C161-B01-COR", 1]["doubts"] == ["reused_photo"]
    assert slots("disinfection")["C161-B01-LIFT1", 1]["doubts"] == []
    with scope.acting(system):
        (gap,) = {s.code: s for s in gaps.GAPS}["duties.doubtful"].standing(at(16), at(16, back=1))
    assert (gap.unit, gap.count) == ("T161-PROP", 1)
    entries.accepted(system, entries.withdrawal(first), at=at(15, 50))
    assert slots("disinfection")["C161-B01-COR", 1]["doubts"] == []
    stood = scene.table()
    assert scene.from_nothing() == stood


@pytest.mark.django_db
def test_a_photo_is_doubtful_no_more_once_an_earlier_record_took_the_slot_of_the_first(
    estate: Any, system: Any
) -> None:
    before = DAY - timedelta(days=1)
    derived(before, DAY)
    entries.accepted(
        system,
        _round("C161-B01-LIFT1", at(7, back=1), photo_sha256=PHOTO),
        _round("C161-B01-COR", at(8), photo_sha256=PHOTO),
        at=at(15, 40),
    )
    assert slots("disinfection")["C161-B01-COR", 1]["doubts"] == ["reused_photo"]
    entries.accepted(system, _round("C161-B01-LIFT1", at(6, 50, back=1)), at=at(15, 50))
    assert slots("disinfection")["C161-B01-COR", 1]["doubts"] == []
    stood = scene.table()
    assert scene.from_nothing() == stood


@pytest.mark.django_db
def test_rounds_minutes_apart_are_doubtful_and_never_false(estate: Any, system: Any) -> None:
    derived()
    entries.accepted(system, _round("C161-B01-LIFT1", at(10, 50)), _round("C161-B01-LIFT1", at(11, 5)), at=at(15, 40))
    found = slots("disinfection")
    assert found["C161-B01-LIFT1", 1]["doubts"] == found["C161-B01-LIFT1", 2]["doubts"] == ["rounds_apart"]
    assert scene.from_nothing() == scene.table()
