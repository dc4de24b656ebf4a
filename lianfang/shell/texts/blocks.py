"""shell · texts · blocks: how a body is read.

An empty line ends a paragraph; `## ` begins a subhead, `> ` a quotation; 【图1】 alone on a line is the place of the
first picture, and 【indicator unit 2020-08-10】, by their codes, a figure of that reporting day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from lianfang.kernel.problems import Refused
from lianfang.shell.texts import problems


class Part(StrEnum):
    """What a block of a body is."""

    PARAGRAPH = "paragraph"
    SUBHEAD = "subhead"
    QUOTE = "quote"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Reference:
    """A figure that a text refers to: what an indicator of a unit, with all below it, was on a reporting day."""

    code: str
    unit: str
    day: date

    @property
    def said(self) -> str:
        return f"【{self.code} {self.unit} {self.day.isoformat()}】"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a body. `runs` are its words and the figures between them; `picture` counts from 1."""

    part: Part
    paragraph: int
    runs: tuple[str | Reference, ...] = ()
    picture: int = 0


_PICTURE = re.compile(r"【图(\d{1,2})】")
_FIGURE = re.compile(r"【([A-Z][A-Z0-9_-]{0,19})[ 　]+([A-Z0-9][A-Z0-9-]{0,39})[ 　]+(\d{4}-\d{2}-\d{2})】")


def blocks_of(body: str) -> list[Block]:
    """A body as its blocks. Raises `text_figure_unknown` where a figure names a day that there is not."""
    found: list[Block] = []
    for part, text in _parts_of(body):
        paragraph = len(found) + 1
        if part is Part.PICTURE:
            found.append(Block(part, paragraph, picture=int(text)))
        else:
            found.append(Block(part, paragraph, tuple(_runs(text, paragraph))))
    return found


def _parts_of(body: str) -> Iterator[tuple[Part, str]]:
    """A subhead and the place of a picture are a line each; an empty line ends a paragraph or a quotation."""
    part, lines = Part.PARAGRAPH, list[str]()
    for line in [*body.splitlines(), ""]:
        said = line.strip(" \t　")
        picture, quoted = _PICTURE.fullmatch(said), said.startswith(">")
        alone = picture is not None or said.startswith("#")
        if lines and (not said or alone or quoted != (part is Part.QUOTE)):
            yield part, " ".join(lines)
            lines = []
        if picture:
            yield Part.PICTURE, picture[1]
        elif alone:
            yield Part.SUBHEAD, said.lstrip("# ")
        elif said:
            part = Part.QUOTE if quoted else Part.PARAGRAPH
            lines.append(said.lstrip("> ") if quoted else said)


def _runs(text: str, paragraph: int) -> Iterator[str | Reference]:
    at = 0
    for each in _FIGURE.finditer(text):
        if text[at : each.start()]:
            yield text[at : each.start()]
        try:
            yield Reference(each[1], each[2], date.fromisoformat(each[3]))
        except ValueError:
            raise Refused(problems.FIGURE_UNKNOWN, paragraph=paragraph, said=each[0]) from None
        at = each.end()
    if text[at:]:
        yield text[at:]


def references_in(blocks: Iterable[Block]) -> list[tuple[int, Reference]]:
    """The figures that a text refers to, each with its paragraph, in their order."""
    return [(block.paragraph, run) for block in blocks for run in block.runs if isinstance(run, Reference)]


def filled(blocks: Iterable[Block], said: Mapping[str, str]) -> list[Block]:
    """The blocks with what is said for their figures, by their signs; a sign of which nothing is said stays."""
    return [
        replace(block, runs=tuple(run if isinstance(run, str) else said.get(run.said, run) for run in block.runs))
        for block in blocks
    ]
