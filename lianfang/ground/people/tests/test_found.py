"""people · tests: people are found by name, pinyin and number, and only who was meant whole is named."""

from __future__ import annotations

import pytest

from lianfang.ground.people import queries, queries_search, rules
from lianfang.ground.people.tests.registering import NUMBER, PHONE, register
from lianfang.ground.testing import Cast
from lianfang.kernel.scope import acting


@pytest.mark.parametrize(
    "text", ["王建国", "建国", "王", "wangjianguo", "wang", "wjg", "WangJian", NUMBER, PHONE, "650000 19900101 0019"]
)
def test_a_person_is_found(cast: Cast, text: str) -> None:
    with acting(cast.own) as own:
        person = register(own, id_number=NUMBER, phone=PHONE)
        register(own, name="李四")
        assert [each.id for each in queries_search.search(own, text)] == [person]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("王建国", 0), (" 王建国 ", 0), (NUMBER, 0), (PHONE, 0), ("王建", 2), ("王", None), ("建国", None),
        ("wang", None), ("wangjianguo", None), ("w", None),
    ],
)  # fmt: skip
def test_only_who_was_meant_whole_is_named_by_a_search(cast: Cast, text: str, named: int | None) -> None:
    """A part of a name finds everybody who has it, uncovers nobody and leaves no note."""
    with acting(cast.own) as own:
        people = [register(own, id_number=NUMBER, phone=PHONE)]
        people += [register(own, name=name) for name in ("王建国强", "王建", "吴王建国")]
        found = {each.id: each for each in queries_search.search(own, text)}
        told = [people.index(who) for who, each in found.items() if each.identified]
        assert told == ([] if named is None else [named])
        assert people[0] in found
        assert all(each.identified or each.name.endswith("**") for each in found.values())
    with acting(cast.commander) as commander:
        assert [(each.persons, each.purpose) for each in queries.views(commander)] == [(1, "search")] * (
            named is not None
        )


@pytest.mark.parametrize("text", ["", " ", "国王", "jianguo1", "张", "6500001990", "%", "a\0b", "王建国" * 40])
def test_a_person_is_not_found_by_something_else(cast: Cast, text: str) -> None:
    with acting(cast.own) as own:
        register(own, id_number=NUMBER, phone=PHONE)
        assert queries_search.search(own, text) == []


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("王建国", {"王", "建国", "王建国", "wang", "wangjianguo", "wjg", "wj"}),
        ("艾力·买买提", {"艾力", "力买", "alm"}),
    ],
)
def test_parts_of_names(name: str, parts: set[str]) -> None:
    assert parts <= rules.name_parts(name)
    assert all(rules.sought_parts(part) <= rules.name_parts(name) for part in (name, *parts))


@pytest.mark.case(28)
@pytest.mark.parametrize(
    "written", ["古丽娜尔・艾尼", "古丽娜尔．艾尼", "古丽娜尔·艾尼", "古丽娜尔 艾尼", "古丽娜尔艾尼"]
)
@pytest.mark.parametrize("sought", ["古丽娜尔艾尼", "古丽娜尔·艾尼", "古丽娜尔•艾尼", "古丽娜尔．艾尼"])
def test_a_name_is_found_with_any_dot_in_it_or_none(written: str, sought: str) -> None:
    assert rules.sought_parts(sought) <= rules.name_parts(written)
    assert rules.sought_parts("艾尼") <= rules.name_parts(written)
    assert rules.alike(sought) == rules.alike(written)
