"""newspaper · rules: how a body is read, what it may not tell, how far an article and an issue are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from lianfang.areas.newspaper import problems
from lianfang.kernel.digest import root_from
from lianfang.kernel.measures import Measure, MeasureState
from lianfang.kernel.problems import Refused
from lianfang.kernel.words import Words, w

SEARCH_MOST = 100


class Standing(StrEnum):
    """How far an article is at the desk."""

    DRAFT = "draft"
    PROOFED = "proofed"
    APPROVED = "approved"
    RETURNED = "returned"
    DROPPED = "dropped"


STANDING_WORDS: dict[Standing, Words] = {
    Standing.DRAFT: w("待校对", "to be proofed"),
    Standing.PROOFED: w("待审签", "to be approved"),
    Standing.APPROVED: w("可用", "ready"),
    Standing.RETURNED: w("退回修改", "returned"),
    Standing.DROPPED: w("不采用", "given up"),
}


class Progress(StrEnum):
    """How far an issue is."""

    PLANNED = "planned"
    SIGNED = "signed"
    PUBLISHED = "published"


PROGRESS_WORDS: dict[Progress, Words] = {
    Progress.PLANNED: w("组版中", "being planned"),
    Progress.SIGNED: w("已签发", "signed off"),
    Progress.PUBLISHED: w("已出版", "published"),
}


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
    """A body as its blocks. Raises `newspaper_figure_unknown` where a figure names a day that there is not."""
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


def check_printable(paragraph: int, reference: Reference, measure: Measure | None, state: Words) -> None:
    """A figure goes to print with its proof or not at all: an unverified zero cannot be printed (D, access of 数字报).

    Raises `newspaper_figure_unknown`, `newspaper_figure_unprintable`.
    """
    if measure is None or measure.state is MeasureState.NOT_APPLICABLE:
        raise Refused(problems.FIGURE_UNKNOWN, paragraph=paragraph, said=reference.said)
    if measure.value is None or measure.state in (MeasureState.NOT_REPORTED, MeasureState.ZERO_UNVERIFIED):
        raise Refused(problems.FIGURE_UNPRINTABLE, paragraph=paragraph, said=reference.said, state=state)


@dataclass(frozen=True, slots=True)
class Told:
    """Something in a text by which a person can be recognised."""

    paragraph: int
    what: Words
    said: str


# What gives somebody away. A telephone of an office (with its area code, or 12345) does not.
_PERSONAL: tuple[tuple[Words, re.Pattern[str]], ...] = (
    (w("身份证号", "identity number"), re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)|(?<!\d)\d{15}(?!\d)")),
    (w("手机号", "mobile number"), re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")),
    (w("门牌", "door number"), re.compile(
        r"[\d一二三四五六七八九十零〇]{1,4}\s*(?:号楼|栋|幢)\s*(?:[\d一二三四五六七八九十零〇]{1,3}\s*单元\s*)?"
        r"[\d一二三四五六七八九十零〇]{1,5}\s*(?:室|户|号)"
        r"|(?<![\d-])\d{1,3}-\d{1,2}-\d{3,4}(?![\d-])"
        r"|[\d一二三四五六七八九十零〇]{1,3}\s*单元\s*[\d一二三四五六七八九十零〇]{2,5}\s*(?:室|号)?"
    )),
    (w("年龄", "age"), re.compile(r"(?<!\d)\d{1,3}\s*(?:周岁|岁)(?!以[上下内]|及|至|—|-)")),
    (w("车牌", "plate number"), re.compile(
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][A-Z0-9]{5,6}"
    )),
)  # fmt: skip


def personal_in(texts: Iterable[tuple[int, str]], names: Iterable[str] = ()) -> list[Told]:
    """What in some paragraphs tells who somebody is: numbers, doors, ages, plates, and `names` of the register."""
    listed = [(paragraph, text) for paragraph, text in texts if text]
    found = [
        Told(paragraph, what, hit[0])
        for paragraph, text in listed
        for what, pattern in _PERSONAL
        for hit in pattern.finditer(text)
    ]
    called = {name for name in names if len(name) >= 2}
    found += [
        Told(paragraph, w("姓名", "name"), name)
        for paragraph, text in listed
        for name in sorted(called)
        if name in text
    ]
    return sorted(found, key=lambda told: told.paragraph)


@dataclass(frozen=True, slots=True)
class Step:
    """One step in the life of an article or an issue, as it was recorded."""

    kind: str
    number: int
    at: datetime
    by: str
    entry: UUID
    data: Mapping[str, object] = field(default_factory=dict)


def standing_of(steps: Sequence[Step]) -> tuple[Standing, int]:
    """How far an article is, and the number of the version that counts, by its steps in their order.

    A version is proofed and approved by its number: a text that was changed since is a draft again.
    """
    version, standing = 0, Standing.DRAFT
    for step in steps:
        kind = step.kind.rpartition("article_")[2]
        if kind == "written":
            version, standing = step.number, Standing.DRAFT
        elif kind in ("proofed", "approved"):
            if step.data.get("version") == version:
                standing = Standing.PROOFED if kind == "proofed" else Standing.APPROVED
        elif kind in ("returned", "dropped"):
            standing = Standing.RETURNED if kind == "returned" else Standing.DROPPED
    return standing, version


def progress_of(steps: Sequence[Step]) -> tuple[Progress, int]:
    """How far an issue is, and the number of the plan that counts."""
    plan, progress = 0, Progress.PLANNED
    for step in steps:
        kind = step.kind.rpartition("issue_")[2]
        if kind == "planned":
            plan, progress = step.number, Progress.PLANNED
        elif kind == "signed" and step.data.get("plan") == plan:
            progress = Progress.SIGNED
        elif kind == "returned":
            progress = Progress.PLANNED
        elif kind == "published":
            progress = Progress.PUBLISHED
    return progress, plan


def check_standing(title: str, standing: Standing, *allowed: Standing) -> None:
    """Raises `newspaper_article_state`."""
    if standing not in allowed:
        raise Refused(problems.STATE, title=title[:60], state=STANDING_WORDS[standing])


def check_pages(numbers: Sequence[int], articles: Mapping[int, Sequence[tuple[UUID, str]]]) -> None:
    """Pages are numbered from 1 without a gap, none is empty, and no article stands twice.

    Raises `newspaper_pages`, `newspaper_page_empty`, `newspaper_placed_twice`.
    """
    if list(numbers) != list(range(1, len(numbers) + 1)):
        raise Refused(problems.PAGES, given="、".join(map(str, numbers)) or "—")
    stands: dict[UUID, int] = {}
    for page in numbers:
        if not articles.get(page):
            raise Refused(problems.PAGE_EMPTY, page=page)
        for article, title in articles[page]:
            if article in stands:
                raise Refused(problems.PLACED_TWICE, title=title[:60], first=stands[article], second=page)
            stands[article] = page


def over(told: Sequence[tuple[str, int]]) -> Words:
    """What does not fit, each with the lines that are too many."""
    zh = "；".join(f"《{title[:20]}》多 {lines} 行" for title, lines in told[:8])
    en = "; ".join(f"“{title[:20]}” by {lines} lines" for title, lines in told[:8])
    return Words(zh, en)


def slug_of(day: date, edition: int) -> str:
    """The part of an issue's address: its date, and which of that day where it is not the paper itself."""
    return slug_of_text(day.isoformat(), edition)


def slug_of_text(day: str, edition: int) -> str:
    """As `slug_of`, of a date as it is written."""
    return f"{day}-{edition}" if edition else day


_WORD = re.compile(r"[A-Za-z0-9]+|[㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff]+")


def grams_of(text: str) -> list[str]:
    """What a text is found by: each Latin word, and each Chinese character with and without the next one.

    No dictionary, so that no word is unfindable; a query of several characters asks for all its pairs, in a row.
    """
    found: list[str] = []
    for run in _WORD.findall(text.casefold()):
        if run[0].isascii():
            found.append(run)
        else:
            found += [run[i : i + 2] for i in range(len(run) - 1)]
            found += [*run]
    return found


def query_of(text: str) -> list[list[str]]:
    """A search as its words, each as the grams that must all be there. Raises `newspaper_search_empty`, `…_long`."""
    said = text.strip()
    if len(said) > SEARCH_MOST:
        raise Refused(problems.SEARCH_LONG, length=len(said))
    words = [
        [run] if run[0].isascii() or len(run) == 1 else [run[i : i + 2] for i in range(len(run) - 1)]
        for run in _WORD.findall(said.casefold())
    ]
    if not words:
        raise Refused(problems.SEARCH_EMPTY)
    return words


def leads_to_root(origin: Mapping[str, Any]) -> bool:
    """Whether the digest of the entry under which an issue came out belongs to the root of its day's seal.

    True as well where that day was not sealed yet.
    """
    if not origin.get("root"):
        return True
    steps = [(side, sibling) for side, _, sibling in (each.partition(" ") for each in origin["steps"])]
    return root_from(bytes.fromhex(origin["digest"]), steps).hex() == origin["root"]
