"""watch · rules by table: staffing, swaps, signatures and rest, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from lianfang.areas.watch import problems, rules
from lianfang.areas.watch.rules import Handover, Limits, Offer, Shift, Signature, Staffing
from lianfang.kernel.problems import Problem, Refused
from lianfang.kernel.words import w

BEGINS = datetime(2020, 8, 10, 0, 0, tzinfo=UTC)
TWELVE = timedelta(hours=12)
LIMITS = Limits(
    1,
    2,
    timedelta(hours=24),
    timedelta(minutes=60),
    timedelta(minutes=15),
    timedelta(minutes=5),
    2,
    6,
    timedelta(days=7),
)
OFFERED = UUID("01700000-0000-7000-8000-000000000001")


def shift(number: int = 0) -> Shift:
    """The shifts in their order from the day shift of 10 August on."""
    begins = BEGINS + number * TWELVE
    code, words = (("day", w("白班", "Day shift")), ("night", w("夜班", "Night shift")))[number % 2]
    return Shift(date(2020, 8, 10) + timedelta(days=number // 2), code, words, begins, begins + TWELVE)


def staffing(leader: str | None, *officers: str, number: int = 0) -> Staffing:
    return Staffing(shift(number), leader, officers)


def raises(problem: Problem) -> pytest.RaisesExc[Refused]:
    return pytest.RaisesExc(Refused, check=lambda raised: raised.problem is problem)


BEFORE, DURING, AFTER = BEGINS - TWELVE, BEGINS + TWELVE / 2, BEGINS + TWELVE


@pytest.mark.parametrize(
    ("now", "before", "after", "why", "problem"),
    [
        (BEFORE, staffing(None), staffing("a", "b", "c"), "", None),
        (BEFORE, staffing("a", "b"), staffing(None), "", None),
        (BEFORE, staffing(None), staffing("a", "a"), "", problems.NAMED_TWICE),
        (BEFORE, staffing(None), staffing(None, "b", "b"), "", problems.NAMED_TWICE),
        (BEFORE, staffing(None), staffing("a", "b", "c", "d"), "", problems.TOO_MANY),
        (DURING, staffing("a", "b"), staffing("c", "b"), "ill", problems.SHIFT_BEGUN),
        (DURING, staffing("a", "b"), staffing("a", "c"), "ill", problems.SHIFT_BEGUN),
        (DURING, staffing("a"), staffing("a", "b"), "", problems.REASON_NEEDED),
        (DURING, staffing("a"), staffing("a", "b"), "came late", None),
        (AFTER, staffing("a"), staffing("a", "b"), "came late", problems.SHIFT_OVER),
    ],
)
def test_a_shift_is_staffed_before_it_begins_and_only_filled_afterwards(
    now: datetime, before: Staffing, after: Staffing, why: str, problem: Problem | None
) -> None:
    if problem is None:
        rules.check_staffing(now, before, after, why, LIMITS)
        return
    with raises(problem):
        rules.check_staffing(now, before, after, why, LIMITS)


@pytest.mark.parametrize(
    ("now", "by", "other", "taken", "problem"),
    [
        (BEFORE, "b", "b", None, problems.WITH_ONESELF),
        (BEFORE, "x", "c", None, problems.NOT_ON_SHIFT),
        (BEFORE, "b", "a", None, problems.ALREADY_ON),
        (AFTER, "b", "c", None, problems.SHIFT_OVER),
        (BEFORE, "b", "c", staffing("x", "y", number=1), problems.NOT_ON_SHIFT),
        (BEFORE, "b", "c", staffing("b", "c", number=1), problems.ALREADY_ON),
    ],
)
def test_a_swap_that_makes_no_sense_is_refused(
    now: datetime, by: str, other: str, taken: Staffing | None, problem: Problem
) -> None:
    with raises(problem):
        rules.swapped(now, staffing("a", "b"), by, other, taken)


def test_a_swap_puts_each_in_the_others_place() -> None:
    (alone,) = rules.swapped(BEFORE, staffing("a", "b", "d"), "b", "c", None)
    assert (alone.leader, alone.officers) == ("a", ("c", "d"))
    one, other = rules.swapped(BEFORE, staffing("a", "b"), "a", "c", staffing("c", "d", number=1))
    assert (one.leader, one.officers, other.leader, other.officers) == ("c", ("b",), "a", ("d",))


def _handover(offer: str | None = None, signed: str | None = None) -> Handover:
    made = Offer(OFFERED, offer, BEFORE, (), (), None) if offer else None
    return Handover(shift(-1), shift(0), made, Signature(OFFERED, signed, BEGINS) if signed else None)


@pytest.mark.parametrize(
    ("now", "handover", "who", "problem"),
    [
        (BEGINS - timedelta(minutes=61), _handover(), "b", problems.HANDOVER_EARLY),
        (BEGINS - timedelta(minutes=60), _handover(), "b", None),
        (BEGINS, _handover(), "x", problems.NOT_ON_SHIFT),
        (BEGINS, _handover("b", "c"), "b", problems.HANDED_OVER),
        (BEGINS + TWELVE, _handover(), "b", problems.HANDOVER_LATE),
    ],
)
def test_the_leaving_side_signs_in_its_time(
    now: datetime, handover: Handover, who: str, problem: Problem | None
) -> None:
    said, leaving = str, staffing("a", "b", number=-1)
    if problem is None:
        rules.check_offer(now, handover, who, leaving, LIMITS, said)
        return
    with raises(problem):
        rules.check_offer(now, handover, who, leaving, LIMITS, said)


@pytest.mark.parametrize(
    ("handover", "who", "offered", "problem"),
    [
        (_handover(), "c", OFFERED, problems.NOT_OFFERED),
        (_handover("c"), "c", OFFERED, problems.SAME_HAND),
        (_handover("b"), "x", OFFERED, problems.NOT_ON_SHIFT),
        (_handover("b"), "c", UUID(int=7), problems.OFFER_CHANGED),
        (_handover("b", "c"), "d", OFFERED, problems.HANDED_OVER),
    ],
)
def test_one_side_alone_or_one_hand_twice_is_no_handover(
    handover: Handover, who: str, offered: UUID, problem: Problem
) -> None:
    with raises(problem):
        rules.check_signature(BEGINS, handover, who, staffing("c", "d"), offered, LIMITS, str)


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([0], None),
        ([0, 1], None),
        ([0, 1, 2], "连续值 3 班（至多 2 班）"),
        ([0, 2, 3], None),
        (range(0, 12, 2), None),
        (range(0, 14, 2), "连续值班 7 天（至多 6 天）"),
        ([0, 2, 4, 8, 10, 12, 14], None),
    ],
)
def test_rest_is_reckoned_backwards_from_the_shift(numbers: list[int], words: str | None) -> None:
    stood = [shift(number) for number in numbers]
    said = rules.tired(stood[-1], [*stood, shift(99)], LIMITS)
    assert (said.zh if said else None) == words


def test_a_shift_says_what_it_lacks_and_itself() -> None:
    assert [each.zh for each in rules.missing(staffing(None), LIMITS)] == ["带班领导", "值班员1名"]
    assert rules.missing(staffing("a", "b"), LIMITS) == ()
    assert (shift(1).said.zh, shift(1).said.en) == ("8月10日夜班", "night shift of 10 Aug")
