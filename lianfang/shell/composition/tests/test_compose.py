"""An issue as files: tagged PDFs for the archive, pictures, zones; what does not fit, runs on, or is refused."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pikepdf
import pytest
from PIL import Image
from pypdf import PdfReader

from lianfang.kernel.problems import Refused
from lianfang.shell.composition.compose import Laid, compose, laid
from lianfang.shell.composition.composed import WIDTHS, Composed
from lianfang.shell.composition.layout import Article, Block, BlockKind, Issue, Masthead, Page, Picture, Template
from lianfang.shell.composition.setting import Setting
from lianfang.shell.composition.tests.sample import PAR, brief, drawn, issue, photo, text

pytestmark = pytest.mark.xdist_group("composition")
SENTENCE = "值班的人把每一户的门牌、时间和结果写在同一行里，写完再念一遍，听的人点头，这一行才算数。"


@lru_cache(maxsize=1)
def composed() -> Composed:
    return compose(issue())


def words(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace("\n", "").replace(" ", "")


def layout(made: Issue) -> tuple[Laid, str]:
    with TemporaryDirectory() as folder:
        setting = Setting(made, Path(folder))
        out = laid(setting)
        return out, words(setting.pdf(out.pages))


def one(*articles: Article, **more: Any) -> Issue:
    pages = (Page(1, "要闻", Template.INNER, articles),)
    return Issue(Masthead("联防周报"), date(2020, 10, 12), 12, pages, **more)


def long(key: str, sentences: int, **more: Any) -> Article:
    return Article(key, "长文", blocks=text(*(SENTENCE * 4 for _ in range(sentences // 4))), **more)


def numbered(*numbers: int) -> Issue:
    pages = (Page(number, "", Template.INNER, (long(f"a{i}", 4),)) for i, number in enumerate(numbers))
    return replace(one(), pages=tuple(pages))


def pictured(content: bytes, alt: str) -> Issue:
    return one(Article("a1", "图", blocks=(Block(BlockKind.PICTURE, picture=Picture(content, alt)),)))


def tags(pdf: pikepdf.Pdf) -> list[tuple[str, str]]:
    """The structure tree from above: each element's kind and its alternative text."""
    found = []

    def walk(node: Any) -> None:
        if isinstance(node, pikepdf.Array):
            for each in node:
                walk(each)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            found.append((str(node["/S"]), str(node.get("/Alt", ""))))
            walk(node.get("/K", pikepdf.Array()))

    walk(pdf.Root.StructTreeRoot.K)
    return found


def test_the_issue_is_one_tagged_pdf_for_readers_and_the_archive() -> None:
    with pikepdf.open(io.BytesIO(composed().pdf)) as pdf:
        assert len(pdf.pages) == 4
        assert str(pdf.Root.Lang).startswith("zh")
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        about = pdf.open_metadata()
        assert about["pdfuaid:part"] == "1"
        assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("2", "A")
        assert "联防周报" in about["dc:title"]
        kinds = tags(pdf)
        alts = {alt for kind, alt in kinds if kind == "/Figure"}
        pictures = [b.picture for p in issue().pages for a in p.articles for b in a.blocks if b.picture]
        assert alts == {picture.alt for picture in pictures}
        count = [kind for kind, _ in kinds].count
        assert (count("/H1"), count("/H2")) == (4, sum(len(page.articles) for page in issue().pages))
        assert count("/H3") == 6


def test_every_article_is_in_the_outline_below_its_page() -> None:
    with pikepdf.open(io.BytesIO(composed().pdf)) as pdf, pdf.open_outline() as outline:
        got = [(each.title, [below.title for below in each.children]) for each in outline.root]
    for (title, below), page in zip(got, issue().pages, strict=True):
        assert title == f"第{page.number}版　{page.name}"
        assert [name.replace("　", " ") for name in below] == [article.title for article in page.articles]


def test_each_page_has_its_pdf_its_pictures_and_a_zone_for_every_article() -> None:
    for page, planned in zip(composed().pages, issue().pages, strict=True):
        assert page.number == planned.number
        with pikepdf.open(io.BytesIO(page.pdf)) as pdf:
            assert len(pdf.pages) == 1
            assert bool(pdf.Root.MarkInfo.Marked)
        assert set(page.pictures) == set(WIDTHS)
        for width, content in page.pictures.items():
            with Image.open(io.BytesIO(content)) as image:
                assert image.width == width
                assert image.height == pytest.approx(width * page.aspect, abs=2)
                assert Image.MIME[image.format or ""] == page.media_type
        assert {zone.article for zone in page.zones} == {article.key for article in planned.articles}
        for zone in page.zones:
            assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in zone.points)
    assert composed().overflows == ()


def test_equal_issues_give_equal_bytes() -> None:
    made = one(long("a1", 20), Article("a2", "图", blocks=(photo(1, "楼群", "楼"),)))
    assert compose(made) == compose(made)


def test_the_frame_says_the_paper_its_day_and_who_made_the_page() -> None:
    front, inner = words(composed().pages[0].pdf), words(composed().pages[2].pdf)
    for part in (
        "联防周报",
        "2020年10月12日",
        "星期一",
        "总第12期",
        "今日4版",
        "内部资料",
        "见到人，再写数",
        "责编：陈默",
        "版式：苏禾",
    ):
        assert part in front, part
    for part in ("03", "第3版", "政治·文化", "2020年10月12日", "电话：0991-0000000", "简讯"):
        assert part in inner, part


def test_a_serial_number_stands_where_it_is_configured_and_empty_facts_nowhere() -> None:
    made = replace(one(long("a1", 8)), masthead=Masthead("联防周报", serial_no="CN65-0000"))
    made = replace(made, pages=(replace(made.pages[0], template=Template.FRONT),))
    _, said = layout(made)
    assert "国内统一刊号CN65-0000" in said
    assert "内部资料" not in said
    assert not any(label in said for label in ("责编", "版式", "电话", "主管", "主办", "报料"))


def test_an_english_issue_is_set_in_english() -> None:
    made = replace(one(Article("a1", "Doors and a table", blocks=text("A word about " + "doors " * 80))), language="en")
    made = replace(made, pages=(replace(made.pages[0], template=Template.FRONT),))
    _, said = layout(made)
    assert "Monday" in said
    assert "Forinternaluse" in said


def test_what_does_not_fit_says_by_how_many_lines_and_is_not_hidden() -> None:
    out, said = layout(one(long("a1", 400), long("a2", 40)))
    [over] = out.overflows
    assert over.article == "a1"
    assert over.lines > 50
    assert {zone.article for zone in out.zones[1]} == {"a1", "a2"}
    assert said.count("这一行才算数") < 440


def test_an_article_runs_on_and_has_a_zone_on_each_page() -> None:
    made = one(long("a1", 100, runs_on_to=2), long("a2", 40))
    made = replace(made, pages=(*made.pages, Page(2, "综合", Template.INNER, (long("b1", 40),))))
    out, said = layout(made)
    assert out.overflows == ()
    assert [zone.article for zone in out.zones[2]] == ["b1", "a1"]
    assert "（下转第2版）" in said
    assert "（上接第1版）" in said
    assert said.count("这一行才算数") == 180  # not a sentence is lost or said twice


def test_two_articles_may_run_on_to_each_others_page_only_one_way() -> None:
    pages = (
        Page(1, "要闻", Template.INNER, (long("a1", 200, runs_on_to=2),)),
        Page(2, "综合", Template.INNER, (long("b1", 200, runs_on_to=1),)),
    )
    out, _ = layout(replace(one(), pages=pages))
    assert {zone.article for zone in out.zones[1]} == {"a1"}
    assert {over.article for over in out.overflows} <= {"a1", "b1"}


def test_short_items_stand_together_under_one_head_each_with_its_zone() -> None:
    out, said = layout(one(long("a1", 24), *(brief(f"b{i}", f"第{i}条", SENTENCE) for i in range(5))))
    assert said.count("简讯") == 1
    assert len(out.zones[1]) == 6


def test_figures_carry_their_notes_numbers_and_the_notes_stand_at_the_end() -> None:
    said = words(composed().pages[0].pdf)
    assert "[1]在册户数：942户" in said
    assert "900双2。" in said


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (replace(one(), pages=()), "issue_empty"),
        (one(), "page_empty"),
        (numbered(1, 1), "page_number_twice"),
        (numbered(2), "page_number_missing"),
        (numbered(1, 3), "page_number_missing"),
        (one(long("a1", 4), long("a1", 4)), "article_key_twice"),
        (one(long("1/..", 4)), "article_key_unusable"),
        (one(Article("a1", " ")), "article_untitled"),
        (one(long("a1", 4, runs_on_to=1)), "runs_on_nowhere"),
        (one(long("a1", 4, runs_on_to=7)), "runs_on_nowhere"),
        (one(Article("a1", "图", blocks=(Block(BlockKind.PICTURE),))), "picture_missing"),
        (pictured(b"", "楼"), "picture_missing"),
        (pictured(drawn(), " "), "picture_undescribed"),
        (pictured(b"GIF99", "楼"), "file_not_a_photo"),
        (pictured(drawn()[:900], "楼"), "file_torn"),
        (one(Article("a1", "文\0字")), "text_unprintable"),
    ],
)  # fmt: skip
def test_what_cannot_be_set_is_refused(made: Issue, code: str) -> None:
    with pytest.raises(Refused) as refused:
        compose(made)
    assert refused.value.problem.code == code
    assert str(refused.value.says)


def test_a_picture_of_a_hundred_million_pixels_is_refused_before_it_is_decoded() -> None:
    out = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(out, "PNG")
    with pytest.raises(Refused) as refused:
        compose(pictured(out.getvalue(), "楼"))
    assert refused.value.problem.code == "photo_too_many_pixels"


def test_what_people_wrote_is_never_markup() -> None:
    odd = '#import "x" $x$ *重* _斜_ \\ <label> @ref `码` [括] #[块] /* 注 */ // 行 ~ --- 结束'
    _, said = layout(one(Article("a1", odd, kicker=odd, deck=odd, blocks=(Block(PAR, text(odd)[0].spans),))))
    assert said.count("/*注*/") == 4
    assert said.count("结束") == 4


def test_rare_characters_are_drawn_and_what_no_typeface_has_is_printed_as_its_number() -> None:
    _, said = layout(one(Article("a1", "䶮㛃𬭊", blocks=text("䶮㛃𬭊与\U000e0100和\uf8ff以及\u202e反向"))))
    assert said.count("䶮㛃𬭊") == 2
    assert "〔U+F8FF〕" in said
