"""places · tests of short codes: what is typed wrongly is noticed, and what was meant is near."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from lianfang.ground.places.shortcodes import LENGTH, SIGNS, folded, holds, made_of, near, shown

made = st.uuids().map(made_of)


@given(made, st.integers(0, LENGTH - 1), st.sampled_from(SIGNS))
def test_one_wrong_sign_is_noticed_and_what_was_meant_is_near(short: str, at: int, sign: str) -> None:
    wrong = short[:at] + sign + short[at + 1 :]
    assert holds(wrong) == (wrong == short)
    assert wrong == short or short in near(wrong)


@given(made, st.integers(0, LENGTH - 2))
def test_neighbours_that_changed_places_are_near_and_nearly_always_noticed(short: str, at: int) -> None:
    swapped = short[:at] + short[at + 1] + short[at] + short[at + 2 :]
    alike = short[at] == short[at + 1] or {short[at], short[at + 1]} == {SIGNS[0], SIGNS[-1]}
    assert holds(swapped) == alike
    assert swapped == short or short in near(swapped)


def test_it_is_read_however_it_is_written() -> None:
    short = made_of(UUID(int=7))
    assert folded(shown(short)) == folded(f" {shown(short).lower()} ") == short
    assert folded("oil-uoo") == "011V00"
    for wrong in ("", "K7M-3Q", "K7M-3QXX", "K7M.3QX", "短码短码短码"):
        assert folded(wrong) is None
