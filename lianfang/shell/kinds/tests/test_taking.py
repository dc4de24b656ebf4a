"""shell · kinds · tests: many rows are made together, and what stands against a few of them is found quickly."""

from __future__ import annotations

from typing import Any

import pytest

from lianfang.kernel.problems import NOT_ALLOWED, Refused
from lianfang.shell.kinds.taking import Row, make_all

pytestmark = pytest.mark.django_db


def test_one_row_that_is_refused_without_its_place_costs_few_attempts_and_no_other_row() -> None:
    rows = [Row(number, {}, spec=number) for number in range(256)]
    tried: list[int] = []

    def make(specs: list[Any]) -> None:
        tried.append(len(specs))
        if 100 in specs:
            raise Refused(NOT_ALLOWED, verb="people.register")

    make_all(rows, make)
    assert [row.number for row in rows if not row.made] == [100]
    assert rows[100].refused is not None
    assert len(tried) <= 20, "a search in halves: 256 rows are eight steps deep"


def test_in_parts_each_part_is_made_by_itself() -> None:
    rows, tried = [Row(number, {}, spec=number) for number in range(5)], list[list[int]]()
    make_all(rows, tried.append, part=2)
    assert tried == [[0, 1], [2, 3], [4]]
    assert all(row.made for row in rows)
