"""tests · house: the edition of covid-2020 that we ship goes in force over the one before, and nothing is judged again.

`tests/playbooks/covid-2020-1.0.0.tar.xz` is the folder of the edition before, as it was.
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
SHIPPED, BEFORE = ROOT / "playbooks" / "covid-2020", ROOT / "tests" / "playbooks" / "covid-2020-1.0.0.tar.xz"
TODAY = clock.day_of(NOW).date  # on which the demonstration opens


@pytest.fixture
def before(tmp_path: Path) -> Path:
    with tarfile.open(BEFORE) as packed:
        packed.extractall(tmp_path, filter="data")
    return tmp_path / "covid-2020"


def _number(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_it_is_applied_over_the_one_before(before: Path) -> None:
    owner, at = connections["owner"], datetime(2020, 8, 10, 9, tzinfo=UTC)
    old, new = load(before), load(SHIPPED)
    found = applying.effect(old, new, TODAY)
    assert [each.says.zh for each in applying.refusals(old, new, found, TODAY)] == []
    assert record_changes.records_change_faults(old.records, new.records, {}) == []
    assert _number(new.meta.version) > _number(old.meta.version), "another edition has another number"
    with working_by(None):
        for playbook, folder in ((old, before), (new, SHIPPED)):
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
