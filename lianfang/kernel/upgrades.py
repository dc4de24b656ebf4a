"""kernel · upgrades: what a migration did to data that was there already; `init` says it once."""

from __future__ import annotations

from lianfang.kernel.words import Words

_done: list[Words] = []


def note(words: Words) -> None:
    """A migration says what it did to the rows that it found."""
    _done.append(words)


def noted() -> list[Words]:
    """What migrations said in this process; told once."""
    told, _done[:] = list(_done), []
    return told
