"""composition · drawn: zones that somebody drew."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.shell.composition import drawn

_SIDE = st.integers(0, 1000).map(lambda n: n / 10)
_BOX = st.tuples(_SIDE, _SIDE, _SIDE, _SIDE).map(
    lambda s: (min(s[0], s[2]), min(s[1], s[3]), abs(s[0] - s[2]), abs(s[1] - s[3]))
)


@given(_BOX, _BOX)
def test_what_two_rectangles_share_is_what_their_sides_say(one: tuple[float, ...], other: tuple[float, ...]) -> None:
    across = max(0.0, min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0]))
    down = max(0.0, min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1]))
    smaller = min(one[2] * one[3], other[2] * other[3])
    said = drawn.shared(drawn.rectangle(*one), drawn.rectangle(*other))
    assert said == pytest.approx(across * down / smaller if smaller > 1e-6 else said, abs=0.02)


def test_an_l_and_what_stands_in_its_corner_share_nothing() -> None:
    corner = drawn.points_of("5,5 50,5 50,30 30,30 30,60 5,60")
    assert drawn.shared(corner, drawn.points_of("30,30 50,30 50,60 30,60")) == pytest.approx(0, abs=0.01)
    assert drawn.shared(corner, drawn.points_of("10,10 20,10 20,20 10,20")) == pytest.approx(1)
    assert not drawn.is_rectangle(corner)
    assert drawn.box(corner) == (5, 5, 45, 55)


@pytest.mark.parametrize(
    ("points", "crosses"),
    [
        ("0,0 10,0 10,10 0,10", False),
        ("0,0 10,10 10,0 0,10", True),
        ("0,0 20,0 20,10 10,0 0,10", True),
        ("0,0 10,0 5,8", False),
    ],
)
def test_a_line_that_meets_itself(points: str, crosses: bool) -> None:
    assert drawn.crosses_itself(drawn.points_of(points)) is crosses


def test_corners_are_said_as_they_are_read() -> None:
    said = "5,5 95.5,5 95.5,45.125 5,45.125"
    assert drawn.POINTS.fullmatch(said)
    assert drawn.said_of(drawn.points_of(said)) == said
    assert not drawn.POINTS.fullmatch("5,5 10,10")
    assert not drawn.POINTS.fullmatch("a,b c,d e,f")
