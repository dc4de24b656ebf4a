"""shell · texts · pasted: the text of a printed or web page as it was copied, taken apart for somebody to correct.

Nothing is decided here: what is recognised is put into the fields of a form, and what is taken off is listed beside
it. Every character of what was pasted, spaces aside, stands in a field or in that list.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why a line was taken off."""

    NAVIGATION = "navigation"  # ways about a site: 上一版, 放大 缩小 默认, 打印
    IMPRINT = "imprint"  # serial numbers, telephones, copyright, who produced it
    DATE = "date"  # a date, a page's number or its name, alone on a line
    MASTHEAD = "masthead"  # the name of the paper alone on a line
    TITLES = "titles"  # the list of the page's headlines
    SIGNED = "signed"  # who wrote it, where from, which editor: the names stand in their fields
    DIVIDER = "divider"  # between two articles


@dataclass(frozen=True, slots=True)
class Taken:
    """A line that is not part of the text, and why."""

    line: str
    why: Why


@dataclass(frozen=True, slots=True)
class Author:
    """A name of a byline, and what stands before it."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Pasted:
    """An article as far as it was recognised; `body` with the signs of `blocks` for its subheads."""

    kicker: str = ""
    title: str = ""
    deck: str = ""
    authors: tuple[Author, ...] = ()
    source: str = ""
    editor: str = ""
    body: str = ""
    subheads: int = 0
    taken: tuple[Taken, ...] = ()

    @property
    def recognised(self) -> bool:
        """Whether anything but a body was."""
        return bool(self.title or self.authors or self.subheads)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    begins: bool  # after an empty line, or set in


_HEAD_MOST, _HEAD_LINE = 5, 40  # lines of a heading, characters of one
_SIGNED_MOST = 60
_SUBHEAD = 22
_LEAST_WRAPPED, _LEAST_WIDE, _WIDEST, _OFF = 4, 9, 60, 2  # lines; characters of a column, and how far off one may be
_KEPT_JOINERS = "\u200c\u200d"
_DIVIDER = re.compile(r"[-—–－_=＝*＊~～·]{3,}")
_NAV = (
    "版面导航|版面翻页|标题导航|本版导航|本版标题|版面目录|版面概览|目录导航|返回目录|返回首页|返回版面|返回顶部|返回"
    "|按日期搜索|按日期检索|全文检索|高级检索|检索|搜索|查询|往期回顾|往期|过往期刊|首页|数字报首页"
    "|上一版|下一版|上一篇|下一篇|上一期|下一期|上一页|下一页|第一版|前一天|后一天"
    "|放大|缩小|默认|增大字体|减小字体|字体|字号|大|中|小|朗读|语音|收藏|分享到|分享|复制链接|扫一扫|二维码|纠错|评论"
    "|打印本页|打印|关闭窗口|关闭|下载|PDF下载|PDF版|PDF|本版PDF|手机版|电脑版|关于我们|联系我们|网站地图|友情链接"
    "|RSS订阅|RSS|登录|注册"
)
_BETWEEN = re.compile(r"[\s|｜/／·•>＞»›<＜«‹\-—_,，、:：;；()（）\[\]【】〔〕+＋－\d]*")
_NAVIGATION = re.compile("|".join(sorted(_NAV.split("|"), key=len, reverse=True)), re.IGNORECASE)
_BESIDE = re.compile(r"(?:上|下)一(?:篇|版|期|页)\s*[:：>＞»].*")
_LONE = {
    "大",
    "中",
    "小",
    "返回",
    "第一版",
    "往期",
    "查询",
    "默认",
    "收藏",
    "评论",
}  # words of their own, alone on a line
_IMPRINT = re.compile(
    r"国内统一(?:连续出版物|刊)号|国内统一刊号|邮发代号|代号\s*[:：]?\s*\d+-\d+|总第\s*\d+\s*期|CN\s*\d{2}-\d{4}|ISSN"
    r"|(?:新闻)?(?:报料|爆料|热线)(?:热线|电话)\s*[:：]?|投稿(?:邮箱|信箱)|ICP\s*备|公网安备|copyright|版权所有|©"
    r"|all\s+rights\s+reserved|制作单位|技术支持|承制|今日\s*\d+\s*版|本报地址|邮政编码|印刷\s*[:：]|零售价",
    re.IGNORECASE,
)
_RUN_BY = re.compile(r"\S{2,30}主管\s*\S{2,30}主办|\S{2,30}主办\s*\S{2,30}(?:出版|承办)|主[管办]\s*[:：].{2,60}")
_DATE = re.compile(
    r"(?:\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|\d{4}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,2})"
    r"(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?(?:\s*(?:星期|周)[一二三四五六日天])?(?:\s*出版)?"
    r"|(?:星期|周)[一二三四五六日天]|[\d０-９\s/]{1,12}"
)
_PAGE = re.compile(r"第?\s*[A-Z]?[\d０-９一二三四五六七八九十]{1,3}\s*版(?:\s*[:：]?\s*[^\s。]{1,10})?")
_MASTHEAD = re.compile(r"[\u4e00-\u9fff·]{2,14}(?:报|数字报|数字报纸|电子报|电子版|时报)")
_NAME = r"[\u3400-\u9fff·]{2,8}"
_ROLE = (
    r"(?:本报|特约|实习|见习|首席|驻站|新华社|本刊)?(?:记者|通讯员|评论员|撰稿人|撰稿|编辑)|作者|撰文|文/图|图/文|文图|图文"
    r"|摄影报道|摄影|摄|文|图"
)
_MARK = r"[□■◇◆●○▲△☆★]"
_BYLINE = re.compile(
    rf"[（(]?\s*(?:{_MARK}\s*(?:(?:{_ROLE})\s*[:：/／]?\s*)?|(?:{_ROLE})(?:\s*[:：/／]\s*|\s+))"
    rf"{_NAME}(?:\s*[、，,\s]\s*(?:(?:{_ROLE})\s*[:：/／]?\s*)?{_NAME})*(?:\s*(?:摄影报道|摄影|摄|文/图|图/文|文))?\s*[）)]?"
)
_INLINE = re.compile(
    rf"[（(]\s*((?:{_ROLE})\s*[:：]?\s*{_NAME}(?:[\s、，,]+(?:(?:{_ROLE})\s*[:：]?\s*)?{_NAME})*)\s*[）)]"
)
_WHO = re.compile(rf"(?P<role>{_ROLE})(?=\s*[:：/／]|\s|$)|(?P<name>{_NAME})")
_GLUED = re.compile(rf"({_ROLE})\s*[:：/／]?\s*({_NAME})")
_SOURCE = re.compile(r"(?:来源|稿源|转自|摘自|原载)\s*[:：]\s*(\S.{0,60})")
_EDITOR = re.compile(r"(?:责任编辑|责编|本版编辑|编辑)\s*[:：]\s*([\u3400-\u9fff·]{2,8})")
_ENDS = "。！？!?；;…”』」）)：:，,、"
_STOPS = "。！？!?”』」…）)"


def articles_in(text: str) -> list[Pasted]:
    """The articles of a text, divided where a line of dashes or the like stands; none where it says nothing."""
    parts: list[tuple[list[_Line], list[Taken]]] = [([], [])]
    for line in _lines(text):
        if _DIVIDER.fullmatch(line.text):
            parts[-1][1].append(Taken(line.text, Why.DIVIDER))
            if parts[-1][0]:
                parts.append(([], []))
        else:
            parts[-1][0].append(line)
    last = parts[-1]
    if not last[0] and len(parts) > 1:  # a divider at the very end divides nothing
        parts.pop()
        parts[-1][1].extend(last[1])
    return [_recognised(lines, taken) for lines, taken in parts if lines or taken]


def cleaned(text: str) -> str:
    """A line without the spaces around it, full-width ones among them; runs of them within are one."""
    shown = "".join(
        " " if char.isspace() or unicodedata.category(char) == "Zs" else char
        for char in text
        if char.isspace() or char in _KEPT_JOINERS or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    return re.sub(" +", " ", unicodedata.normalize("NFC", shown)).strip()


def _lines(text: str) -> Iterator[_Line]:
    begins = True
    for line in text.splitlines():
        said = cleaned(line)
        if said:
            yield _Line(said, begins or line[:1] in ("\u3000", "\t") or line.startswith("  "))
        begins = not said


def _recognised(lines: Sequence[_Line], taken: list[Taken]) -> Pasted:
    kept: list[_Line] = []
    for at, line in enumerate(lines):
        why = _not_text(line.text) or _page_name(lines, at)
        if why:
            taken.append(Taken(line.text, why))
        else:
            kept.append(line)
    kept, fields = _signed(_unwrapped(kept), taken)
    head, body = _divided(kept)
    head = _without_mastheads(head, taken)
    kicker, title, deck, more = _heading([line.text for line in head])
    body = [*(_Line(text, True) for text in more), *body]
    paragraphs, subheads = _paragraphs(body)
    authors = fields.authors or tuple(_inline(paragraphs))
    order = {line.text: at for at, line in reversed([*enumerate(lines)])}
    taken.sort(key=lambda each: order.get(each.line, len(order)))
    return Pasted(
        kicker, title, deck, authors, fields.source, fields.editor, "\n\n".join(paragraphs), subheads, tuple(taken)
    )


def _not_text(line: str) -> Why | None:
    """Why a line is no part of any text, by what stands in it alone."""
    if _DATE.fullmatch(line) or _PAGE.fullmatch(line):
        return Why.DATE
    if line not in _LONE and (_navigates(line) or _BESIDE.fullmatch(line)):
        return Why.NAVIGATION
    if _RUN_BY.fullmatch(line) or (len(line) <= 90 and "。" not in line and _IMPRINT.search(line)):
        return Why.IMPRINT
    return None


def _navigates(line: str) -> bool:
    """Whether nothing but ways about a site stands in a line, and what divides them."""
    left, ways = _NAVIGATION.subn(" ", line)
    return ways > 0 and _BETWEEN.fullmatch(left) is not None


def _page_name(lines: Sequence[_Line], at: int) -> Why | None:
    """A short line right before the number of a page is the page's name."""
    line = lines[at].text
    if at + 1 < len(lines) and len(line) <= 8 and line[-1] not in _ENDS and re.fullmatch(r"\d{2}", lines[at + 1].text):
        return Why.DATE
    return None


def _signed(lines: Sequence[_Line], taken: list[Taken]) -> tuple[list[_Line], Pasted]:
    """The lines without who wrote it, where it is from and its editor, which are what is given beside them."""
    kept, authors, source, editor = [], list[Author](), "", ""
    for line in lines:
        from_where, by = _SOURCE.fullmatch(line.text), _EDITOR.fullmatch(line.text)
        if from_where and not source:
            source = from_where[1]
        elif by and not editor:
            editor = by[1]
        elif len(line.text) <= _SIGNED_MOST and _BYLINE.fullmatch(line.text):
            authors += _who(line.text)
        else:
            kept.append(line)
            continue
        taken.append(Taken(line.text, Why.SIGNED))
    each_once = tuple({author.name: author for author in authors}.values())
    return kept, Pasted(authors=each_once, source=source, editor=editor)


def _is_signed(line: str) -> bool:
    return any(each.fullmatch(line) for each in (_SOURCE, _EDITOR, _BYLINE)) if len(line) <= _SIGNED_MOST else False


def _who(byline: str) -> Iterator[Author]:
    """The names of a byline; one role is that of every name up to the next."""
    role, names = "", list[str]()
    for hit in _WHO.finditer(re.sub(rf"{_MARK}|[（()）]", " ", _GLUED.sub(r" \1 \2 ", byline))):
        if hit["role"]:
            if names and hit["role"] in ("摄", "摄影", "摄影报道", "文", "文/图", "图/文"):  # stands behind its names
                yield from (Author(name, hit["role"]) for name in names if not role)
                yield from (Author(name, role) for name in names if role)
            else:
                yield from (Author(name, role) for name in names)
            role, names = hit["role"], []
        else:
            names.append(hit["name"])
    yield from (Author(name, role) for name in names)


def _inline(paragraphs: Sequence[str]) -> Iterator[Author]:
    """Who is named in brackets at the beginning or the end of a text, where it stays."""
    if not paragraphs:
        return
    ends = [paragraphs[0][:60], paragraphs[-1][-60:]]
    found = {author.name: author for text in ends for hit in _INLINE.finditer(text) for author in _who(hit[1])}
    yield from found.values()


def _divided(lines: Sequence[_Line]) -> tuple[list[_Line], list[_Line]]:
    """The lines before the first paragraph, and all from it on. Short lines without a paragraph are no heading."""
    at = next((i for i, line in enumerate(lines) if _is_paragraph(line.text)), None)
    if at is None:
        return (
            ([lines[0]], [*lines[1:]]) if 1 < len(lines) <= _HEAD_MOST and not _ended(lines[0].text) else ([], [*lines])
        )
    return [*lines[:at]], [*lines[at:]]


def _is_paragraph(line: str) -> bool:
    return "。" in line or (len(line) > _HEAD_LINE and any(mark in line for mark in "，,；;"))


def _ended(line: str) -> bool:
    return line[-1] in "。；;，,、"


def _without_mastheads(head: list[_Line], taken: list[Taken]) -> list[_Line]:
    """A heading without the paper's name and without the list of the page's titles, where a headline is left."""
    for why, is_it in ((Why.TITLES, _lists_titles), (Why.MASTHEAD, _names_paper)):
        found = [line for line in head if is_it(line.text, [each.text for each in head])]
        if found and len(found) < len(head):
            taken += [Taken(line.text, why) for line in found]
            head = [line for line in head if line not in found]
    return head


def _lists_titles(line: str, head: Sequence[str]) -> bool:
    return len(line) > _HEAD_LINE and any(other != line and len(other) > 3 and other in line for other in head)


def _names_paper(line: str, head: Sequence[str]) -> bool:
    return (line == head[0] and _MASTHEAD.fullmatch(line) is not None) or (
        _MASTHEAD.fullmatch(line) is not None and any(other != line and line in other for other in head)
    )


def _heading(lines: Sequence[str]) -> tuple[str, str, str, Sequence[str]]:
    """Kicker, headline, deck; and what of a heading that is none goes before the body."""
    if not lines:
        return "", "", "", ()
    if len(lines) > _HEAD_MOST:
        return "", lines[0], "", lines[1:]
    first, rest = lines[0], lines[1:]
    if not rest:
        return "", first, "", ()
    kicker = first[-1] in ":：" or (
        len(first) < len(rest[0]) and not rest[0].startswith("—") and first[0] != "—" and len(rest) < 4
    )
    title, below = (rest[0], rest[1:]) if kicker else (first, rest)
    return first if kicker else "", title, " ".join(below), ()


def _paragraphs(lines: Sequence[_Line]) -> tuple[list[str], int]:
    """The paragraphs, subheads with their sign; and how many of these there are."""
    whole = [line.text for line in lines]
    found, subheads = [], 0
    for at, text in enumerate(whole):
        before = whole[at - 1] if at else ""
        after = whole[at + 1] if at + 1 < len(whole) else ""
        if _is_subhead(text) and after and not _is_subhead(after) and not (before and _is_subhead(before)):
            found.append(f"## {text}")
            subheads += 1
        else:
            found.append(text)
    return found, subheads


def _is_subhead(text: str) -> bool:
    return 2 <= len(text) <= _SUBHEAD and text[-1] not in _ENDS and "。" not in text and text[0] not in "#>【"


def _unwrapped(lines: Sequence[_Line]) -> list[_Line]:
    """The lines without the ends that the column of a printed page gave them, where a text was copied with these.

    A column shows in that half of all lines are as long as each other and break off within a sentence.
    """
    often = Counter(len(line.text) for line in lines)
    width = max(often, key=lambda length: (often[length], length), default=0)
    torn = [line for line in lines if abs(len(line.text) - width) <= _OFF and line.text[-1] not in _STOPS]
    stops_within = any("。" in line.text[:-1] for line in lines)
    if (
        len(lines) < _LEAST_WRAPPED
        or len(torn) * 2 < len(lines)
        or not _LEAST_WIDE <= width <= _WIDEST
        or not stops_within
    ):
        return [*lines]
    found: list[_Line] = []
    full = False
    for line in lines:
        if full and not line.begins and not _is_signed(line.text):
            last = found[-1].text
            gap = " " if last[-1].isascii() and line.text[0].isascii() else ""
            found[-1] = _Line(f"{last}{gap}{line.text}", found[-1].begins)
        else:
            found.append(line)
        full = abs(len(line.text) - width) <= _OFF and not _is_signed(line.text)
    return found
