"""kernel · ids: UUIDv7, minted by whoever records and never by the ledger (RFC 9562 §5.7)."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

_LAST_MS = 253_402_214_400_000  # 9999-12-31, less a day so that every zone can say it
Mint = Callable[[datetime], UUID]


def mint(at: datetime) -> UUID:
    """A new id for something recorded at `at`."""
    return _compose(at, int.from_bytes(os.urandom(10), "big"))


def seeded_mint(seed: int | str) -> Mint:
    """A mint that gives the same ids for the same seed and moments: for replays only."""
    source = random.Random(f"ids:{seed}")
    return lambda at: _compose(at, source.getrandbits(80))


def _compose(at: datetime, noise: int) -> UUID:
    milliseconds = int(at.timestamp() * 1000)
    rand_a, rand_b = (noise >> 64) & 0xFFF, noise & ((1 << 62) - 1)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b)


def minted_at(minted: UUID) -> datetime:
    """The moment inside a UUIDv7 (the last moment a calendar knows, where it lies beyond)."""
    return datetime.fromtimestamp(min(minted.int >> 80, _LAST_MS) / 1000, UTC)
