"""shell · tests: a cursor says a place in a list, comes back as it went out, and is refused where it says none."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from lianfang.kernel.problems import Refused
from lianfang.shell import cursors
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
    assert cursors.read(f"{AT.isoformat()}_{ID}", datetime, UUID) == (AT, ID)
    assert cursors.read_back("") == (None, False)
    assert cursors.read_back(str(ID)) == (ID, False)
    assert cursors.read_back(f"-{ID}") == (ID, True)


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("nonsense", (datetime, UUID)),
        ("2020-08-01T00:00:00_x", (datetime, UUID)),
        (f"2020-08-01T00:00:00~{ID}", (datetime, UUID)),
        (f"0001-01-01T00:00:00+14:00~{ID}", (datetime, UUID)),
        (f"9999-12-31T23:59:59-12:00~{ID}", (datetime, UUID)),
        ("x", (UUID,)),
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
        lambda: cursors.read_back(said),
    ):
        with suppress(Refused):
            read()  # type: ignore[no-untyped-call]


def trail(word: str) -> Trail:
    return Trail.asked(RequestFactory().get("/", {"cursor": word}))


def test_each_page_of_a_way_forward_can_be_gone_back_to() -> None:
    letters, pages, word = "abcdefg", [], ""
    while word is not None:
        here = trail(word)
        found = [each for each in letters if each > (here.after or "")][:3]
        page = here.page(found, lambda each: each, size=2)
        pages.append((word, page))
        word = page.next  # type: ignore[assignment]
    assert [page.items for _, page in pages] == [("a", "b"), ("c", "d"), ("e", "f"), ("g",)]
    assert [page.previous for _, page in pages] == [None, "", "b", "b~d"]
    assert [word for word, _ in pages] == ["", "b", "b~d", "b~d~f"]


def test_any_word_is_some_place_on_a_way() -> None:
    assert trail("\0~x~~").steps == ("x",)
    assert len(trail("~".join(["x"] * 9000)).steps) == 20
