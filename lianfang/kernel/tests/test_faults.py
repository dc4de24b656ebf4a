"""kernel · tests of faults: whatever is wrong with a value is said in both languages."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError
from pydantic_core._pydantic_core import list_all_errors

from lianfang.kernel import typed
from lianfang.kernel.faults import fault_words, faults_of
from lianfang.kernel.kinds import KINDS
from lianfang.kernel.words import Words

_CHINESE, _ENGLISH = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[A-Za-z]{2,}")
# What stands in the Chinese as it is: names of forms, examples of what can be written.
_AS_IT_IS = re.compile(r"JSON|UTF|https?://\S+|true|false|\d{4}-\d{2}-\d{2}(T\S+)?|am|pm|Y/N")
WRONG: tuple[Any, ...] = (
    None, True, -1, 10**12, 1.5, 1e300, "", "x", "x" * 5000, "\u202e", "2020-13-45", "25:99", [], ["x", "x"],
    ["x"] * 99, {}, {"x": 1}, [None], 0,
)  # fmt: skip


def _both(words: Words, *slots: object) -> None:
    chinese = words.zh
    for slot in slots:
        chinese = chinese.replace(str(slot), "")
    assert _CHINESE.search(chinese), words
    assert not _ENGLISH.search(_AS_IT_IS.sub("", chinese)), words
    assert words.en, words
    assert not _CHINESE.search(words.en), words


@pytest.mark.parametrize("error", list_all_errors(), ids=lambda each: each["type"])
def test_whatever_pydantic_finds_is_said_in_both_languages(error: Any) -> None:
    context = {**(error.get("example_context") or {})}
    _both(fault_words({"type": error["type"], "msg": "Some English", "ctx": context}), *context.values())


def test_what_can_be_taken_is_listed_without_an_english_or() -> None:
    words = fault_words({"type": "enum", "msg": "x", "ctx": {"expected": "'a', 'b' or 'c'"}})
    assert (words.zh, words.en) == ("须为以下之一：'a'、'b'、'c'", "must be one of 'a', 'b' or 'c'")


def test_every_field_of_every_kind_says_what_is_wrong_in_both_languages() -> None:
    """Whatever a device may send instead: also what a kind's own validators find."""
    met: set[str] = set()
    for kind in KINDS:
        for name in kind.payload.model_fields:
            for wrong in WRONG:
                for fault in _faults(kind.payload, {name: wrong}):
                    met.add(fault.code)
                    chinese = re.sub(r"[“'‘][^”'’]*[”'’]", "", fault.says.zh)
                    assert _CHINESE.search(chinese), (kind.code, name, wrong, fault.says)
                    assert not re.search(r"(Input|should|valid|error)", chinese), (kind.code, name, wrong, fault.says)
                    assert fault.says.en, (kind.code, name, wrong)
    assert {"missing", "too_long", "enum", "character"} <= met


def _faults(payload: type[BaseModel], data: dict[str, Any]) -> list[Any]:
    try:
        payload.model_validate_json(json.dumps(data))
    except ValidationError as error:
        return [*faults_of(error)]
    return []


@pytest.mark.parametrize("words", [each for each in vars(typed).values() if isinstance(each, Words)], ids=str)
def test_whatever_is_unclear_in_what_was_typed_is_said_in_both_languages(words: Words) -> None:
    _both(words, "{said}", "{sign}")
