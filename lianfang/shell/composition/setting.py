"""composition · setting: an issue's typst runs: its words and pictures as data, and what the templates answer."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import typst
from PIL import Image

from lianfang.ground.files.pictures import judged
from lianfang.kernel.words import Words, w
from lianfang.shell.composition.faces import MARGINS_MM, SIZES_MM, Face
from lianfang.shell.composition.flow import Item, Piece, byline, is_brief, pictures_of
from lianfang.shell.composition.layout import Article, Issue, Page, Picture, Prominence, Template
from lianfang.shell.composition.printed import parts_of, printed, tears
from lianfang.shell.documents.typesetting import as_data, fonts

_TEMPLATES = Path(__file__).parent / "templates"
_STANDARDS = ["ua-1", "a-2a"]  # for who cannot see it, and for the archive: both in one file
# Headlines over 1 … 6 columns, in hundredths of the type: the largest, and what a line may shrink to.
_TITLES = ((165, 140), (225, 165), (275, 190), (320, 215), (350, 230), (370, 240))
_LEADS = ((190, 150), (270, 190), (350, 240), (420, 280), (470, 300), (500, 320))
_GOING_ON = ((125, 115), (140, 120), (150, 125), (160, 130), (160, 130), (160, 130))

PAGE_NAMED = w("第{number}版　{name}", "Page {number} · {name}")
GOES_ON = w("（下转第{number}版）", "(continued on page {number})")
CAME_FROM = w("（上接第{number}版）", "(continued from page {number})")
BRIEFS = w("简讯", "In brief")
_RUNNING = w("第{number}期", "No. {number}")
_TOTAL_RUNNING = w("总第{number}期", "No. {number}")
_PAGES = w("今日{count}版", "{count} pages")
_INTERNAL = w("内部资料", "For internal use")
_SERIAL = w("国内统一刊号 {number}", "Serial number {number}")
_TAKEN_BY = w("{name} 摄", "Photo: {name}")
_EDITOR = w("责编：{name}", "Editor: {name}")
_LAID_OUT = w("版式：{name}", "Layout: {name}")
_PHONE = w("电话：{name}", "Telephone: {name}")
_TIPS = w("报料热线：{name}", "Tip line: {name}")
_SUPERVISOR = w("主管：{name}", "Supervisor: {name}")
_SPONSOR = w("主办：{name}", "Sponsor: {name}")
_PRODUCER = w("承制：{name}", "Produced by {name}")
_DAY = w("{year}年{month}月{day}日", "{day}.{month}.{year}")
_WEEKDAYS = (
    w("星期一", "Monday"), w("星期二", "Tuesday"), w("星期三", "Wednesday"), w("星期四", "Thursday"),
    w("星期五", "Friday"), w("星期六", "Saturday"), w("星期日", "Sunday"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sizes:
    """What a piece takes in lines on a page: each item, and by columns (from 1) its head, pictures, and what an inset
    picture may be: (columns it covers, lines), the widest first.
    """

    items: tuple[int, ...]
    heads: tuple[int, ...]
    galleries: tuple[int, ...]
    insets: tuple[tuple[tuple[int, int], ...], ...]


@dataclass
class Setting:
    """An issue with its pictures as typst reads them. Every method is one run."""

    issue: Issue
    folder: Path  # where typst reads its templates and the pictures; whoever made it removes it
    aspects: dict[str, int] = field(init=False)
    language: str = field(init=False)

    def __post_init__(self) -> None:
        self.language = "en" if self.issue.language.lower().startswith("en") else "zh"
        self.aspects = {}
        (self.folder / "pictures").mkdir()
        for template in _TEMPLATES.glob("*.typ"):
            shutil.copyfile(template, self.folder / template.name)
        for page in self.issue.pages:
            for article in page.articles:
                for place, picture in enumerate(pictures_of(article), 1):
                    kept = upright(picture, f"{article.key} {place}")
                    (self.folder / _file(article, place)).write_bytes(kept[0])
                    self.aspects[_file(article, place)] = kept[1]

    def say(self, words: Words, **data: object) -> str:
        return words.fill(**data).say(self.language) if data else words.say(self.language)

    def measured(self, asked: Sequence[tuple[Page, Face, Sequence[Piece]]]) -> list[tuple[int, list[Sizes]]]:
        """For each page the lines of its room, and what each of its pieces takes."""
        jobs = [
            {
                "page": self.page(page),
                "face": face_data(face),
                "jobs": [
                    {
                        "article": self.article(page, piece),
                        "items": [item_data(item) for item in piece.items],
                        "spans": list(range(1, face.columns + 1)),
                    }
                    for piece in pieces
                ],
            }
            for page, face, pieces in asked
        ]
        return [
            (page["lines"], [_sizes(job) for job in page["jobs"]]) for page in self._asked("measure", {"measure": jobs})
        ]

    def torn(self, asked: Sequence[tuple[Item, Face, Sequence[int]]]) -> list[tuple[list[int], list[int]]]:
        """For each item its places after the lines wanted, and the lines that each part then takes."""
        jobs = [
            {"item": item_data(item), "face": face_data(face), "lines": list(lines), "tears": tears(item.text)}
            for item, face, lines in asked
        ]
        if not jobs:
            return []
        return [(told["places"], [int(each) for each in told["lines"]]) for told in self._asked("tear", {"tear": jobs})]

    def zones(self, pages: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Where the corners of every piece came to stand."""
        found: list[dict[str, Any]] = self._query("issue", "<zone>", self._whole(pages))
        return found

    def pdf(self, pages: Sequence[Mapping[str, Any]]) -> bytes:
        """The pages as one tagged PDF. Equal pages give equal bytes."""
        return self._compiled(pages, format="pdf", pdf_standards=_STANDARDS, timestamp=0)[0]

    def drawn(self, pages: Sequence[Mapping[str, Any]], width: int) -> list[bytes]:
        """Each page as a PNG that many pixels wide."""
        inches = SIZES_MM[self.issue.sheet][0] / 25.4
        return self._compiled(pages, format="png", ppi=width / inches)

    def page(self, page: Page) -> dict[str, Any]:
        """A page's frame."""
        made = ((_EDITOR, page.editor), (_LAID_OUT, page.layout_by), (_PHONE, page.phone))
        return {
            "template": page.template.value,
            "title": self.say(PAGE_NAMED, number=page.number, name=printed(page.name)),
            "padded": f"{page.number:02}",
            "made": [self.say(words, name=printed(name)) for words, name in made if name.strip()],
        }

    def article(self, page: Page, piece: Piece) -> dict[str, Any]:
        """An article's head and pictures, as they stand on a page."""
        article = piece.article
        lead = article.prominence is Prominence.LEAD
        told: dict[str, Any] = {
            "title": parts_of(article.title), "kicker": printed(article.kicker), "deck": printed(article.deck),
            "by": self.by(article), "boxed": article.boxed, "brief": is_brief(article),
            "titles": _LEADS if lead else _TITLES, "tall": page.template is Template.PHOTO,
            "pictures": [
                {
                    "file": _file(article, place), "alt": printed(picture.alt) or printed(picture.caption),
                    "caption": self.caption(picture), "aspect": self.aspects[_file(article, place)],
                }
                for place, picture in enumerate(piece.pictures, 1)
            ],
        }  # fmt: skip
        if piece.came_from:
            told |= {"kicker": "", "deck": "", "by": "", "titles": _GOING_ON, "pictures": []}
            told["title"] = [*parts_of(article.title), self.say(CAME_FROM, number=piece.came_from)]
        return told

    def by(self, article: Article) -> str:
        """The byline, with where the text is from."""
        told = byline(article, self.language)
        return "\u3000".join(part for part in (told, printed(article.source)) if part)

    def caption(self, picture: Picture) -> str:
        """The words under a picture, and who took it."""
        credit = printed(picture.credit)
        taken = self.say(_TAKEN_BY, name=credit) if credit and not credit.endswith("摄") else credit
        return "\u3000".join(part for part in (printed(picture.caption), taken) if part)

    def dated(self) -> str:
        """The issue's day with its weekday."""
        day = self.issue.day
        said = self.say(_DAY, year=day.year, month=day.month, day=day.day)
        return f"{said}\u3000{self.say(_WEEKDAYS[day.weekday()])}"

    def named(self) -> str:
        """The issue's title: the paper, its day and number."""
        number = self.say(_RUNNING, number=self.issue.number)
        return " ".join(part for part in (printed(self.issue.masthead.name), self.dated(), number) if part)

    def _whole(self, pages: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        return {**self._paper(), "pages": list(pages)}

    def _paper(self) -> dict[str, Any]:
        paper, issue = self.issue.masthead, self.issue
        name = printed(paper.name)
        ear = (
            ("", printed(issue.supplement)), (_SUPERVISOR, paper.supervisor), (_SPONSOR, paper.sponsor),
            (_TIPS, paper.tip_line), ("", paper.address),
        )  # fmt: skip
        dateline = [self.dated(), self.say(_TOTAL_RUNNING, number=issue.number)]
        dateline.append(self.say(_PAGES, count=len(issue.pages)))
        serial = self.say(_SERIAL, number=printed(paper.serial_no)) if paper.serial_no.strip() else self.say(_INTERNAL)
        producer = self.say(_PRODUCER, name=printed(paper.producer)) if paper.producer.strip() else ""
        return {
            "lang": self.language, "name": name, "slogan": printed(paper.slogan),
            "ear": [self.say(words, name=printed(text)) if isinstance(words, Words) else printed(text)
                    for words, text in ear if text.strip()],
            "dateline": dateline, "serial": serial, "day": self.dated(),
            "imprint": [part for part in (producer, printed(paper.copyright)) if part],
            "notes": [printed(note) for note in issue.notes if note.strip()],
            "title": self.named(), "author": name,
            "date": [issue.day.year, issue.day.month, issue.day.day],
            "sheet": {"width": SIZES_MM[issue.sheet][0], "height": SIZES_MM[issue.sheet][1],
                      "margin": MARGINS_MM[issue.sheet]},
        }  # fmt: skip

    def _asked(self, template: str, data: Mapping[str, Any]) -> list[dict[str, Any]]:
        [found] = self._query(template, "<out>", {**self._paper(), **data})
        answers: list[dict[str, Any]] = found
        return answers

    def _query(self, template: str, label: str, data: Mapping[str, Any]) -> list[Any]:
        told = typst.query(
            str(self.folder / f"{template}.typ"),
            label,
            field="value",
            root=str(self.folder),
            font_paths=fonts(),
            sys_inputs=as_data(data),
        )
        found: list[Any] = json.loads(told)
        return found

    def _compiled(self, pages: Sequence[Mapping[str, Any]], **how: Any) -> list[bytes]:
        made = typst.compile(
            str(self.folder / "issue.typ"),
            root=str(self.folder),
            font_paths=fonts(),
            sys_inputs=as_data(self._whole(pages)),
            **how,
        )
        return [bytes(each) for each in made] if isinstance(made, list) else [bytes(made)]


def upright(picture: Picture, name: str) -> tuple[bytes, int]:
    """A picture as it is printed, bare of what it says about where it was taken; and its width over its height in
    thousandths. Raises `Refused`: empty, torn, not a picture, too many pixels.
    """
    kept = judged(picture.content, name, photos_only=True)
    with Image.open(BytesIO(kept.content)) as image:
        return kept.content, max(1, round(1000 * image.width / image.height))


def face_data(face: Face) -> dict[str, Any]:
    """A face as the templates read it."""
    return {
        "columns": face.columns, "column": face.column, "gutter": face.gutter, "size": face.size,
        "pitch": face.pitch, "tight": face.step < 2,
    }  # fmt: skip


def item_data(item: Item) -> dict[str, Any]:
    """An item as the templates read it."""
    return {
        "style": item.style.value, "spans": [list(span) for span in item.spans],
        "indent": item.indent, "full": item.full,
    }  # fmt: skip


def _sizes(job: Mapping[str, Any]) -> Sizes:
    return Sizes(
        tuple(int(lines) for lines in job["items"]),
        tuple(int(lines) for lines in job["heads"]),
        tuple(int(lines) for lines in job["galleries"]),
        tuple(tuple((int(over), int(lines)) for over, lines in choices) for choices in job["insets"]),
    )


def _file(article: Article, place: int) -> str:
    return f"pictures/{article.key}-{place}.jpg"
