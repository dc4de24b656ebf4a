"""kernel · characters: which characters a text may hold, the same for forms, API, sheets and command line.

No text holds what nobody can see. Refused are control and bidirectional control characters, zero-width and
filler characters, tags, noncharacters, and line breaks where one line is asked.

Some invisible characters belong to writing, each in its place: the joiners of Arabic script (Uyghur) and
of pictographs, direction marks in a text that runs from the right, the selectors of a Han character's variant.
"""

from __future__ import annotations

import re
import unicodedata

from lianfang.kernel.words import Words, w

# Everything that is looked at one by one; a text without any of them is let through by one search.
_LOOKED_AT = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u2800\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
_HALF_WIDTH: dict[int, str | int | None] = {**{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}, ord("。"): "."}
_MARKS = "\u061c\u200e\u200f"
_CONTROL = w("控制字符", "a control character")
_KINDS: tuple[tuple[re.Pattern[str], Words], ...] = (
    (re.compile("[\n\r\t\x0b\x0c\x85\u2028\u2029]"), w("换行或制表符，此处只能写一行", "a break in what is one line")),
    (re.compile("[\x00-\x1f\x7f-\x9f]"), _CONTROL),
    (re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"), w("改变文字方向的控制符", "a direction control")),
    (re.compile("[\U000e0000-\U000e007f]"), w("看不见的标签字符", "an invisible tag")),
    (re.compile("[\ud800-\udfff]"), w("半个字符，编码已损坏", "half a character, from broken encoding")),
    (re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]"), w("看不见的变体选择符", "an invisible variant selector")),
    (re.compile("[\u200b-\u200d\u2060-\u206f\u00ad\u034f\ufeff\u2800\u3164\u115f\u1160\uffa0]"),
     w("看不见的零宽或填充字符", "an invisible zero-width or filler character")),
)  # fmt: skip
_OTHER = w("不是文字的编码", "no character at all")
_BLANK = w("不能只有空白", "it must not be blank")
_SAID = w(
    "第 {n} 个字符 {code} 是{what}；请删去它前后的字，重新打一遍",
    "character {n}, {code}, is {what}; delete it with its neighbours and type them again",
)


def trouble(text: str, *, lines: bool = False) -> Words | None:
    """What is wrong with a text, naming the character and the remedy; None where it holds. `lines` may be several."""
    if text.isascii() and text.isprintable():
        return None if text.strip() else _BLANK
    for found in _LOOKED_AT.finditer(text):
        at, char = found.start(), found.group()
        if not (lines and char in "\n\t") and not _stands_rightly(text, at, char):
            return _SAID.fill(n=at + 1, code=f"U+{ord(char):04X}", what=_what(char))
    return None if text.strip() else _BLANK


def folded(code: str) -> str:
    """A code or login as it was meant: full-width letters and digits of a Chinese keyboard are the plain ones."""
    return unicodedata.normalize("NFKC", code).strip()


def plain_number(text: str) -> str:
    """A figure as it was meant: full-width digits, signs and points of a Chinese keyboard are the plain ones."""
    return text.strip().translate(_HALF_WIDTH)


def _what(char: str) -> Words:
    return next((words for pattern, words in _KINDS if pattern.match(char)), _OTHER)


def _stands_rightly(text: str, at: int, char: str) -> bool:
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if char in "\u200c\u200d" and _joins(before) and (char == "\u200d" or _joins(after)):
        return True
    if char == "\u200d":
        return _pictures(before) and _pictures(after)
    if char in _MARKS:
        return any(unicodedata.bidirectional(each) in ("R", "AL") for each in text if each not in _MARKS)
    if "\ufe00" <= char <= "\ufe0f":
        return before in tuple("#*0123456789") or _pictures(before) or _han(before)
    return "\U000e0100" <= char <= "\U000e01ef" and _han(before)


def _joins(char: str) -> bool:
    """A letter of Arabic script, or a mark on one."""
    return bool(char) and (unicodedata.bidirectional(char) == "AL" or "\u064b" <= char <= "\u065f" or char == "\u0670")


def _pictures(char: str) -> bool:
    return bool(char) and (unicodedata.category(char) in ("So", "Sk", "Sm", "Po") or char == "\ufe0f")


def _han(char: str) -> bool:
    return bool(char) and unicodedata.category(char) == "Lo" and unicodedata.name(char, "").startswith("CJK")
