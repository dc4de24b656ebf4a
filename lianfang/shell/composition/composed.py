"""composition · composed: what comes out: files, zones in per cent of the page, and what did not fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Point = tuple[float, float]  # per cent of the page's width and height, from its upper left corner
WIDTHS = (480, 1200, 2400)  # pixels of a page's pictures


@dataclass(frozen=True, slots=True)
class Zone:
    """One piece of an article on a page: a closed polygon. An article that runs on has one on each page."""

    article: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Overflow:
    """An article that does not fit, and by how many lines of its columns."""

    article: str
    lines: int


@dataclass(frozen=True, slots=True)
class ComposedPage:
    """A page's own PDF, its pictures by width in pixels (WebP where possible, else PNG), and its zones."""

    number: int
    pdf: bytes
    pictures: Mapping[int, bytes]
    media_type: str
    zones: tuple[Zone, ...]
    aspect: float  # height over width


@dataclass(frozen=True, slots=True)
class Composed:
    """An issue as it is published. With overflows it is a proof and must not be published."""

    pages: tuple[ComposedPage, ...]
    pdf: bytes
    overflows: tuple[Overflow, ...] = ()
