"""supplies · tests' ground: units of the test's own, where a test does not stand on the ground's tree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest


@pytest.fixture(autouse=True)
def _units(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.support import entries  # this file is read before Django has its settings

    if "tree" not in request.fixturenames:
        entries.plant(monkeypatch)


@pytest.fixture(autouse=True)
def _younger_rules(request: pytest.FixtureRequest) -> Iterator[None]:
    """Numbers that the playbook has from 2020-08-11 on hold on every day of these tests."""
    if request.node.get_closest_marker("django_db") is None:
        yield
        return
    from tests.support import earlier

    request.getfixturevalue("db")
    codes = ("stocktake_difference_people", "transfer_arrival_days", "issue_confirm_days")
    with earlier.begin(*codes, day=date(2020, 3, 7)):
        yield
