"""composition · scanned: an issue that was printed long ago: its pages are pictures, its zones were drawn, its texts
typed.

The PDF of such a page is made here: the picture, and over each zone the text of its article, unseen but read aloud,
found and copied. So it holds to PDF/UA-1 and PDF/A-2a as every page of the paper does.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
from PIL import Image

from lianfang.kernel.words import w
from lianfang.shell.composition.checking import check
from lianfang.shell.composition.compose import sized
from lianfang.shell.composition.composed import WIDTHS, Composed, ComposedPage, Zone
from lianfang.shell.composition.drawn import box
from lianfang.shell.composition.layout import Article, BlockKind, Issue, Page
from lianfang.shell.composition.printed import printed
from lianfang.shell.composition.setting import PAGE_NAMED, Setting
from lianfang.shell.documents.typesetting import as_data, fonts

_TEMPLATE = Path(__file__).parent / "templates" / "scanned.typ"
_STANDARDS = ["ua-1", "a-2a"]
_WIDE_MM = 270
_PICTURE = w("第{number}版版面图，各篇文字随后", "Picture of page {number}; the texts follow")


@dataclass(frozen=True, slots=True)
class Scan:
    """A page as it was printed: a JPEG, and where its articles stand."""

    picture: bytes
    zones: tuple[Zone, ...]


def scanned(issue: Issue, scans: Mapping[int, Scan]) -> Composed:
    """The issue as it is published, from the scans of its pages by their number. Equal issues give equal bytes.

    A picture is never enlarged: of a small one there are fewer sizes. Raises `Refused`: what `checking.check` names,
    a picture that cannot be used, text that no document carries.
    """
    check(issue)
    with TemporaryDirectory(prefix="lianfang-scans-") as folder:
        return _Scanned(issue, scans, Path(folder)).composed()


class _Scanned:
    def __init__(self, issue: Issue, scans: Mapping[int, Scan], folder: Path) -> None:
        self.issue, self.scans, self.folder = issue, scans, folder
        self.setting = Setting(issue, folder)
        shutil.copyfile(_TEMPLATE, folder / _TEMPLATE.name)
        self.sizes: dict[int, tuple[int, int]] = {}
        for page in issue.pages:
            content = scans[page.number].picture
            (folder / f"scan-{page.number}.jpg").write_bytes(content)
            with Image.open(BytesIO(content)) as image:
                self.sizes[page.number] = image.size

    def composed(self) -> Composed:
        told = [self._page(page) for page in self.issue.pages]
        pages = [self._composed(page, data) for page, data in zip(self.issue.pages, told, strict=True)]
        return Composed(tuple(pages), self._pdf(told))

    def _composed(self, page: Page, data: dict[str, Any]) -> ComposedPage:
        wide, high = self.sizes[page.number]
        scan = self.scans[page.number]
        pictures, media = sized(scan.picture, {min(wide, each) for each in WIDTHS})
        return ComposedPage(page.number, self._pdf([data]), pictures, media, scan.zones, high / wide)

    def _page(self, page: Page) -> dict[str, Any]:
        wide, high = self.sizes[page.number]
        places: dict[str, tuple[float, float, float, float]] = {}
        for zone in self.scans[page.number].zones:
            places.setdefault(zone.article, box(zone.points))
        return {
            "picture": f"scan-{page.number}.jpg",
            "alt": self.setting.say(_PICTURE, number=page.number),
            "title": self.setting.say(PAGE_NAMED, number=page.number, name=printed(page.name)),
            "height": round(1000 * _WIDE_MM * high / wide),
            "articles": [self._article(each, places[each.key]) for each in page.articles if each.key in places],
        }

    def _article(self, article: Article, place: tuple[float, float, float, float]) -> dict[str, Any]:
        left, top, width, height = (round(1000 * each) for each in place)
        said = [article.kicker, article.deck, self.setting.by(article)]
        parts = [
            {"style": "subhead" if block.kind is BlockKind.SUBHEAD else "paragraph", "text": printed(text)}
            for block in article.blocks
            if block.kind is not BlockKind.PICTURE and (text := "".join(span.text for span in block.spans)).strip()
        ]
        return {
            "left": left, "top": top, "width": width, "height": height, "title": printed(article.title),
            "said": [printed(each) for each in said if each.strip()], "parts": parts,
        }  # fmt: skip

    def _pdf(self, pages: list[dict[str, Any]]) -> bytes:
        day = self.issue.day
        data = {
            "lang": self.setting.language, "title": self.setting.named(), "author": printed(self.issue.masthead.name),
            "date": [day.year, day.month, day.day], "wide": 1000 * _WIDE_MM, "pages": pages,
        }  # fmt: skip
        how: dict[str, Any] = {"format": "pdf", "pdf_standards": _STANDARDS, "timestamp": 0}
        source, root = str(self.folder / _TEMPLATE.name), str(self.folder)
        return bytes(typst.compile(source, root=root, font_paths=fonts(), sys_inputs=as_data(data), **how))
