"""publicity · presenters of screens: a text in pages that can be read from far away, and the desk's list of screens.

A page is chosen so that it holds on a wide screen and on a tall one, without a script.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil

from django.urls import reverse

from lianfang.areas.publicity.kinds_text import SORTS
from lianfang.areas.publicity.queries_faces import Version
from lianfang.areas.publicity.queries_screen import Screen
from lianfang.ground.places.queries import Place
from lianfang.ground.units.queries import Unit
from lianfang.kernel.words import Words, w
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.tables import State, Table, Text, When
from lianfang.shell.texts.blocks import Part
from lianfang.shell.texts.told import Run, Shot, Told, ToldBlock

# Sizes of type in hundredths of the screen's shorter side; a page is filled as far as PACKED allows.
SIZES = (120, 108, 96, 86, 76, 68, 60, 54, 48)
_PACKED = 54
# Width and height for the body on a screen of 16:9 and of 9:16, in the same measure.
_ROOMS = ((1580, 560), (880, 1180))
_LINE, _GAP = 1.5, 0.55
_SENTENCE = re.compile(r"[^。！？；!?;]*[。！？；!?;]+[”’）」]*|[^。！？；!?;]+")
_CHUNK = 180  # characters of a sentence that is longer than a page
_TO_KNOW = ("knowledge", "message")
_SECONDS_LEAST, _SECONDS_MOST, _PER_SECOND = 8, 40, 6  # how long a page stays, by its characters
_SHORT = 24  # characters
ALIVE = timedelta(minutes=5)  # a screen asks each half minute


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a page: some words of a paragraph, subhead or quotation; `goes_on`: it continues the one before."""

    part: Part
    runs: tuple[Run, ...]
    goes_on: bool = False

    @property
    def length(self) -> int:
        return sum(len(run.words) for run in self.runs)


@dataclass(frozen=True, slots=True)
class Slide:
    """One page of a text on a screen."""

    sort: Words
    look: str
    title: str
    pieces: tuple[Piece, ...] = ()
    size: int = SIZES[-1]
    shot: Shot | None = None
    href: str = ""
    by: str = ""
    dated: str = ""
    proofs: tuple[str, ...] = ()
    until_at: datetime | None = None
    number: int = 1
    count: int = 1

    @property
    def seconds(self) -> int:
        """How long it stays."""
        length = len(self.title) + sum(piece.length for piece in self.pieces) + sum(map(len, self.proofs)) // 2
        return max(_SECONDS_LEAST, min(_SECONDS_MOST, 4 + length // _PER_SECOND))

    @property
    def until(self) -> int:
        """Until when it may be shown, in milliseconds as a script counts them."""
        return int(self.until_at.timestamp() * 1000) if self.until_at else 0

    @property
    def title_size(self) -> str:
        """A class of sizes of headlines."""
        letters = len(self.title)
        return "t1" if letters <= 8 else "t2" if letters <= 14 else "t3" if letters <= 26 else "t4"

    @property
    def alone(self) -> bool:
        """Whether there is nothing but the headline."""
        return not self.pieces and self.shot is None

    @property
    def short(self) -> bool:
        """Whether it says so little that it stands in the middle, as a slogan does."""
        return len(self.pieces) == 1 and self.pieces[0].length <= _SHORT


def slides_of(of: Version, told: Told, by: str, until_at: datetime, photo: Mapping[str, str]) -> list[Slide]:
    """A text in pages; `photo`: the address of each picture by its SHA-256."""
    day = of.dated
    plain = Slide(
        SORTS[of.said.sort], "blue" if of.said.sort in _TO_KNOW else "red", of.said.title, by=by, until_at=until_at,
        dated=f"{day.year}年{day.month}月{day.day}日" if day else "",
    )  # fmt: skip
    made = [*_pages(plain, told, photo)] or [plain]
    return [replace(each, number=number, count=len(made)) for number, each in enumerate(made, start=1)]


def _pages(plain: Slide, told: Told, photo: Mapping[str, str]) -> Iterator[Slide]:
    """Pages of words as far as the next picture, the picture, and so on."""
    words: list[ToldBlock] = []
    for block in (*told.blocks, None):
        if block is not None and block.shot is None:
            words.append(block)
            continue
        for pieces in packed(words):
            notes = sorted({run.note for piece in pieces for run in piece.runs if run.note})
            proofs = tuple(f"{note}　{told.proofs[note - 1]}" for note in notes)
            yield replace(plain, pieces=tuple(pieces), size=size_of(pieces), proofs=proofs)
        words = []
        if block is not None and block.shot is not None:
            yield replace(plain, shot=block.shot, href=photo[block.shot.sha256])


def packed(blocks: Iterable[ToldBlock]) -> list[list[Piece]]:
    """Words in pages, broken between sentences; no word is left out."""
    pages: list[list[Piece]] = []
    page: list[Piece] = []
    for block in blocks:
        for at, runs in enumerate(sentences(block)):
            piece = Piece(block.part, runs, goes_on=at > 0)
            tried = _joined(page, piece)
            if page and not _holds(tried, _PACKED):
                pages.append(page)
                tried = [replace(piece, goes_on=False)]
            page = tried
    if page:
        pages.append(page)
    for before, after in pairwise(pages):
        if len(before) > 1 and before[-1].part is Part.SUBHEAD:  # a subhead stands above what it heads
            after.insert(0, before.pop())
    return pages


def size_of(pieces: Sequence[Piece]) -> int:
    """The largest size at which a page holds on every screen."""
    return next((size for size in SIZES if _holds(pieces, size)), SIZES[-1])


def sentences(block: ToldBlock) -> list[tuple[Run, ...]]:
    """A paragraph by its sentences; a figure stays with its sentence."""
    found: list[list[Run]] = [[]]
    for run in block.runs:
        if run.note:
            found[-1].append(run)
            continue
        for part in _SENTENCE.findall(run.words):
            for at in range(0, len(part), _CHUNK):
                found[-1].append(Run(part[at : at + _CHUNK]))
                if len(part) > at + _CHUNK:
                    found.append([])
            if part.rstrip("”’）」")[-1:] in tuple("。！？；!?;"):
                found.append([])
    return [tuple(each) for each in found if each]


def _joined(page: Sequence[Piece], piece: Piece) -> list[Piece]:
    """The page with one more sentence, in the paragraph of the one before where it goes on."""
    if piece.goes_on and page:
        return [*page[:-1], replace(page[-1], runs=(*page[-1].runs, *piece.runs))]
    return [*page, piece]


def _holds(pieces: Sequence[Piece], size: int) -> bool:
    for wide, high in _ROOMS:
        lines = sum(max(1, ceil(piece.length / (wide // size))) for piece in pieces)
        if lines * size * _LINE + (len(pieces) - 1) * size * _GAP > high:
            return False
    return True


@dataclass(frozen=True, slots=True)
class ScreenRow:
    """A screen in the desk's list."""

    screen: Screen
    place: Place | None
    asked_at: datetime | None
    now: datetime

    @property
    def chip(self) -> Chip:
        if not self.screen.in_use:
            return Chip(w("已停用", "ended"), "excused")
        if self.asked_at is None:
            return Chip(w("还没有连上过", "has not asked yet"), "due", "near")
        if self.now - self.asked_at > ALIVE:
            return Chip(w("没有应答", "silent"), "overdue", "overdue")
        return Chip(w("在显示", "showing"), "done")


class ScreenTable(Table[ScreenRow]):
    """The screens of the desk."""

    named: Mapping[str, Unit]

    place = Text(
        w("位置", "Where"), lambda row: row.place.words if row.place else row.screen.place,
        link=lambda row: reverse("publicity:screen-desk", args=[row.screen.place]),
    )  # fmt: skip
    unit = Text(w("单位", "Unit"), lambda t, row: t.named[row.screen.unit].words if row.screen.unit in t.named else "")
    asked = When(w("最近一次应答", "Last heard of"), lambda row: row.asked_at)
    state = State(w("状态", "State"), lambda row: row.chip)
