"""kernel · tests · growth: what a single entry costs does not depend on how much its unit's day already holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connections

from lianfang.kernel import rebuild
from lianfang.kernel.tests.conftest import NOW, actor_over, draft, record
from tests.support.reads import rows_read

pytestmark = pytest.mark.usefixtures("small_tree")
FEW, MANY = 30, 2_000


@pytest.mark.django_db
def test_one_more_entry_reads_no_more_rows_in_a_long_day() -> None:
    actor = actor_over("")

    def filled(count: int) -> int:
        at = [NOW - timedelta(seconds=10 + number % 3_000) for number in range(count)]
        record(actor, *(draft(number % 10, at=moment) for number, moment in enumerate(at)))
        return rows_read(lambda: record(actor, draft(4)))

    few = filled(FEW)
    assert filled(MANY) <= few + 5


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_day_that_was_moved_row_by_row_is_what_a_rebuild_gives() -> None:
    actor = actor_over("")
    for number in range(40):
        record(actor, draft(number % 10, unit="A" if number % 3 else "B", at=NOW - timedelta(minutes=number * 17 % 90)))
    assert rebuild.compare(connections["owner"]) == []


def test_every_sum_of_the_house_can_be_moved() -> None:
    """A kind whose sums are recalculated at each entry would slow down with its day."""
    from lianfang.kernel.kinds import KINDS

    slow = [kind.code for kind in KINDS if kind.projection for sums in kind.projection.sums if not sums.moves]
    assert slow == []
