"""kernel · properties of measures: the algebra of C0, whatever is added in whatever order."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from lianfang.kernel.measures import NOT_APPLICABLE, STATE_BITS, Measure, MeasureState, judged, state_of_bits, total

_moments = st.integers(0, 10**8).map(lambda seconds: datetime.fromtimestamp(1_590_000_000 + seconds, UTC))
_counts = st.one_of(st.none(), st.integers(0, 10**6))


@st.composite
def leaves(pick) -> Measure:  # type: ignore[no-untyped-def]
    """A unit's own measure, as `judged` makes it, or one that does not apply."""
    if pick(st.integers(0, 9)) == 0:
        return NOT_APPLICABLE
    return judged(
        pick(_counts),
        pick(_counts),
        pick(_counts),
        threshold=pick(st.sampled_from([Decimal("0.9"), Decimal("0.98"), Decimal(1)])),
        filed=pick(st.booleans()),
        as_of=pick(st.one_of(st.none(), _moments)),
    )


@given(leaves(), leaves(), leaves())
def test_addition_does_not_depend_on_grouping_or_order(one: Measure, other: Measure, third: Measure) -> None:
    assert (one + other) + third == one + (other + third)
    assert one + other == other + one
    assert one + NOT_APPLICABLE == one


@given(st.lists(leaves(), max_size=30))
def test_a_sum_is_the_sum_of_what_was_reported(measures: list[Measure]) -> None:
    found = total(measures)
    values = [each.value for each in measures if each.value is not None]
    assert found.value == (sum(values) if values else None)
    assert found.state == state_of_bits(reduce(int.__or__, (STATE_BITS[each.state] for each in measures), 0))


@given(st.lists(leaves(), max_size=30))
def test_nothing_recorded_never_becomes_a_zero(measures: list[Measure]) -> None:
    found = total(measures)
    if all(each.value is None for each in measures):
        assert found.value is None
        assert found.state in (MeasureState.NOT_REPORTED, MeasureState.NOT_APPLICABLE)
    if found.state is MeasureState.ZERO_CONFIRMED:
        assert found.value == 0
        assert all(each.state in (MeasureState.ZERO_CONFIRMED, MeasureState.NOT_APPLICABLE) for each in measures)


@given(st.lists(leaves(), max_size=30))
def test_a_rate_is_never_above_one(measures: list[Measure]) -> None:
    coverage = total(measures).coverage
    assert coverage is None or 0 <= coverage <= 1


@given(leaves(), leaves())
def test_a_missing_child_makes_the_parent_partial(one: Measure, other: Measure) -> None:
    states = {one.state, other.state} - {MeasureState.NOT_APPLICABLE}
    if MeasureState.NOT_REPORTED in states and len(states) > 1:
        assert (one + other).state is MeasureState.PARTIAL
