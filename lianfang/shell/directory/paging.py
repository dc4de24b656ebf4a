"""shell · directory: pages of a list whose query goes forward only; the address remembers the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from lianfang.shell.components.tables import Page

SIZE = 50
_JOIN = "~"  # stands in no code, path or id
_STEPS = 20  # pages that can be gone back one by one; before them lies the first page
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Trail:
    """Where each page so far began: the last one is where this page goes on from."""

    steps: tuple[str, ...] = ()

    @classmethod
    def read(cls, word: str) -> Trail:
        """The trail that an address says; any word is some place in the order, so none is refused."""
        return cls(tuple(step for step in word[:4000].replace("\0", "").split(_JOIN) if step)[-_STEPS:])

    @property
    def after(self) -> str | None:
        return self.steps[-1] if self.steps else None

    def page(self, found: Sequence[T], size: int, key: Callable[[T], str]) -> Page[T]:
        """One page of `found`, which was asked with one more than `size`."""
        kept = tuple(found[:size])
        onward = _JOIN.join((*self.steps, key(kept[-1]))) if len(found) > size else None
        back = _JOIN.join(self.steps[:-1]) if self.steps else None
        return Page(kept, next=onward, previous=back)
