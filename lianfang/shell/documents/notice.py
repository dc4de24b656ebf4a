"""shell · notice: an official notice on A4 in the layout of GB/T 9704-2012.

Its typefaces are not free, so ours stand in for them (`SUBSTITUTES`); the sizes and places are the standard's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lianfang.kernel.words import Words, w
from lianfang.shell.documents.face import Face, across_of, block_data, pictures_of
from lianfang.shell.documents.pdf import sheet
from lianfang.shell.texts.blocks import Part
from lianfang.shell.texts.told import Run, ToldBlock

# The standard's typeface → what is printed instead.
SUBSTITUTES: tuple[tuple[Words, str], ...] = (
    (w("小标宋体（发文机关标志、标题）", "小标宋 (masthead, title)"), "Noto Serif SC Bold"),
    (w("仿宋体（正文、发文字号、版记）", "仿宋 (body, number, foot)"), "Noto Serif SC Regular"),
    (w("楷体（二级标题）", "楷体 (second heads)"), "Noto Serif SC Bold"),
    (w("黑体（一级标题）", "黑体 (first heads)"), "Noto Sans SC Regular"),
    (w("宋体（页码）", "宋体 (page numbers)"), "Noto Serif SC Regular"),
)
_NUMERALS = "一二三四五六七八九十"
_FIRST = re.compile(rf"[{_NUMERALS}]{{1,3}}、")
_SECOND = re.compile(rf"[（(][{_NUMERALS}]{{1,3}}[）)]")
_HEAD_MOST = 40  # characters: a longer first sentence is no head


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notice says beside its text. `number` as 〔2020〕 writes it; `copies` are who gets a copy."""

    face: Face
    number: str = ""
    addressed: str = ""
    copies: str = ""
    contact: str = ""


def notice_pdf(notice: Notice, *, at: datetime) -> bytes:
    """The notice as a tagged PDF; equal notices give equal bytes. `at`: the moment in its metadata."""
    face = notice.face
    numbered = bool(notice.number)
    data = {
        "title": face.title,
        "across": across_of(face.standing),
        "masthead": f"{face.issued_by or face.unit}文件" if numbered else face.issued_by or face.unit,
        "number": notice.number,
        "addressed": notice.addressed.rstrip("：:"),
        "blocks": list(_blocks(face.told.blocks)),
        "issued_by": face.issued_by or face.unit,
        "dated": _said_day(face.dated),
        "contact": notice.contact,
        "proofs": face.told.proofs,
        "copies": notice.copies.rstrip("。"),
        "printed": f"{_said_day(face.dated)}印发" if numbered and face.dated else "",
    }
    return sheet("notice", data, pictures_of(face), at=at)


def _said_day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _blocks(blocks: tuple[ToldBlock, ...]) -> Iterator[dict[str, Any]]:
    """The blocks with their level: subheads that have no number of their own are counted 一、二、三、."""
    subheads = 0
    for block in blocks:
        said = block_data(block) | {"level": 0, "head": []}
        if block.part is Part.SUBHEAD:
            subheads += 1
            if not _FIRST.match(block.words):
                said["spans"] = [[f"{_counted(subheads)}、", 0], *said["spans"]]
        elif block.part is not Part.PICTURE:
            level = 1 if _FIRST.match(block.words) else 2 if _SECOND.match(block.words) else 0
            if level:
                head, rest = _parted(block.runs)
                said |= {"level": level if head else 0, "head": head, "spans": rest}
        yield said


def _parted(runs: tuple[Run, ...]) -> tuple[list[list[Any]], list[list[Any]]]:
    """The head of a numbered paragraph, to its first full stop, and the rest; no head where that is far away."""
    first = runs[0].words
    stop = first.find("。") + 1 or (len(first) if len(runs) == 1 else 0)
    if not 0 < stop <= _HEAD_MOST:
        return [], [[run.words, run.note] for run in runs]
    rest = [[first[stop:], 0]] if first[stop:] else []
    return [[first[:stop], 0]], rest + [[run.words, run.note] for run in runs[1:]]


def _counted(number: int) -> str:
    """1 … 99 in Chinese numerals: 十, 十一, 二十."""
    tens, ones = divmod(number, 10)
    before = "" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十"
    return f"{before}{_NUMERALS[ones - 1] if ones else ''}"
