"""upkeep · tests · rules: when the next backup is due, and when somebody must know, by tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lianfang.areas.upkeep.rules import due_at, too_old_at

PLANNED = datetime(2020, 8, 10, 8, 0, tzinfo=UTC)


def after(hours: float) -> datetime:
    return PLANNED + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("every", "tried", "failed", "due"),
    [
        (24, None, False, 0),  # at once
        (24, -3, False, 0),  # what an older plan made does not count
        (24, 1, False, 25),
        (24, 1, True, 2),  # what failed is tried again within the hour
        (1, 1, True, 2),
    ],
)
def test_the_next_backup_is_due(every: int, tried: float | None, failed: bool, due: float) -> None:
    assert due_at(every, PLANNED, None if tried is None else after(tried), failed) == after(due)


@pytest.mark.parametrize(("proved", "late"), [(None, 48), (-10, 38), (30, 78)])
def test_somebody_must_know(proved: float | None, late: float) -> None:
    assert too_old_at(24, PLANNED, None if proved is None else after(proved)) == after(late)
