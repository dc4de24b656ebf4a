"""bench · press: an issue of four pages, from texts to zones, PDFs, pictures and the book."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from lianfang.bench.report import Line, say
from lianfang.shell.composition.compose import compose, laid
from lianfang.shell.composition.composed import WIDTHS
from lianfang.shell.composition.epub import epub
from lianfang.shell.composition.layout import (
    Article,
    Block,
    BlockKind,
    Issue,
    Masthead,
    Page,
    Picture,
    Prominence,
    Span,
    Template,
)
from lianfang.shell.composition.setting import Setting

ISSUE_S = 5.0
BARE_MOST = 2.5  # times what it takes to draw the finished pages once
_SENTENCES = (
    "值班的人把每一户的门牌、时间和结果写在同一行里，写完再念一遍。", "没有见到人，就写没有见到，第二天清早再去。",
    "消毒的人一天走三遍，药剂的配比写在桶上，时间写在墙上。", "物资出库，领的人和给的人各留一半单子。",
    "夜里的电话先报社区，再派车，回来以后登记。", "两次数得不一样的，车不走，单子不签。",
)  # fmt: skip


def lines() -> Iterator[Line]:
    """Seconds of one core for an issue, and the same beside drawing its finished pages and nothing else."""
    made = issue()
    say("an issue of four pages: zones, PDFs, pictures, book")
    compose(made)  # typefaces and templates are read once by a process
    taken = _core_seconds(lambda: epub(made, compose(made)))
    yield Line("issue_of_four_pages", taken, "s", ISSUE_S, 1.0, at_least=False)
    with TemporaryDirectory() as folder:
        setting = Setting(made, Path(folder))
        pages = laid(setting).pages
        bare = _core_seconds(lambda: _drawn(setting, pages))
    yield Line("issue_against_drawing_it", taken, "s", bare, BARE_MOST, at_least=False)


def _drawn(setting: Setting, pages: list[dict[str, object]]) -> None:
    setting.pdf(pages)
    for png in setting.drawn(pages, max(WIDTHS)):
        with Image.open(io.BytesIO(png)) as image:
            image.convert("RGB").save(io.BytesIO(), "WEBP", quality=80, method=0)


def _core_seconds(work: Callable[[], object]) -> float:
    """What the work takes of one core, whoever else is on the machine; the best of two."""
    taken = []
    for _ in range(2):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return min(taken)


def issue() -> Issue:
    """Four pages of six articles and four pictures each."""
    kinds = (Template.FRONT, Template.INNER, Template.PHOTO, Template.SUPPLEMENT)
    pages = tuple(
        Page(number, "要闻", kind, tuple(_article(number, nth) for nth in range(6)), editor="编辑部")
        for number, kind in enumerate(kinds, 1)
    )
    return Issue(Masthead("联防周报"), date(2020, 10, 12), 12, pages)


def _article(page: int, nth: int) -> Article:
    blocks = [_paragraph(page * 7 + nth + i) for i in range(6 if nth == 0 else 3)]
    if nth < 4:
        picture = Picture(_picture(page * 4 + nth), "楼群与亮着的窗", "傍晚按户亮灯。")
        blocks.insert(0, Block(BlockKind.PICTURE, picture=picture))
    prominence = Prominence.LEAD if nth == 0 else Prominence.NORMAL
    return Article(f"p{page}a{nth}", f"第{page}版的第{nth + 1}篇", blocks=tuple(blocks), prominence=prominence)


def _paragraph(seed: int) -> Block:
    words = "".join(_SENTENCES[(seed + i) % len(_SENTENCES)] for i in range(4))
    return Block(BlockKind.PARAGRAPH, (Span(words),))


def _picture(seed: int) -> bytes:
    shades = Image.linear_gradient("L").resize((1600, 1067)).rotate(seed * 7)
    out = io.BytesIO()
    Image.merge("RGB", (shades, shades.rotate(40), shades.rotate(80))).save(out, "JPEG", quality=85)
    return out.getvalue()
