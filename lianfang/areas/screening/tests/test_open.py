"""screening · tests of what is open: each day's high reading by itself, until when the playbook of that day says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lianfang.areas.screening import queries, queries_open
from lianfang.areas.screening.tests.conftest import NOW, TEAM, Ground, checked, over, record
from lianfang.kernel import scope
from lianfang.kernel.open_matters import OpenMatter

pytestmark = pytest.mark.django_db
YESTERDAY = NOW - timedelta(days=1)


def matters() -> list[OpenMatter]:
    with scope.acting(over()) as actor:
        return list(queries_open.open_readings(actor, TEAM, NOW, NOW + timedelta(hours=8)))


def test_a_fever_of_the_day_before_does_not_hide_a_reading_that_waits_today(ground: Ground) -> None:
    crew, at = Ground.CREW, NOW - timedelta(minutes=5)
    record(
        checked(ground, crew, 0, 38.2, at=YESTERDAY),
        checked(ground, crew, 0, 38.4, again=True, at=YESTERDAY + timedelta(minutes=8)),
        checked(ground, crew, 0, 37.9, at=at),
        actor=over(),
    )
    assert [each.due_at for each in matters()] == [at + timedelta(minutes=10)]


def test_until_when_it_waits_is_the_playbooks_to_say(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    at = NOW - timedelta(minutes=15)
    record(checked(ground, Ground.CREW, 0, 37.9, at=at), actor=over())
    asked: list[date] = []

    def half_an_hour(day: date) -> timedelta:
        asked.append(day)
        return timedelta(minutes=30)

    monkeypatch.setattr(queries, "remeasure_within", half_an_hour)
    assert [(each.due_at, each.late) for each in matters()] == [(at + timedelta(minutes=30), False)]
    assert asked
