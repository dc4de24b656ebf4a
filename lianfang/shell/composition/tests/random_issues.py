"""Random issues whose articles each have characters of their own, so that a page's text says whose it is."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from lianfang.shell.composition.layout import (
    Article,
    Author,
    Block,
    BlockKind,
    Issue,
    Masthead,
    Note,
    Page,
    Picture,
    Prominence,
    Sheet,
    Span,
    Template,
)
from lianfang.shell.composition.tests.sample import drawn

# Characters of the frame and of what the composition says itself; no article has them.
_COMMON = set("联防周报第版总期今日年月星一二三四五六内部资料简讯下转上接责编式电话要闻摄来源主题")
RARE = "䶮㛃𬭊"
_HAN = [chr(code) for code in range(0x4E00, 0x7E00) if chr(code) not in _COMMON]
_ROOM, _TITLE = 90, 24  # characters of an article; of them the first are its headline's


def own(number: int) -> str:
    """The characters of an article."""
    return "".join(_HAN[number * _ROOM : (number + 1) * _ROOM])


def latin(number: int) -> str:
    """The one letter of an article."""
    return "abcdefghijklmnopqrstuvwxyz"[number % 26]


@st.composite
def issues(draw: st.DrawFn) -> Issue:
    """Up to four pages of up to seven articles: long, short, none; no picture to twenty; rare characters, Latin."""
    counts = draw(st.lists(st.integers(1, 6), min_size=1, max_size=4))
    pages, number = [], 0
    for place, count in enumerate(counts, 1):
        template = draw(st.sampled_from(list(Template)))
        articles = []
        for nth in range(count):
            to = draw(st.sampled_from([None, None, *range(1, len(counts) + 1)]))
            articles.append(draw(_articles(number, None if to == place else to, first=nth == 0)))
            number += 1
        pages.append(Page(place, "要闻", template, tuple(articles), editor="联", phone="0991"))
    sheet = draw(st.sampled_from([Sheet.TABLOID, Sheet.TABLOID, Sheet.BROADSHEET]))
    return Issue(Masthead("联防周报"), date(2020, 10, 12), 12, tuple(pages), sheet=sheet)


@st.composite
def _articles(draw: st.DrawFn, number: int, to: int | None, *, first: bool) -> Article:
    chars = own(number)
    prominences = [Prominence.NORMAL, Prominence.NORMAL, Prominence.BRIEF]
    lengths = draw(
        st.lists(st.sampled_from([1, 8, 40, 90, 160, 260]), min_size=0, max_size=draw(st.sampled_from([2, 4, 9])))
    )
    blocks = [block for length in lengths for block in _block(draw, number, chars, length)]
    pictures = draw(st.sampled_from([0, 0, 0, 1, 1, 2, 5, 20]))
    for place in range(pictures):
        size = draw(st.sampled_from([(60, 40), (40, 60), (90, 30), (50, 50)]))
        picture = Picture(drawn(place % 3, size), _words(chars, 6), _words(chars, draw(st.sampled_from([0, 9, 30]))))
        blocks.insert(draw(st.integers(0, len(blocks))), Block(BlockKind.PICTURE, picture=picture))
    return Article(
        key=f"a{number}",
        title=_title(draw, chars),
        kicker=_words(chars, draw(st.sampled_from([0, 0, 8])), 0),
        deck=_words(chars, draw(st.sampled_from([0, 0, 20])), 0),
        authors=draw(st.sampled_from([(), (Author(chars[1:4], chars[4:6]),)])),
        blocks=tuple(blocks),
        notes=draw(st.sampled_from([(), (Note(1, _words(chars, 30)), Note(2, _words(chars, 12)))])),
        prominence=Prominence.LEAD if first else draw(st.sampled_from(prominences)),
        boxed=draw(st.sampled_from([False, False, True])),
        runs_on_to=to,
    )


def _title(draw: st.DrawFn, chars: str) -> str:
    length = draw(st.integers(2, 26))
    words = _words(chars, length, 0, _TITLE)
    return f"{words[: length // 2]} {words[length // 2 :]}" if draw(st.booleans()) and length > 3 else words


def _words(chars: str, length: int, start: int = _TITLE, end: int = _ROOM) -> str:
    """So many of an article's characters, over and over."""
    return "".join(chars[start + i % (end - start)] for i in range(length))


def _block(draw: st.DrawFn, number: int, chars: str, length: int) -> list[Block]:
    kind = draw(st.sampled_from([BlockKind.PARAGRAPH] * 6 + [BlockKind.SUBHEAD, BlockKind.QUOTE]))
    if kind is BlockKind.SUBHEAD:
        below = Block(BlockKind.PARAGRAPH, (Span(_words(chars, length)),))
        return [Block(kind, (Span(_words(chars, min(length, 18))),)), below]
    words = _words(chars, length)
    sort = draw(st.sampled_from(["han", "han", "marks", "latin", "rare"]))
    if sort == "marks":
        words = "“" + "，".join(words[i : i + 7] for i in range(0, len(words), 7)) + "。”——" + words[:3] + "……"
    if sort == "latin":
        letter = latin(number)
        words += " " + " ".join(letter * n for n in (3, 11, 5, 40)) + " " + words[:5] + letter * 4
    if sort == "rare":
        words = words[:4] + RARE + words[4:]
    note = draw(st.sampled_from([0, 0, 1, 2]))
    return [Block(kind, (Span(words[: length // 2], note), Span(words[length // 2 :])))]
