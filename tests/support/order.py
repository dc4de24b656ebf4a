"""tests · order: an order by chance that a seed gives again, so that no test leans on the one before it."""

from __future__ import annotations

from hashlib import sha256

import pytest


def shuffle(items: list[pytest.Item], seed: str) -> None:
    """Shuffle the modules, and the tests of each module among themselves; what a module shares is made once.

    A test's place follows from the seed and its own name, so that some of the tests alone keep their order.
    """

    def chance(text: str) -> bytes:
        return sha256(f"{seed} {text}".encode()).digest()

    def place(item: pytest.Item) -> tuple[bytes, bytes]:
        module, _, name = item.location  # not its id: with --dist loadgroup that bears its group
        return chance(module), chance(f"{module} {name}")

    items.sort(key=place)
