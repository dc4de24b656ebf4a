"""shell · section: a part of a page under its own heading, as areas hand it to a page across areas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lianfang.kernel.words import Words
from lianfang.shell.components.tables import Table
from lianfang.shell.components.types import Link


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, a table where there is one, and the way to all of it. `anchor` is its id on the page."""

    anchor: str
    title: Words
    table: Table[Any] | None
    more: Link | None = None
