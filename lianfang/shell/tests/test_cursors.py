"""shell · tests: a cursor says a place in a list, comes back as it went out, and is refused where it says none."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from lianfang.kernel.problems import Refused
from lianfang.shell import cursors
from lianfang.shell.components.tables import Page
from lianfang.shell.cursors import Trail
from lianfang.shell.problems import BAD_CURSOR

AT = datetime(2020, 8, 10, 8, 40, 1, 250, tzinfo=UTC)
ID = UUID("0173d786-c300-745c-9e0a-52a7ad8e8a40")


@pytest.mark.parametrize(
    ("values", "kinds"),
    [
        ((AT, ID), (datetime, UUID)),
        ((ID,), (UUID,)),
        ((AT,), (datetime,)),
        ((AT.date(),), (date,)),
        (("XJCG/T161/",), (str,)),
        (("gate_check", 2, "H0~1 东门"), (str, int, str)),
    ],
)
def test_what_goes_out_comes_back(values: tuple[Any, ...], kinds: tuple[type, ...]) -> None:
    word = cursors.word(*values)
    assert cursors.read(word, *kinds) == values
    assert cursors.checked(word, *kinds) == word


def test_the_first_page_has_none_and_kept_addresses_still_lead_on() -> None:
    assert cursors.read("", datetime, UUID) is None
    assert cursors.checked("", str) == ""
    assert trail("", datetime, UUID).after is None
    assert trail(f"{AT.isoformat()}_{ID}", datetime, UUID).after == (AT, ID)


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("nonsense", (datetime, UUID)),
        ("2020-08-01T00:00:00_x", (datetime, UUID)),
        (f"2020-08-01T00:00:00~{ID}", (datetime, UUID)),
        (f"0001-01-01T00:00:00+14:00~{ID}", (datetime, UUID)),
        (f"9999-12-31T23:59:59-12:00~{ID}", (datetime, UUID)),
        ("x", (UUID,)),
        ("2020-08", (date,)),
        ("9999-12-31", (date,)),
        ("\0", (str,)),
        ("x" * 301, (str,)),
        ("duty~99999~target", (str, int, str)),
        ("duty~²~target", (str, int, str)),
        ("duty", (str, int, str)),
    ],
)
def test_any_other_word_is_refused(said: str, kinds: tuple[type, ...]) -> None:
    with pytest.raises(Refused) as refused:
        cursors.read(said, *kinds)
    assert refused.value.problem is BAD_CURSOR


@given(st.text(max_size=60))
def test_no_word_is_a_fault(said: str) -> None:
    for read in (
        lambda: cursors.read(said, datetime, UUID),
        lambda: cursors.read(said, str, int, str),
        lambda: cursors.read(said, str),
        lambda: trail(said),
        lambda: trail(said, datetime, UUID),
    ):
        with suppress(Refused):
            read()  # type: ignore[no-untyped-call]


def trail(word: str, *kinds: type) -> Trail:
    return Trail.asked(RequestFactory().get("/", {"cursor": word}), *kinds)


def walked(items: list[Any], key: Any, *kinds: type) -> list[tuple[str, Page[Any]]]:
    """The pages of a list, two on each, with the words that led to them."""
    pages, word = [], ""
    while word is not None:
        here = trail(word, *kinds)
        page = here.page([each for each in items if here.after is None or key(each) > here.after][:3], key, size=2)
        pages.append((word, page))
        word = page.next  # type: ignore[assignment]
    return pages


def test_each_page_of_a_way_forward_can_be_gone_back_to() -> None:
    pages = walked(list("abcdefg"), lambda each: each)
    assert [page.items for _, page in pages] == [("a", "b"), ("c", "d"), ("e", "f"), ("g",)]
    assert [page.previous for _, page in pages] == [None, "", "b", "b~d"]
    assert [page.number for _, page in pages] == [1, 2, 3, 4]
    assert [word for word, _ in pages] == ["", "b", "b~d", "b~d~f"]


def test_a_step_may_be_of_several_values() -> None:
    pages = walked([(AT, UUID(int=n)) for n in range(5)], lambda each: each, datetime, UUID)
    assert [len(page.items) for _, page in pages] == [2, 2, 1]
    assert [page.previous for _, page in pages] == [None, "", pages[1][0]]


def test_of_a_long_way_the_last_steps_are_kept_and_the_number_of_all() -> None:
    pages = walked([f"{n:03}" for n in range(60)], lambda each: each)
    assert [page.number for _, page in pages] == list(range(1, 31))
    word, last = pages[-1]
    assert word.startswith("9~~")
    assert len(trail(word).steps) == 20
    number = last.number
    while last.previous:  # back to the eleventh page, of which the beginning is all that is known
        number -= 1
        here = trail(last.previous)
        last = here.on((), None)
        assert last.number == number
    assert (last.number, last.previous) == (11, "")


@pytest.mark.parametrize("word", ["\0~x", "~x", "x~", "x~~y", "1~~", "²~~x", "~".join(["x"] * 21)])
def test_a_way_that_says_no_place_is_refused(word: str) -> None:
    with pytest.raises(Refused) as refused:
        trail(word)
    assert refused.value.problem is BAD_CURSOR
