"""publicity · faces: a notice by the standard's measure, posters, banners, what is pasted, and what is in force."""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from datetime import UTC, date, datetime
from typing import Any

import pikepdf
import pypdfium2
import pytest

from lianfang.areas.publicity import actions, presenters_faces, queries, queries_faces
from lianfang.areas.publicity.tests.office import BODY, NOW, acting, browser, how, photo, sign, signed, written
from lianfang.kernel.problems import Refused
from lianfang.shell.composition.tests.reading import chars
from lianfang.shell.documents.banner import Banner, banner_pdf, metres_for
from lianfang.shell.documents.face import Face, InForce
from lianfang.shell.documents.notice import Notice, notice_pdf
from lianfang.shell.documents.poster import Paper, Poster, against_poster, poster_pdf, poster_png
from lianfang.shell.texts.blocks import Part
from lianfang.shell.texts.told import Run, Told, ToldBlock
from tests.support import pages

AT = datetime(2020, 8, 10, 9, tzinfo=UTC)
MM = 25.4 / 72


def face(body: list[str], standing: InForce = InForce.SIGNED, title: str = "关于出入管理的通知") -> Face:
    blocks = tuple(ToldBlock(Part.PARAGRAPH, (Run(each),)) for each in body)
    return Face(title, Told(blocks), "一六一队", standing, "一六一煤田地质勘探队", "", date(2020, 8, 10))


def sizes(pdf: bytes) -> dict[str, set[float]]:
    """Character → the sizes in which it stands, in points."""
    found: dict[str, set[float]] = defaultdict(set)
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        text = page.get_textpage()
        for at in range(text.count_chars()):
            size = pypdfium2.raw.FPDFText_GetFontSize(text, at)
            found[text.get_text_range(at, 1)].add(round(size, 1))
        text.close()
        page.close()
    document.close()
    return found


@pytest.fixture(scope="module")
def official() -> bytes:
    """A notice of several pages: 标 is its title's, 字 its body's, 抄 its foot's."""
    body = ["字" * 28 * 60, "一、安排", "（一）登记。都要登记。"]
    notice = Notice(
        face(body, title="标标标标标"), "队发〔2020〕12号", "各项目部", "马南社区居民委员会", "0991-1234567"
    )
    return notice_pdf(notice, at=AT)


def test_a_full_page_has_22_lines_of_28_characters_where_the_standard_has_them(official: bytes) -> None:
    second = [each for each in chars(official)[1] if each.text == "字"]
    lines: dict[int, list[Any]] = defaultdict(list)
    for each in second:
        lines[round(each.foot)].append(each)
    assert [len(line) for line in lines.values()] == [28] * 22
    top, left, right = (min(c.top for c in second), min(c.left for c in second), max(c.right for c in second))
    assert top * MM == pytest.approx(37, abs=1)
    # A second page is a left one: bound at its right, with 28 mm there and 156 mm of type.
    assert 210 - right * MM == pytest.approx(28, abs=1)
    assert (right - left) * MM == pytest.approx(156, abs=1)
    assert (max(c.foot for c in second) - top) * MM == pytest.approx(225, abs=6), "22 lines, the last without its gap"
    third = [each for each in chars(official)[2] if each.text == "字"]
    assert min(c.left for c in third) * MM == pytest.approx(28, abs=1), "a right page is bound at its left"


def test_sizes_numbers_and_foot_are_the_standards(official: bytes) -> None:
    found = sizes(official)
    assert found["字"] == {16.0}, "3号"
    assert found["标"] == {22.0}, "2号"
    assert found["抄"] == {14.0}, "4号"
    assert found["—"] == {14.0}
    text = ["".join(each.text for each in page) for page in chars(official)]
    for number, page in enumerate(text, start=1):
        assert f"— {number} —" in page
    assert "一六一煤田地质勘探队文件" in text[0]
    assert "队发〔2020〕12号" in text[0]
    assert "各项目部：" in text[0]
    last = text[-1].replace("\r\n", "")
    assert "一、安排" in last
    assert "2020年8月10日（联系电话：0991-1234567）" in last
    assert last.index("抄送：马南社区居民委员会。") < last.index("2020年8月10日印发")
    dashes = [each for each in chars(official)[0] if each.text == "—"]
    assert dashes[0].top * MM > 37 + 225 + 5, "below the type"


def test_a_notice_can_be_heard_and_kept(official: bytes) -> None:
    with pikepdf.open(io.BytesIO(official)) as pdf:
        assert "/StructTreeRoot" in pdf.Root
        assert pdf.Root.Lang == "zh-CN"
        fonts = [font for page in pdf.pages for font in page.Resources.get("/Font", {}).values()]
        assert fonts
        for font in fonts:
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_a_poster_takes_the_largest_type_and_refuses_what_does_not_fit() -> None:
    short, long = face(["请戴口罩。"]), face(["字" * 420])
    most = {}
    for name, each in (("short", short), ("long", long)):
        most[name] = max(sizes(poster_pdf(Poster(each, Paper.A4, "通知"), at=AT))["。" if name == "short" else "字"])
    assert most["short"] > most["long"] >= 15
    over = against_poster(Poster(face(["字" * 3000]), Paper.A4, "通知"))
    assert over is not None
    assert over.problem.code == "poster_overflows"
    assert over.data["characters"] >= 1000
    assert against_poster(Poster(face(["字" * 900]), Paper.A3, "通知")) is None
    drawn = poster_png(Poster(face(["请戴口罩。"], InForce.DRAFT), Paper.A3, "通知"), ppi=20)
    assert drawn.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("line", "metres"), [("戴口罩", 3), ("戴口罩 勤洗手 少聚集", 4), ("众志成城抗疫情一六一队在行动", 6)]
)
def test_a_banner_is_as_wide_as_its_line_needs(line: str, metres: int) -> None:
    assert metres_for(line) == metres
    pdf = banner_pdf(Banner(line, InForce.SIGNED), at=AT)
    with pikepdf.open(io.BytesIO(pdf)) as made:
        assert len(made.pages) == 1
        box = made.pages[0].MediaBox
        assert float(box[2]) * MM == pytest.approx(metres * 100, abs=1), "at 1:10"
        assert float(box[3]) * MM == pytest.approx(70, abs=1)
    placed = [each for each in chars(pdf)[0] if each.text.strip()]
    assert "".join(each.text for each in placed) == line.replace(" ", "")
    assert max(each.right for each in placed) * MM < metres * 100


def test_a_banner_that_is_no_line_is_refused_with_how_much_is_too_much() -> None:
    with pytest.raises(Refused) as refused:
        banner_pdf(Banner("字" * 40, InForce.SIGNED), at=AT)
    assert refused.value.problem.code == "banner_long"
    assert refused.value.data["over"] == 12
    assert refused.value.data["most"] == 28


@pytest.mark.django_db
@pytest.mark.usefixtures("office")
def test_every_face_of_a_text_opens_and_says_which_version_it_is() -> None:
    with acting("editor") as editor:
        first, second = photo(editor, 1), photo(editor, 90)
    captions = [{"photo": first, "caption": "门岗测温"}, {"photo": second, "caption": "登记台", "credit": "张影"}]
    # The body names the second picture first: that is the order in which they are sent.
    text = signed(body=f"{BODY}\n\n【图2】\n\n【图1】", photos=[first, second], captions=captions, source="市疾控中心")
    editor = browser("editor")
    page = pages.text(editor.get(f"/publicity/texts/{text}/faces/"))
    assert "已签发" in page
    message = editor.get(f"/publicity/texts/{text}/faces/").context["message"]
    assert message.splitlines()[0] == "进出小区的通知"
    assert message.index("① 见图1：登记台（张影 摄）") < message.index("② 见图2：门岗测温")
    assert message.endswith("来源：市疾控中心\n一六一队\n2020年8月16日")
    assert f"全文 {len(message)} 字" in page
    for name, media in (
        ("notice.pdf", "pdf"), ("poster-a4.pdf", "pdf"), ("poster-a3.png", "png"), ("banner-4-white.pdf", "pdf"),
        ("banner-3-red.png", "png"), ("2.jpg", "jpeg"),
    ):  # fmt: skip
        answer = editor.get(f"/publicity/texts/{text}/faces/{name}")
        assert answer.status_code == 200, name
        assert media in answer["Content-Type"], name
    packed = zipfile.ZipFile(io.BytesIO(editor.get(f"/publicity/texts/{text}/faces/pictures.zip").content))
    assert packed.namelist() == ["图1.jpg", "图2.jpg"]
    assert packed.read("图2.jpg") == editor.get(f"/publicity/texts/{text}/faces/2.jpg").content
    assert editor.get(f"/publicity/texts/{text}/faces/3.jpg").status_code == 404
    assert editor.get(f"/publicity/texts/{text}/faces/?version=7").status_code == 404
    below, stranger = browser("scribe"), browser("stranger")
    assert below.get(f"/publicity/texts/{text}/faces/poster-a4.pdf").status_code == 200, "with pictures of a unit above"
    assert stranger.get(f"/publicity/texts/{text}/faces/").status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("office")
def test_what_is_not_in_force_says_so_on_every_face() -> None:
    text = written()
    with acting("editor") as editor:
        draft = queries_faces.version_of(editor, text)
        assert draft.standing is InForce.DRAFT
        assert draft.dated is None
        shown = queries_faces.face(editor, draft, NOW)
        assert presenters_faces.message_of(shown).startswith("【草稿 · 未签发】\n\n进出小区的通知")
    sign(text)
    with acting("editor") as editor:
        actions.rewrite_text(editor, text=text, data={"sort": "notice", "title": "改过的", "body": BODY}, how=how())
        newer = queries.text(editor, text).version
        assert queries_faces.version_of(editor, text).number == 1, "what is signed off, while a newer one is a draft"
        assert queries_faces.version_of(editor, text, newer).standing is InForce.DRAFT
    with acting("scribe") as below, pytest.raises(Refused):
        queries_faces.version_of(below, text, newer)
    with acting("chief") as chief:
        actions.withdraw_text(chief, text=text, why="措施已调整", how=how())
    editor = browser("editor")
    page = pages.text(editor.get(f"/publicity/texts/{text}/faces/"))
    assert "这份文字已撤回" in page
    assert "【已撤回】" in page
    pdf = editor.get(f"/publicity/texts/{text}/faces/notice.pdf").content
    first = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    assert "已撤回" in first.get_text_range(), "across the sheet"


@pytest.mark.django_db
@pytest.mark.usefixtures("office")
def test_what_does_not_fit_is_said_on_the_page_and_refused_as_a_file() -> None:
    text = signed("关于进一步加强小区出入人员体温检测和健康码核验以及外来车辆登记管理工作的通知", body="字" * 5000)
    editor = browser("editor")
    page = pages.text(editor.get(f"/publicity/texts/{text}/faces/"))
    assert "放不进 A4 海报" in page
    assert "横幅只能一行" in page
    assert "还多出" in pages.text(editor.get(f"/publicity/texts/{text}/faces/poster-a4.pdf"), 422)
    assert "横幅只能一行" in pages.text(editor.get(f"/publicity/texts/{text}/faces/banner-8-red.pdf"), 422)
    assert editor.get(f"/publicity/texts/{text}/faces/notice.pdf").status_code == 200


def test_a_figure_in_a_message_says_once_where_it_is_from() -> None:
    figure = {
        "value": "0", "says": "0，已查 1,912 / 应查 1,950, 98.0%", "unit_name": "一六一队", "indicator": "发热人数",
        "day": "2020-08-10", "as_of": "2020年8月10日 16:40",
    }  # fmt: skip
    runs = (Run("发热 "), Run("0", 1), Run(" 人，还是 "), Run("0", 1), Run(" 人。"))
    told = Told((ToldBlock(Part.PARAGRAPH, runs),), (figure,))
    message = presenters_faces.message_of(Face("情况", told, "一六一队", InForce.SIGNED), "0991-1234567")
    source = "（据一六一队2020-08-10日报，已查 1,912 / 应查 1,950, 98.0%，截至2020年8月10日 16:40）"
    assert f"发热 0{source} 人，还是 0 人。" in message
    assert "联系电话：0991-1234567" in message
    pdf = notice_pdf(Notice(Face("情况", told, "一六一队", InForce.SIGNED)), at=AT)
    assert "注1：一六一队发热人数：0，已查" in "".join(each.text for each in chars(pdf)[0])
