"""access · kept: what a process keeps in mind for a moment of what it read, so that it need not ask again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")
_MOST: Final = 10_000


class Kept(Generic[K, V]):
    """Things by their keys; how old is too old is for the reader to say.

    Another request may forget all of it between a question to the database and its answer. Whoever asks notes
    `forgotten` before, and hands it in with the answer: what was read before the last forgetting is not kept.
    """

    def __init__(self) -> None:
        self._held: dict[K, V] = {}
        self.forgotten = 0

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: K) -> V | None:
        """What is kept under a key."""
        return self._held.get(key)

    def keep(self, found: Mapping[K, V], *, since: int) -> None:
        """Keeps what was read when `forgotten` was `since`."""
        if since != self.forgotten:
            return
        if len(self._held) > _MOST:
            self._held.clear()
        self._held.update(found)

    def forget(self) -> None:
        """Drops all of it."""
        self.forgotten += 1
        self._held.clear()
