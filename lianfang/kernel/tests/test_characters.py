"""kernel · tests: what stands in a text is what is seen, whatever the script that people write in."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from lianfang.kernel import characters
from lianfang.kernel.faults import faults_of
from lianfang.kernel.payloads import Code, Line, Payload, Text, fact

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f466"


class Note(Payload):
    """A line, some lines and a code."""

    line: Line | None = fact("批号", "lot", default=None)
    text: Text | None = fact("备注", "note", default=None)
    code: Code | None = fact("代码", "code", default=None)


@pytest.mark.parametrize(
    "text",
    [
        "王建国", "阿不都·热依木", "𠮷野家", "葛\U000e0100飾", "ئابدۇراخمان", "مى\u200cخواهم", "ه\u200d",
        "ئۈرۈمچى\u200f (2)", "naïve – “ok”", "84消毒液 500 mg/L", FAMILY, "☀\ufe0f", "1\ufe0f\u20e3", "🏽",
        "\ue000",  # names that GB 18030 once kept in the private area
        "\U0003134a",  # a character younger than this Python's tables
    ],
)  # fmt: skip
def test_what_people_write_is_taken(text: str) -> None:
    assert characters.trouble(text) is None
    assert Note(line=text).line == unicodedata.normalize("NFC", text)


UNSEEN = {
    "RTL override": "abc\u202edcb", "isolate": "a\u2066b", "direction mark in a text from the left": "批\u200f号",
    "zero-width space": "a\u200bb", "joiner between Latin letters": "pay\u200dpal", "non-joiner": "王\u200c五",
    "word joiner": "a\u2060b", "BOM": "\ufeffa", "soft hyphen": "a\u00adb", "Hangul filler": "\u3164",
    "braille blank": "\u2800", "tag": "a\U000e0041", "flag of tags": "🏴\U000e0067\U000e007f",
    "noncharacter": "a\ufffe", "noncharacter of the last plane": "a\U0010ffff", "noncharacter in Arabic": "a\ufdd0",
    "object replacement": "a\ufffcb", "what decoding lost": "a\ufffdb", "NUL": "a\0", "escape": "\x1b[31m",
    "delete": "a\x7f", "C1": "a\x9b", "lone surrogate": "a\ud800", "variant of a Latin letter": "a\ufe00",
    "Han variant after a Latin letter": "a\U000e0100",
}  # fmt: skip


@pytest.mark.parametrize("text", UNSEEN.values(), ids=UNSEEN)
def test_what_nobody_sees_is_refused_and_named(text: str) -> None:
    for lines in (False, True):
        wrong = characters.trouble(text, lines=lines)
        assert wrong is not None
        named = next(char for char in text if f"U+{ord(char):04X}" in wrong.zh)
        assert f"U+{ord(named):04X}" in wrong.en


def test_a_break_stands_in_several_lines_and_not_in_one() -> None:
    for char in "\n\t":
        assert characters.trouble(f"a{char}b", lines=True) is None
        assert "只能写一行" in characters.trouble(f"a{char}b").zh  # type: ignore[union-attr]
    for char in "\u2028\u2029\x85":
        assert characters.trouble(f"a{char}b", lines=True) is not None


@pytest.mark.parametrize("blank", ["", "  ", "\u3000", "\u00a0", "\n\n"])
def test_what_is_blank_says_nothing(blank: str) -> None:
    for name in ("line", "text"):
        with pytest.raises(ValidationError) as refused:
            Note(**{name: blank})
        (fault,) = faults_of(refused.value)
        assert (fault.path, fault.says.zh) == (f"data.{name}", "不能只有空白")


def test_a_payload_says_the_character_and_the_remedy_in_both_languages() -> None:
    with pytest.raises(ValidationError) as refused:
        Note(line="批次\u202e12")
    (fault,) = faults_of(refused.value)
    assert fault.code == "character"
    assert fault.says.zh == "第 3 个字符 U+202E 是改变文字方向的控制符；请删去它前后的字，重新打一遍"
    assert fault.says.en.startswith("character 3, U+202E, is a direction control; delete it")


def test_a_code_of_full_width_letters_is_the_plain_one() -> None:
    assert Note(code="Ｃ１６１－B０３").code == "C161-B03"
    for other in ("С161", "C161\u200b", "c161", "Ｃ 161"):  # the first begins with a Cyrillic letter
        with pytest.raises(ValidationError):
            Note(code=other)


@given(st.text(st.characters(max_codepoint=sys.maxunicode), max_size=30))
def test_what_is_taken_holds_no_unseen_character_of_any_kind(text: str) -> None:
    if characters.trouble(text, lines=True) is None:
        assert not {unicodedata.category(each) for each in text.replace("\n", "").replace("\t", "")} & {"Cc", "Cs"}
        assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff")
        assert text.strip()
