"""composition · printed: people's words as they are set: one line of text, and where it may be torn."""

from __future__ import annotations

import re
import unicodedata

from lianfang.shell.documents.typesetting import printable

_GAP = re.compile(r"(?<=[^\x00-\x7f])[\s\u3000]+(?=[^\x00-\x7f])")
_SPACES = re.compile(r"[\s\u2028\u2029]+")
_WORD = re.compile(r"[^\s\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\ufe30-\uffef\U00020000-\U0003ffff]+")
_JOINERS = "\u200c\u200d"
_NEVER_FIRST = frozenset("，。、；：？！）》」』】〕〉”’…—～·％%‰℃°,.;:?!)]}»›‐–々ー")
_NEVER_LAST = frozenset("（《「『【〔〈“‘([{«‹$￥¥#№")


def printed(text: str) -> str:
    """The text without line ends, runs of spaces and characters that draw nothing."""
    shown = "".join(char for char in _SPACES.sub(" ", text) if not _hidden(char))
    return printable(unicodedata.normalize("NFC", shown).strip(" "), shown[:20])


def readable(text: str) -> str:
    """The text as XML carries it: its spaces as they are, no controls. A reader's machine has typefaces of its own."""
    return "".join(char for char in text if not _forbidden(char)).replace("\n", " ")


def _forbidden(char: str) -> bool:
    code = ord(char)
    return (
        (code < 0x20 and char not in "\t\n")
        or 0x7F <= code < 0xA0
        or 0xD800 <= code < 0xE000
        or code & 0xFFFE == 0xFFFE
    )


def kept_spaces(text: str) -> str:
    """As `printed`, with the spaces at its ends: a run inside a paragraph."""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return before + printed(text) + after


_WORD_MOST, _SHARD = 8.0, 4.0  # widths in ems
_MAY_TEAR = "\u200b"


def shattered(text: str) -> str:
    """The text with places to tear in words that are wider than a narrow column is sure to be, as addresses are."""
    return _WORD.sub(lambda found: _shards(found.group()), text)


def _shards(word: str) -> str:
    if sum(map(_ems, word)) <= _WORD_MOST:
        return word
    out, width = [], 0.0
    for char in word:
        if width + _ems(char) > _SHARD and not unicodedata.combining(char) and char not in _JOINERS:
            out.append(_MAY_TEAR)
            width = 0.0
        out.append(char)
        width += _ems(char)
    return "".join(out)


def _ems(char: str) -> float:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0.0
    return 1.0 if _wide(char) or char in "WM@%" or not char.isascii() else 0.7 if char.isupper() else 0.58


def parts_of(title: str) -> list[str]:
    """A headline at its gaps: `党建引领践初心 疫情防控担使命` has two parts. A space between Latin words is none."""
    return [shattered(part) for part in _GAP.split(printed(title)) if part]


def tears(text: str) -> list[int]:
    """Where a line may end: places in code points, the end of the text among them."""
    found = [at for at in range(1, len(text)) if _may_end(text[at - 1], text[at])]
    return [*found, len(text)]


def _may_end(before: str, after: str) -> bool:
    if after == " " or unicodedata.combining(after) or after in _JOINERS or before in _JOINERS:
        return False
    if unicodedata.category(after) in ("Mn", "Me", "Sk") or after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    return before in (" ", _MAY_TEAR) or (_wide(before) and not _emoji(after)) or (_wide(after) and not _emoji(before))


def _wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF" or char in "”’…—·"


def _emoji(char: str) -> bool:
    """Parts of what may be one picture: never torn."""
    return ord(char) >= 0x1F000 and ord(char) < 0x20000


def _hidden(char: str) -> bool:
    """Controls and marks of format, which a PDF for the archive must not hold."""
    if char in _JOINERS or char == " ":
        return False
    return unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp") and char != "\0"
