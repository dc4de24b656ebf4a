"""newspaper · rules: grams and pages."""

from __future__ import annotations

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.areas.newspaper import rules
from lianfang.kernel import digest
from lianfang.kernel.problems import Refused


@given(st.text("消毒口罩测温𠮷㛃ABc12 ，。", min_size=1, max_size=40), st.data())
def test_no_word_is_unfindable(text: str, data: st.DataObject) -> None:
    """Whatever stands in a text in one piece is among the grams that the index holds of it."""
    first = data.draw(st.integers(0, len(text) - 1))
    word = text[first : data.draw(st.integers(first + 1, len(text)))]
    held = set(rules.grams_of(text))
    runs = [run for run in rules._WORD.findall(word.casefold()) if not run[0].isascii()]
    for run in runs:
        (grams,) = rules.query_of(run)
        assert set(grams) <= held


@pytest.mark.parametrize(
    ("text", "code"),
    [("，。！", "newspaper_search_empty"), ("", "newspaper_search_empty"), ("字" * 10_000, "newspaper_search_long")],
)
def test_a_search_for_nothing_or_too_much_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        rules.query_of(text)
    assert refused.value.problem.code == code


def test_pages_are_whole_and_no_article_stands_twice() -> None:
    one = uuid4()
    for numbers, articles, code in (
        ([1, 3], {1: [(one, "甲")], 3: [(uuid4(), "乙")]}, "newspaper_pages"),
        ([1, 1], {1: [(one, "甲")]}, "newspaper_pages"),
        ([1, 2], {1: [(one, "甲")], 2: []}, "newspaper_page_empty"),
        ([1, 2], {1: [(one, "甲")], 2: [(one, "甲")]}, "newspaper_placed_twice"),
    ):
        with pytest.raises(Refused) as refused:
            rules.check_pages(numbers, articles)
        assert refused.value.problem.code == code


def test_an_entry_leads_to_the_root_of_its_day_or_not() -> None:
    digests = [bytes([each]) * 32 for each in range(5)]
    steps = [f"{side} {sibling}" for side, sibling in digest.inclusion_proof(digests, 3)]
    origin = {"digest": digests[3].hex(), "root": digest.merkle_root(digests).hex(), "steps": steps}
    assert rules.leads_to_root(origin)
    assert not rules.leads_to_root(origin | {"digest": digests[2].hex()})
    assert rules.leads_to_root(origin | {"root": None, "steps": []}), "its day was not sealed yet"
