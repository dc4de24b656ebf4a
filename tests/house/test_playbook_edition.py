"""tests · house: the editions that we ship go in force over those before, and nothing is judged again.

`tests/playbooks/CODE-VERSION.tar.xz` is the folder of an edition before, as it was.
"""

from __future__ import annotations

import tarfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connections

from lianfang.areas.incidents import policy
from lianfang.ground.testing import NOW
from lianfang.kernel import clock
from lianfang.playbook import Playbook, applying, current, load, record_changes, stored
from lianfang.playbook.current import forget, working_by
from lianfang.playbook.verify import discrepancies

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "playbooks" / "covid-2020"
TODAY = clock.day_of(NOW).date  # on which the demonstration opens


# The folder of an edition before, and a day on which an installation with records applies the one that we ship.
EDITIONS = [
    ("covid-2020-1.0.0", TODAY),
    ("covid-2020-1.1.0", TODAY),
    ("covid-2020-1.2.0", TODAY),
    ("influenza-school-1.1.0", date(2020, 10, 20)),
    ("influenza-school-1.2.0", date(2020, 10, 20)),
    ("influenza-school-1.3.0", date(2020, 10, 20)),
    ("chikungunya-2025-1.0.0", date(2025, 8, 10)),
    ("chikungunya-2025-1.1.0", date(2025, 8, 10)),
    ("chikungunya-2025-1.2.0", date(2025, 8, 10)),
]


def _unfolded(name: str, into: Path) -> Path:
    with tarfile.open(ROOT / "tests" / "playbooks" / f"{name}.tar.xz") as packed:
        packed.extractall(into, filter="data")
    return into / name.rpartition("-")[0]


@pytest.fixture
def before(tmp_path: Path) -> Path:
    return _unfolded("covid-2020-1.0.0", tmp_path)


def _number(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.parametrize(("name", "today"), EDITIONS, ids=[name for name, _ in EDITIONS])
def test_it_is_applied_over_the_one_before(name: str, today: date, tmp_path: Path) -> None:
    """With records from its first day on."""
    before = _unfolded(name, tmp_path)
    shipped = ROOT / "playbooks" / before.name
    owner, at = connections["owner"], datetime(today.year, today.month, today.day, 1, tzinfo=UTC)
    old, new = load(before), load(shipped)
    found = applying.effect(old, new, today)
    assert [each.says.zh for each in applying.refusals(old, new, found, today)] == []
    assert record_changes.records_change_faults(old.records, new.records, {}) == []
    assert _number(new.meta.version) > _number(old.meta.version), "another edition has another number"
    with working_by(None):
        for playbook, folder in ((old, before), (new, shipped)):
            newest = stored.newest_number(owner)
            applying.put_in_force(owner, playbook, stored.read_folder(folder), instead_of=newest, by="tester", at=at)
            forget()
            assert current().meta.version == playbook.meta.version
        assert list(discrepancies(owner)) == []
    forget()


def test_a_range_that_changed_has_its_day() -> None:
    doses = {rule.code: rule for rule in load(SHIPPED).doses}
    kept, asked = (doses["toilet"].on(day).chlorine_mg_per_l for day in (TODAY - timedelta(days=1), TODAY))
    assert kept is not None
    assert asked is not None
    assert (kept.low, kept.high, asked.low, asked.high) == (500, 2000, 500, 1000)
    assert [version.valid_from for version in doses["toilet_bowl"].versions] == [TODAY]


def test_what_there_was_to_do_on_a_day_there_still_is(before: Path) -> None:
    """An incident of the days before a guideline is handled, and closed, as it was begun."""
    days = [date(2020, 7, 16) + timedelta(days=n) for n in range(50)]
    old, new = load(before), load(SHIPPED)
    for day in days:
        assert _events(old, day) <= _events(new, day), day
    with working_by(new):
        assert policy.procedure("E03", date(2020, 7, 17)).event == "E03"
        steps = policy.steps("E03", datetime(2020, 7, 17, 4, tzinfo=UTC))
        assert [each.code for each in steps] == ["verify", "isolate", "retest", "hold", "contacts", "review"]


def _events(playbook: Playbook, day: date) -> set[tuple[str, str]]:
    found = {(each.event, step.code) for each in playbook.procedures if each.holds(day) for step in each.steps_on(day)}
    return found | {("plan", each.code) for each in playbook.plans if each.holds(day)}
