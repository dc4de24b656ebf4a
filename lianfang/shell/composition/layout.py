"""composition · layout: an issue as it is to be set: pages with their templates, articles as blocks of text.

Text is text: nothing in it is markup. Lengths are in millimetres, pictures are bytes of JPEG, PNG or WebP.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Sheet(StrEnum):
    """The trimmed page, by its name in the trade."""

    TABLOID = "tabloid"  # 四开 270 × 390 mm: what a work unit's own paper has; its text is legible as a picture too
    BROADSHEET = "broadsheet"  # 对开 390 × 545 mm


class Template(StrEnum):
    """How a page is built."""

    FRONT = "front"  # masthead, ear 报眼, a lead article over the whole width
    INNER = "inner"  # running head with page number and name
    PHOTO = "photo"  # pictures first, short texts between them
    SUPPLEMENT = "supplement"  # wide columns, larger type, quiet heads


class BlockKind(StrEnum):
    """What a block of a body is."""

    PARAGRAPH = "paragraph"
    SUBHEAD = "subhead"
    QUOTE = "quote"
    PICTURE = "picture"


class Prominence(StrEnum):
    """How large an article stands on its page."""

    LEAD = "lead"
    NORMAL = "normal"
    BRIEF = "brief"  # one of several short items, run together in one box under a common head


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text; `note` is the number of the note that proves a figure in it, 0 where there is none."""

    text: str
    note: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its caption, who took it, and what it shows in words for who cannot see it."""

    content: bytes
    alt: str
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a subhead, a quotation, or the place of a picture."""

    kind: BlockKind
    spans: tuple[Span, ...] = ()
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote or photographed it, and as what: 作者, 记者, 通讯员, 摄影."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What a figure rests on: indicator, unit, as-of time and state, in words."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it is to be set. `key` is unique in the issue and part of its permanent address (`a1`)."""

    key: str
    title: str
    kicker: str = ""
    deck: str = ""
    authors: tuple[Author, ...] = ()
    source: str = ""
    editor: str = ""
    summary: str = ""
    keywords: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    notes: tuple[Note, ...] = ()
    prominence: Prominence = Prominence.NORMAL
    columns: int = 0  # of the page's grid that it stands over; 0: the composition chooses
    boxed: bool = False
    # Where an article that does not fit runs on: the number of a page of this issue (下转/上接).
    runs_on_to: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page 版: its number, its name, and its articles in the order of the plan."""

    number: int
    name: str
    template: Template
    articles: tuple[Article, ...]
    editor: str = ""  # 责编
    layout_by: str = ""  # 版式
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Masthead:
    """What stands at the head and foot of the paper; what is not configured is empty and printed nowhere."""

    name: str
    serial_no: str = ""  # 国内统一刊号; where it is empty the paper prints 内部资料
    supervisor: str = ""  # 主管
    sponsor: str = ""  # 主办
    tip_line: str = ""
    slogan: str = ""
    address: str = ""  # the paper's own web address, for the ear
    producer: str = ""
    copyright: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue 期: a date, its running number, its pages in their order."""

    masthead: Masthead
    day: date
    number: int
    pages: tuple[Page, ...]
    supplement: str = ""  # the name of a supplement, empty for the paper itself
    language: str = "zh-Hans"
    sheet: Sheet = Sheet.TABLOID
    notes: tuple[str, ...] = field(default=())  # what stands at the foot of every page, such as what the data are
