"""shell · types: what pages say besides tables: figures, what needs somebody, history, proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from lianfang.kernel.measures import Measure
from lianfang.kernel.words import Words
from lianfang.shell.components.marks import Chip, SlotState


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere."""

    words: Words | str
    href: str


@dataclass(frozen=True, slots=True)
class Stat:
    """One large figure: a Measure, or a plain number or words with a unit. `tone`: empty, `near`, `overdue`.

    `of` says of a measure which figure it is (`marks.figure_of`).
    """

    label: Words | str
    value: Measure | int | Decimal | str | Words
    href: str = ""
    unit: Words | str = ""
    note: Words | str = ""
    tone: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that waits for this reader: what, until when, and the one act that answers it."""

    words: Words | str
    href: str
    act: Words | str
    due_at: datetime | None = None
    chip: Chip | SlotState | None = None
    detail: Words | str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One step of a history. `struck` draws it as replaced by a later one; `mark` is a key of marks.SIGNS."""

    at: datetime
    title: Words | str
    who: str = ""
    body: Words | str = ""
    href: str = ""
    mark: str = "done"
    struck: bool = False
    tags: tuple[Words | str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """What makes an entry provable: its digest, and the seal of its day once that is made."""

    digest: str
    recorded_at: datetime
    recorded_by: str = ""
    origin: Words | str = ""
    evidence: Words | str = ""
    seal_day: date | None = None
    seal_root: str = ""
    seal_href: str = ""
    holds: bool | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a detail page: a word and anything a table cell can show."""

    label: Words | str
    value: object
