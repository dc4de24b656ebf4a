"""sheets · queries: what a unit said of a sheet with certain heads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lianfang.kernel import characters, reading
from lianfang.kernel.scope import Actor


@dataclass(frozen=True, slots=True)
class SavedHeads:
    """Field → head, field → value for all rows; `heads` in the order in which they stood, who said it, and when."""

    heads: tuple[str, ...]
    said: Mapping[str, str]
    fixed: Mapping[str, str]
    changed_at: datetime
    changed_by: str


def saved(actor: Actor, unit: str, sort: str, heads: Sequence[str]) -> SavedHeads | None:
    """What the unit said of a sheet of that sort with these heads, in whatever order they stand."""
    found = reading.named_rows(
        actor,
        "SELECT heads, said, fixed, changed_at, changed_by FROM sheets_heads "
        "WHERE unit = %(unit)s AND sort = %(sort)s AND known = %(known)s",
        unit=unit, sort=sort, known=known(heads),
    )  # fmt: skip
    if not found:
        return None
    row = found[0]
    stood, said, fixed = (json.loads(row[name]) for name in ("heads", "said", "fixed"))
    return SavedHeads(tuple(stood), said, fixed, row["changed_at"], row["changed_by"])


def known(heads: Sequence[str]) -> str:
    """A digest of the heads, whatever their order."""
    said = sorted({characters.folded(head) for head in heads if head})
    return hashlib.sha256("\n".join(said).encode()).hexdigest()
