"""newspaper · tests' old papers: pictures and PDFs of pages, and texts as an old site shows them.

Everything is made up for these tests.
"""

from __future__ import annotations

import io
from datetime import date
from typing import Any
from uuid import UUID

import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from lianfang.areas.newspaper import actions_old, queries
from lianfang.areas.newspaper.tests.newsroom import acting, how
from lianfang.ground.files import actions as files
from lianfang.shell.documents.typesetting import fonts

PASTED = """某某报数字报纸

国内统一刊号:CN99-0000
新闻报料热线:0000-1234567
2012年5月14日
按日期搜索

版面翻页
井场·生活
03

钻探三班：

　　把井场收拾得　像家一样

□ 作者 孟守成

上一版 | 下一版　　放大 缩小 默认

　　天刚亮，三班的人就把井场扫了一遍。工具归箱，管材上架，出门的路用石子垫平。

　　先扫地后开钻

　　班长说，地扫干净了，东西放在哪儿一眼就看得见，出事的机会就少一半。

　　一张表贴在墙上

　　谁值日、查了什么、几点查的，都写在表上。写下来，才算做过。

关闭　打印
关于我们 | 手机版
Copyright © 2012 某某报社 制作单位:example.com
"""
ISSUE = {"dated": "2012-05-14", "issue_no": "12", "edition": "0", "supplement": ""}
PAGE = {"number": "1", "name": "井场·生活", "editor": "", "source": "本队资料室合订本", "licence": "本单位所有"}


def picture(width: int = 1400, height: int = 2000, form: str = "JPEG", **saved: Any) -> bytes:
    """A page with two columns of grey lines."""
    made = Image.new("L", (width, height), 250)
    pen = ImageDraw.Draw(made)
    for left in (0.06, 0.53):
        for line in range(60):
            top = height * (0.12 + line * 0.014)
            pen.rectangle((width * left, top, width * (left + 0.41), top + height * 0.006), fill=90)
    pen.rectangle((width * 0.06, height * 0.03, width * 0.94, height * 0.08), fill=40)
    out = io.BytesIO()
    made.save(out, form, **saved)
    return out.getvalue()


def pdf(text: str) -> bytes:
    """A page that somebody else's program wrote."""
    source = f'#set text(font: "Noto Serif SC")\n#set page(width: 270mm, height: 390mm)\n{text}'
    return bytes(typst.compile(source.encode(), format="pdf", font_paths=fonts()))


def located() -> bytes:
    """A photo of a page that says where it was taken."""
    said = Image.Exif()
    said.get_ifd(0x8825).update({1: "N", 2: (43.0, 49.0, 30.0), 3: "E", 4: (87.0, 36.0, 0.0)})
    return picture(exif=said)


def sent(content: bytes, name: str = "第1版.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def old_page(number: int = 1, *, dated: str = "2012-05-14", issue_no: int = 12, **page: Any) -> UUID:
    """An old page at the desk; gives its issue."""
    with acting("editor") as editor:
        brought = files.bring(editor, name="x.jpg", content=picture(700, 1000), fine=True, at=how().at)
        said = {**PAGE, "number": number, "editor": None, "picture": brought.sha256, **page}
        issue = {"dated": date.fromisoformat(dated), "issue_no": issue_no}
        return actions_old.add_page(editor, unit="T161", issue=issue, page=said, how=how())


def texts(issue: UUID, *titles: str, page: int = 1, body: str = "一段正文，说清楚一件事。") -> list[UUID]:
    """Articles on an old page."""
    data = [{"sort": "story", "title": title, "body": body} for title in titles]
    with acting("editor") as editor:
        return actions_old.write_articles(editor, issue=issue, page=page, articles=data, how=how())


def zoned(issue: UUID, *zones: tuple[UUID | None, str], page: int = 1) -> None:
    """Zones on an old page, all of them."""
    with acting("editor") as editor:
        numbered = [(n, article, corners) for n, (article, corners) in enumerate(zones, start=1)]
        actions_old.draw_zones(editor, issue=issue, page=page, zones=numbered, how=how())


def plan_of(issue: UUID) -> Any:
    with acting("editor") as editor:
        return queries.issue(editor, issue).plan
