"""tests · histories: entries of some days, some of them corrected or taken back, recorded in any order and batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import transaction
from hypothesis import strategies as st

from lianfang.kernel import scope
from lianfang.kernel.entries import Draft
from tests.support import entries
from tests.support.entries import NOW, correction, withdrawal

# How many entries each batch has, at most; what is left over comes at once.
CUTS = st.lists(st.integers(1, 4), max_size=6)


@st.composite
def of(pick: Any, made_by: Callable[..., Draft], again: Callable[[Any, Draft], Mapping[str, Any]]) -> list[Draft]:
    """Up to nine entries of A and B over three days, one in ten an exercise, one in three changed later; shuffled.

    `made_by(pick, at=…, exercise=…, unit=…)` is one entry, `again(pick, entry)` what a correction of it says.
    """
    made: list[Draft] = []
    for _ in range(pick(st.integers(1, 9))):
        one = made_by(
            pick,
            at=NOW - timedelta(minutes=pick(st.integers(0, 4000))),
            exercise=pick(st.integers(0, 9)) == 0,
            unit=pick(st.sampled_from(["A", "B"])),
        )
        made.append(one)
        if pick(st.integers(0, 2)) == 0:
            made.append(withdrawal(one) if pick(st.booleans()) else correction(one, again(pick, one)))
    return pick(st.permutations(made))


@contextmanager
def recorded(actor: scope.Actor, history: Iterable[Draft], cuts: Iterable[int]) -> Iterator[None]:
    """The history stands, batch by batch, and is looked at as the actor; afterwards nothing of it is left."""
    with transaction.atomic():
        rest = list(history)
        for cut in [*cuts, len(rest)]:
            batch, rest = rest[:cut], rest[cut:]
            if batch:
                entries.accepted(actor, *batch)
        with scope.acting(actor):
            yield
        transaction.set_rollback(True)


def assert_as_rebuilt(codes: Iterable[str]) -> None:
    """The tables of these kinds are what the ledger gives again, in this very transaction."""
    codes = list(codes)
    stood = entries.contents(entries.tables_of(codes))
    assert entries.rebuilt(codes) == stood
