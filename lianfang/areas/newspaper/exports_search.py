"""newspaper · exports of search: the index by which a copy of the paper is searched without a server.

The same grams as in the database (`rules.grams_of`), as pieces of script that a page loads one by one, since a page
that was opened from a disk can load nothing else. Articles are counted from 0, the newest issue first, so that what
is found stands in its order already.

- `issues.js`: each issue with its first article's number and the places of its articles; the segments.
- `g/<segment>-<piece>.js`: gram → the numbers of the articles that hold it, each as twice the distance from the one
  before, plus one where it stands in the title, in hexadecimal.
- `t/<block>.js`: title, authors and text of a hundred articles.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from lianfang.areas.newspaper.rules import grams_of

BLOCK, SEGMENT = 100, 20_000
_PIECE_BYTES, _PIECES_MOST = 48_000, 1024
_PRIME = 65_521


class SearchIndex:
    """Takes articles in the order in which they are to be found, and writes the pieces through `put`."""

    def __init__(self, put: Callable[[str, bytes], None]) -> None:
        self._put = put
        self._issues: list[tuple[str, int, list[tuple[int, list[int]]]]] = []
        self._segments: list[tuple[int, int]] = []
        self._texts: list[tuple[str, str, str]] = []
        self._grams: dict[str, list[int]] = {}
        self._count = self._first = 0

    def issue(self, slug: str) -> None:
        """The articles that follow are of this issue."""
        self._issues.append((slug, self._count, []))

    def article(self, page: int, position: int, title: str, authors: str, text: str) -> None:
        """One more article of the issue."""
        places = self._issues[-1][2]
        if not places or places[-1][0] != page:
            places.append((page, []))
        places[-1][1].append(position)
        number = self._count - self._first << 1
        headed = {*grams_of(title)}
        for gram in {*grams_of(f"{title} {authors} {text}")}:
            self._grams.setdefault(gram, []).append(number | (gram in headed))
        self._texts.append((title, authors, text))
        self._count += 1
        if len(self._texts) == BLOCK:
            self._end_block()
        if self._count - self._first == SEGMENT:
            self._end_segment()

    def finish(self) -> None:
        """Writes what is left, and the table of it all."""
        if self._texts:
            self._end_block()
        if self._count > self._first:
            self._end_segment()
        self._write("issues", "npIssues", {"block": BLOCK, "segments": self._segments, "issues": self._issues})

    def _end_block(self) -> None:
        number = (self._count - 1) // BLOCK
        self._write(f"t/{number}", "npTexts", number, self._texts)
        self._texts = []

    def _end_segment(self) -> None:
        numbers = {gram: _distances(self._grams[gram]) for gram in sorted(self._grams)}
        whole = sum(len(gram.encode()) + len(said) + 6 for gram, said in numbers.items())
        count = min(_PIECES_MOST, whole // _PIECE_BYTES + 1)
        pieces: list[dict[str, str]] = [{} for _ in range(count)]
        for gram, said in numbers.items():
            pieces[piece_of(gram, count)][gram] = said
        segment = len(self._segments)
        for piece, said_in in enumerate(pieces):
            self._write(f"g/{segment}-{piece}", "npGrams", f"{segment}-{piece}", said_in)
        self._segments.append((self._first, count))
        self._first, self._grams = self._count, {}

    def _write(self, name: str, call: str, *said: Any) -> None:
        words = ",".join(json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in said)
        self._put(f"{name}.js", f"{call}({words});\n".encode())


def piece_of(gram: str, count: int) -> int:
    """In which of so many pieces a gram stands."""
    reached = 0
    for each in gram:
        reached = (reached * 31 + ord(each)) % _PRIME
    return reached % count


def _distances(numbers: list[int]) -> str:
    said, last = [], 0
    for each in numbers:
        said.append(f"{(each >> 1) - last << 1 | each & 1:x}")
        last = each >> 1
    return " ".join(said)
