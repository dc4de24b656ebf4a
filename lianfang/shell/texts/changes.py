"""shell · texts · changes: what changed between two versions of a text, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from lianfang.kernel.words import Words, w
from lianfang.shell.components.types import Link
from lianfang.shell.texts.life import Step

# A Latin word or number is one piece, and so is each Chinese character and each sign.
_PIECE = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)
_PIECES_MOST = 4_000_000  # of two passages multiplied: beyond it they are told as replaced, not compared
KEPT, ADDED, REMOVED = "kept", "added", "removed"
_BETWEEN = w("第 {before} 稿到第 {after} 稿的改动", "Changes from version {before} to version {after}")
_OTHER = w("第 {after} 稿的改动", "Changes of version {after}")


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stayed, came or went (`kept`, `added`, `removed`)."""

    what: str
    text: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A part of a text with what changed in it."""

    words: Words
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What one version changed of the one before; `others` lead to the same of the other versions."""

    title: Words
    parts: tuple[Changed, ...]
    others: tuple[Link, ...] = ()


def changes_of(versions: Sequence[Step], parts: Mapping[str, Words], asked: str = "") -> Changes | None:
    """What a version changed of the one before it; None of a text that was written once.

    `versions` are the steps that wrote it, in their order; `parts` are the fields that are compared, by their names;
    `asked` is the number of the version as an address says it, the newest by default.
    """
    pairs = list(pairwise(versions))
    if not pairs:
        return None
    before, after = next((pair for pair in pairs if str(pair[1].number) == asked), pairs[-1])
    found = [
        Changed(words, tuple(runs(old, new)))
        for name, words in parts.items()
        for old, new in [(str(before.data.get(name) or ""), str(after.data.get(name) or ""))]
        if old != new
    ]
    others = [
        Link(_OTHER.fill(after=step.number), f"?version={step.number}#changes")
        for _, step in pairs
        if step is not after
    ]
    said = _BETWEEN.fill(before=before.number, after=after.number)
    return Changes(said, tuple(found), tuple(others))


def runs(before: str, after: str) -> Iterator[Run]:
    """What leads from one text to another: line by line, and word by word within the lines that differ."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    found: list[Run] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        found += [Run(KEPT, gone)] if what == "equal" else _within(gone, come)
    for run in found:
        if run.text:
            yield run


def _within(gone: str, come: str) -> list[Run]:
    old, new = _PIECE.findall(gone), _PIECE.findall(come)
    if not old or not new or len(old) * len(new) > _PIECES_MOST:
        return [Run(REMOVED, gone), Run(ADDED, come)]
    found: list[Run] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(Run(KEPT, "".join(old[a:b])))
        else:
            found += [Run(REMOVED, "".join(old[a:b])), Run(ADDED, "".join(new[c:d]))]
    return found
