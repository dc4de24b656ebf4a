"""An issue as a book: judged by EPUBCheck, read back as a reader does, and equal for equal issues."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from lianfang.kernel.problems import Refused
from lianfang.shell.composition.composed import Composed, ComposedPage
from lianfang.shell.composition.epub import epub
from lianfang.shell.composition.layout import Article
from lianfang.shell.composition.tests.sample import drawn, issue
from lianfang.shell.composition.tests.test_compose import one
from tests.support import epub_check

NAMES = {
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "x": "http://www.w3.org/1999/xhtml",
    "epub": "http://www.idpf.org/2007/ops",
}


def with_cover() -> Composed:
    page = ComposedPage(1, b"", {1200: drawn(0, (1200, 1733))}, "image/jpeg", (), 1.44)
    return Composed((page,), b"")


def parsed(book: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(book)) as files:
        return etree.fromstring(files.read(f"EPUB/{name}"))


@pytest.mark.parametrize("composed", [None, with_cover()], ids=["bare", "with its cover"])
def test_epubcheck_finds_nothing(tmp_path: Path, composed: Composed | None) -> None:
    book = tmp_path / "issue.epub"
    book.write_bytes(epub(issue(), composed))
    assert epub_check.faults(book) == []


def test_equal_issues_give_equal_books() -> None:
    assert epub(issue(), with_cover()) == epub(issue(), with_cover())


def test_every_article_is_a_document_in_the_order_of_the_paper() -> None:
    book = epub(issue())
    package = parsed(book, "package.opf")
    hrefs = {item.get("id"): item.get("href") for item in package.iterfind(".//opf:item", NAMES)}
    spine = [hrefs[ref.get("idref")] for ref in package.iterfind(".//opf:itemref", NAMES)]
    wanted = []
    for page in issue().pages:
        wanted += [f"page-{page.number}.xhtml", *(f"{article.key}.xhtml" for article in page.articles)]
    assert spine == wanted
    nav = parsed(book, "nav.xhtml")
    contents = nav.xpath("//x:nav[@epub:type='toc']//x:a/@href", namespaces=NAMES)
    assert contents == wanted
    pages = nav.xpath("//x:nav[@epub:type='page-list']//x:a/text()", namespaces=NAMES)
    assert pages == ["1", "2", "3", "4"]


def test_an_article_has_its_words_pictures_and_notes_both_ways() -> None:
    article = issue().pages[0].articles[0]
    tree = parsed(epub(issue()), "a1.xhtml")
    said = "".join(tree.itertext())
    for part in (article.title, article.kicker, article.deck, article.summary, *(note.text for note in article.notes)):
        assert part in said, part
    refs = tree.xpath("//x:a[@epub:type='noteref']/@href", namespaces=NAMES)
    assert refs == ["#a1-n1", "#a1-n2"]
    ids = set(tree.xpath("//@id"))
    assert {href.removeprefix("#") for href in tree.xpath("//x:a/@href", namespaces=NAMES)} <= ids
    assert tree.xpath("//x:img/@alt", namespaces=NAMES) == ["傍晚的小区楼群，一部分窗户亮着灯"]
    assert len(tree.xpath("//x:h2", namespaces=NAMES)) == 4


def test_the_book_says_how_it_can_be_read() -> None:
    package = parsed(epub(issue()), "package.opf")
    said = {(each.get("property"), each.text) for each in package.iterfind(".//opf:meta", NAMES)}
    assert ("schema:accessModeSufficient", "textual") in said
    assert {feature for name, feature in said if name == "schema:accessibilityFeature"} >= {
        "alternativeText", "tableOfContents", "pageNavigation", "structuralNavigation", "readingOrder",
    }  # fmt: skip
    assert package.findtext(".//dc:language", namespaces=NAMES) == "zh-Hans"
    assert package.findtext(".//dc:date", namespaces=NAMES) == "2020-10-12"


def test_what_xml_cannot_carry_is_left_out_and_what_it_can_is_text() -> None:
    made = one(Article("a1", "<b>&\u0001\ufffe标题", summary="]]> & <i>"))
    tree = parsed(epub(made), "a1.xhtml")
    assert tree.findtext(".//x:h1", namespaces=NAMES) == "<b>&标题"
    assert "]]> & <i>" in "".join(tree.itertext())


def test_an_issue_that_cannot_be_set_is_no_book() -> None:
    with pytest.raises(Refused):
        epub(one())
