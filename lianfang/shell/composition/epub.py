"""composition · epub: an issue as EPUB 3.3: one document for each article, and the page list of the printed paper.

Nothing but a zip with fixed times: equal input gives equal bytes.
"""

from __future__ import annotations

import io
import uuid
import zipfile
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from lianfang.kernel.words import w
from lianfang.shell.composition.checking import check
from lianfang.shell.composition.composed import WIDTHS, Composed
from lianfang.shell.composition.epub_parts import STYLE, Part, e, nav, opf, page_of, xhtml
from lianfang.shell.composition.flow import byline, pictures_of
from lianfang.shell.composition.layout import Article, Block, BlockKind, Issue, Page, Picture
from lianfang.shell.composition.setting import PAGE_NAMED, Setting, upright

_WHEN = (1980, 1, 1, 0, 0, 0)
_COVER_WIDTH = WIDTHS[1]
_NAMESPACE = uuid.UUID("5d1c0a52-6a39-5f0e-9a52-7c7c1b6f1d5e")
_NOTES = w("注释", "Notes")
_SUMMARY = w("摘要", "Summary")
_COVER = w("第1版版面图", "Page 1 as it is printed")
_EDITED = w("责编：{name}", "Editor: {name}")
_SOURCE = w("来源：{name}", "Source: {name}")


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    media: str
    content: bytes


def epub(issue: Issue, composed: Composed | None = None) -> bytes:
    """The issue as a book. Page 1 is its cover where the issue was composed.

    Raises `Refused` as `compose` does.
    """
    check(issue)
    with TemporaryDirectory(prefix="lianfang-epub-") as folder:
        return _Book(issue, Setting(issue, Path(folder)), composed).zipped()


class _Book:
    def __init__(self, issue: Issue, setting: Setting, composed: Composed | None) -> None:
        self.issue, self.setting, self.composed = issue, setting, composed
        self.language = "zh-Hans" if setting.language == "zh" else "en"

    def zipped(self) -> bytes:
        cover = self._cover()
        parts = [self._page_part(page) for page in self.issue.pages]
        files = [_File("style.css", "text/css", STYLE.encode())]
        documents: list[tuple[str, str, bytes]] = []
        if cover:
            files.append(cover)
            documents.append(("cover", "cover.xhtml", self._cover_page(cover).encode()))
        for page, part in zip(self.issue.pages, parts, strict=True):
            documents.append((f"page-{page.number}", part.file, self._page_document(page, part).encode()))
            for article in page.articles:
                documents.append((article.key, page_of(article.key), self._article(page, article).encode()))
                files += self._pictures(article)
        title = self.setting.named()
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as book:
            _put(book, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
            _put(book, "META-INF/container.xml", _CONTAINER.encode())
            told = opf(
                title=title, language=self.language, identifier=self._identifier(), issue=self.issue,
                documents=[(ident, name) for ident, name, _ in documents],
                files=[(file.name, file.media) for file in files], cover=cover.name if cover else "",
                pictured=any(pictures_of(article) for page in self.issue.pages for article in page.articles)
                or cover is not None,
            )  # fmt: skip
            _put(book, "EPUB/package.opf", told.encode())
            _put(book, "EPUB/nav.xhtml", nav(title, self.language, parts, self.setting.language).encode())
            for _, name, content in documents:
                _put(book, f"EPUB/{name}", content)
            for file in files:
                _put(book, f"EPUB/{file.name}", file.content)
        return out.getvalue()

    def _identifier(self) -> str:
        paper = f"{self.issue.masthead.name}/{self.issue.supplement}/{self.issue.day.isoformat()}/{self.issue.number}"
        return f"urn:uuid:{uuid.uuid5(_NAMESPACE, paper)}"

    def _cover(self) -> _File | None:
        if self.composed is None or not self.composed.pages:
            return None
        first = self.composed.pages[0]
        width = max((each for each in first.pictures if each <= _COVER_WIDTH), default=min(first.pictures))
        with Image.open(io.BytesIO(first.pictures[width])) as image:
            out = io.BytesIO()
            image.convert("RGB").save(out, "JPEG", quality=82)  # a cover in WebP is shown by few readers
        return _File("cover.jpg", "image/jpeg", out.getvalue())

    def _cover_page(self, cover: _File) -> str:
        words = e(f"{self.setting.named()}：{self.setting.say(_COVER)}")
        body = f'<section epub:type="cover"><img src="{cover.name}" alt="{words}"/></section>'
        return xhtml(self.setting.named(), self.language, body)

    def _page_part(self, page: Page) -> Part:
        title = self.setting.say(PAGE_NAMED, number=page.number, name=page.name)
        articles = tuple((article.title, page_of(article.key)) for article in page.articles)
        return Part(title, f"page-{page.number}.xhtml", page.number, articles)

    def _page_document(self, page: Page, part: Part) -> str:
        items = "".join(f'<li><a href="{file}">{e(title)}</a></li>' for title, file in part.articles)
        mark = (
            f'<span epub:type="pagebreak" role="doc-pagebreak" id="p{page.number}" aria-label="{page.number}"></span>'
        )
        body = f'<section epub:type="part">{mark}<h1>{e(part.title)}</h1><ul>{items}</ul></section>'
        return xhtml(part.title, self.language, body)

    def _article(self, page: Page, article: Article) -> str:
        told = [f'<article epub:type="chapter" id="{article.key}">']
        head = [f'<p class="kicker">{e(article.kicker)}</p>' if article.kicker.strip() else ""]
        head.append(f"<h1>{e(article.title)}</h1>")
        head.append(f'<p class="deck">{e(article.deck)}</p>' if article.deck.strip() else "")
        by = byline(article, self.setting.language)
        head.append(f'<p class="by">{e(by)}</p>' if by else "")
        told.append(f"<header>{''.join(head)}</header>")
        if article.summary.strip():
            told.append(f'<p class="summary">{e(self.setting.say(_SUMMARY))}：{e(article.summary)}</p>')
        proved = {note.number for note in article.notes}
        seen: set[int] = set()
        picture = 0
        for block in article.blocks:
            if block.kind is BlockKind.PICTURE:
                picture += 1
            told.append(self._block(article, block, picture, proved, seen))
        told.append(self._notes(article, seen))
        foot = [(words, name) for words, name in ((_SOURCE, article.source), (_EDITED, article.editor)) if name.strip()]
        if foot:
            said = "\u3000".join(self.setting.say(words, name=name) for words, name in foot)
            told.append(f'<footer><p class="by">{e(said)}</p></footer>')
        told.append("</article>")
        return xhtml(article.title, self.language, "".join(told))

    def _block(self, article: Article, block: Block, picture: int, proved: set[int], seen: set[int]) -> str:
        if block.kind is BlockKind.PICTURE:
            return self._figure(article, picture, block.picture) if block.picture else ""
        words = []
        for span in block.spans:
            words.append(e(span.text))
            if span.note in proved:
                ident = "" if span.note in seen else f' id="{article.key}-r{span.note}"'
                seen.add(span.note)
                words.append(
                    f'<a epub:type="noteref" role="doc-noteref" class="ref"{ident} '
                    f'href="#{article.key}-n{span.note}">{span.note}</a>'
                )
        said = "".join(words)
        if not said.strip():
            return ""
        if block.kind is BlockKind.SUBHEAD:
            return f"<h2>{said}</h2>"
        if block.kind is BlockKind.QUOTE:
            return f"<blockquote><p>{said}</p></blockquote>"
        return f"<p>{said}</p>"

    def _figure(self, article: Article, place: int, picture: Picture) -> str:
        caption = self.setting.caption(picture)
        below = f"<figcaption>{e(caption)}</figcaption>" if caption else ""
        alt = e(picture.alt if picture.alt.strip() else picture.caption)
        return f'<figure><img src="{article.key}-{place}.jpg" alt="{alt}"/>{below}</figure>'

    def _notes(self, article: Article, seen: set[int]) -> str:
        if not article.notes:
            return ""
        told = []
        for note in article.notes:
            back = f' <a role="doc-backlink" href="#{article.key}-r{note.number}">↩</a>' if note.number in seen else ""
            told.append(
                f'<aside epub:type="footnote" role="doc-footnote" id="{article.key}-n{note.number}">'
                f"<p>[{note.number}] {e(note.text)}{back}</p></aside>"
            )
        return f'<section class="notes"><h2>{e(self.setting.say(_NOTES))}</h2>{"".join(told)}</section>'

    def _pictures(self, article: Article) -> list[_File]:
        return [
            _File(f"{article.key}-{place}.jpg", "image/jpeg", upright(picture, f"{article.key} {place}")[0])
            for place, picture in enumerate(pictures_of(article), 1)
        ]


_CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)


def _put(book: zipfile.ZipFile, name: str, content: bytes, how: int = zipfile.ZIP_DEFLATED) -> None:
    told = zipfile.ZipInfo(name, _WHEN)
    told.compress_type, told.external_attr, told.create_system = how, 0o644 << 16, 3
    book.writestr(told, content)
