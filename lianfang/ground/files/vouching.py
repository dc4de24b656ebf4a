"""files · vouching: the code of a kept row, made with a key that is not in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lianfang.kernel import keyring

COLUMNS = (
    "sha256", "unit", "path", "entry", "person", "stored", "small", "media", "size", "width", "height", "position",
    "name", "brought_at", "brought_by", "gone_at",
)  # fmt: skip


def code_of(values: Sequence[object]) -> bytes:
    """The code over a row's values, in the order of `COLUMNS`."""
    return keyring.vouch("files_file", *(_said(value) for value in values))


def _said(value: object) -> str | None:
    if value is None:
        return None
    return str(int(value.timestamp() * 1_000_000)) if isinstance(value, datetime) else str(value)
