"""shell · paper: any plain document on A4: facts on top, then tables and words under headings, then signatures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import translation

from lianfang.kernel.words import Words, w
from lianfang.shell.components.cells import Drawn
from lianfang.shell.components.marks import SIGNS, Chip
from lianfang.shell.components.tables import Kind, Table
from lianfang.shell.components.text import figure, moment, say
from lianfang.shell.components.types import Fact, Link
from lianfang.shell.documents.form import Signature
from lianfang.shell.documents.pdf import WITNESS, render, stamp

_LABELS = {
    "as_of": w("数据截至", "As of"),
    "exercise": w("演练", "EXERCISE"),
    "none": w("无", "None"),
    "signatures": w("签字", "Signatures"),
    "witness": WITNESS,
}
# How wide each sort of column wants to be, as typst says it.
_WIDE = {Kind.WORDS: 2, Kind.TEXT: 1}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with a table, or words, or both; an empty table says so."""

    heading: Words | str
    table: Table[Any] | None = None
    words: Words | str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything the document says. `landscape` for tables with many columns; `witness` as on the official form."""

    title: Words | str
    unit: Words | str
    unit_code: str
    as_of: datetime
    facts: tuple[Fact, ...] = ()
    sections: tuple[Section, ...] = ()
    signatures: tuple[Signature, ...] = ()
    landscape: bool = False
    exercise: bool = False
    witness: str = ""


def paper_pdf(paper: Paper, lang: str = "zh-hans") -> bytes:
    """The document as a PDF in `lang`; the same paper gives the same bytes."""
    with translation.override(lang):
        return render("paper", _data(paper, lang), at=paper.as_of)


def _data(paper: Paper, lang: str) -> dict[str, object]:
    """The document as typst reads it: strings only, said and formatted already."""
    return {
        "lang": lang.partition("-")[0],
        "labels": {key: words.say() for key, words in _LABELS.items()},
        "title": say(paper.title),
        "unit": say(paper.unit),
        "unit_code": paper.unit_code,
        "as_of": moment(paper.as_of, "year"),
        "facts": [[say(fact.label), _said(fact.value)] for fact in paper.facts],
        "sections": [_section(section) for section in paper.sections],
        "signatures": [[say(s.act), s.name, moment(s.at, "year") if s.at else ""] for s in paper.signatures],
        "landscape": paper.landscape,
        "exercise": paper.exercise,
        "witness": stamp(paper.witness),
    }


def _section(section: Section) -> dict[str, object]:
    table = section.table
    columns = table.columns if table else ()
    return {
        "heading": say(section.heading),
        "words": say(section.words),
        "table": table is not None,
        "heads": [say(column.words) for column in columns],
        "wide": [_WIDE.get(column.kind, 0) for column in columns],
        "rows": [[_said(cell) for cell in line] for line in (table.body if table else ())],
        "totals": [_said(cell) for cell in (table.totals if table else None) or ()],
    }


def _said(value: object) -> str:
    """Any cell in words; a state with its shape, so that black and white is enough."""
    if isinstance(value, Chip):
        return f"{SIGNS.get(value.mark, '')} {say(value.words)}".strip()
    if isinstance(value, Link):
        return say(value.words)
    if isinstance(value, Drawn):
        return value.said()
    if isinstance(value, datetime | date):
        return moment(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return figure(value)
    return say(value)
