"""Columns end on one line or one line apart; what must not be torn is not."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from lianfang.shell.composition.columns import LEFT_BEHIND, Run, balanced, total

TEXT = st.builds(Run, st.integers(1, 12))
HEAD = st.builds(Run, st.integers(2, 3), whole=st.just(True), pads=st.just(True), leads=st.just(True))
BODIES = st.lists(st.one_of(TEXT, TEXT, TEXT, HEAD), min_size=1, max_size=9).map(lambda runs: (*runs, Run(2)))


def ends(takes: tuple[int, ...]) -> list[int]:
    return [sum(takes[: i + 1]) for i in range(len(takes) - 1)]


def torn(runs: tuple[Run, ...], places: list[int]) -> bool:
    """Whether a cut tears what is whole, or leaves a head behind."""
    at = 0
    for run in runs:
        if run.whole and any(at < place < at + run.lines for place in places):
            return True
        at += run.lines
        if run.leads and at in places:
            return True
    return False


@given(runs=BODIES, columns=st.integers(1, 6))
def test_columns_end_within_a_line_and_what_is_torn_has_its_price(runs: tuple[Run, ...], columns: int) -> None:
    made = balanced(runs, (0,) * columns)
    assert sum(made.takes) == total(made.runs)
    assert max(made.takes) == made.height
    if not made.uneven:
        assert max(made.takes) - min(made.takes) <= 1
    places = [place for place in ends(made.takes) if 0 < place < sum(made.takes)]
    assert torn(made.runs, places) == (made.price >= LEFT_BEHIND)  # and then only among heads with nothing between them


@given(runs=BODIES, columns=st.integers(1, 4))
def test_feet_are_further_apart_only_where_every_even_cut_tears(runs: tuple[Run, ...], columns: int) -> None:
    made = balanced(runs, (0,) * columns)
    if not made.uneven:
        return
    lines = total(runs)
    low, high = lines // columns, -(-lines // columns)
    for takes in product({low, high}, repeat=columns):
        if sum(takes) == lines:
            assert torn(runs, [place for place in ends(takes) if 0 < place < lines])


@given(lines=st.integers(1, 80), over=st.integers(0, 20), span=st.integers(3, 6))
def test_text_flows_below_a_picture_and_ends_with_the_other_columns(lines: int, over: int, span: int) -> None:
    above = tuple(over if column >= span - 2 else 0 for column in range(span))
    made = balanced((Run(lines),), above)
    assert sum(made.takes) == lines
    feet = [take + up for take, up in zip(made.takes, above, strict=True) if take]
    assert max(feet) - min(feet) <= 1
