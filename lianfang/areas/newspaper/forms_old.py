"""newspaper · forms of old papers: a page that comes in, its text as it was pasted and corrected, its zones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField

from lianfang.areas.newspaper.actions_old import Drawn
from lianfang.areas.newspaper.forms import authors_of
from lianfang.areas.newspaper.kinds_article import SORTS
from lianfang.areas.newspaper.kinds_issue import PAGES_MOST, ZONES_MOST, PagePlan, PageScan
from lianfang.kernel.words import w
from lianfang.shell import asking
from lianfang.shell.components.text import later
from lianfang.shell.composition import drawn
from lianfang.shell.days import TypedDay
from lianfang.shell.files.sheets import Sheet, SheetField
from lianfang.shell.forms import ActForm
from lianfang.shell.texts.pasted import Pasted, Taken, Why

PASTED_MOST = 60_000
ARTICLES_AT_ONCE = 12
_ROWS_SPARE = 3
_SIGNS = w("空一行分段；“## ”开头是小标题", "An empty line ends a paragraph; “## ” begins a subhead")
_OF_ISSUE = ("dated", "issue_no", "edition", "supplement")


class OldPageForm(ActForm):
    """A page that was printed before: of which issue, which page, its picture, and who allows to show it."""

    field_for: Mapping[str, str] = {
        "newspaper_date_taken": "dated", "newspaper_number_taken": "issue_no", "newspaper_old_page_twice": "number",
        "newspaper_scan_missing": "sheet", "newspaper_scan_small": "sheet", "newspaper_old_mixed": "dated",
        "newspaper_issue_out": "dated",
    }  # fmt: skip

    dated = TypedDay(label=later("出版日期", "Date"))
    issue_no = forms.IntegerField(label=later("总期号", "Running number"), min_value=1, max_value=100_000)
    edition = forms.IntegerField(
        label=later("同日第几份", "Edition of the day"), min_value=0, max_value=9, initial=0, required=False,
        help_text=later("0 为正报；增刊写 1、2……", "0 is the paper itself; supplements are 1, 2, …"),
    )  # fmt: skip
    supplement = asking.line("增刊名称", "Name of the supplement", required=False)
    number = forms.IntegerField(label=later("版次", "Page"), min_value=1, max_value=PAGES_MOST)
    name = asking.line("版名", "Name of the page", w("如 要闻、政治·文化", "As it is printed: News, Culture"))
    editor = asking.line("责编", "Editor", required=False)
    sheet = SheetField(
        label=later("版面", "The page"),
        error_messages={
            "required": later(
                "没有选版面图。选这一版的 PDF 或 JPEG、PNG、WebP 图片，如 2012-05-14-03.pdf",
                "No picture of the page was chosen. Choose its PDF or a JPEG, PNG or WebP, such as 2012-05-14-03.pdf",
            )
        },
        help_text=later(
            "PDF 或 JPEG、PNG、WebP，10 MiB 以内，不超过 3200 万像素；拍摄地点（GPS）自动去除，PDF 画成图片",
            "PDF, JPEG, PNG or WebP up to 10 MiB and 32 million pixels; where it was taken (GPS) is removed, a PDF is "
            "drawn as a picture",
        ),
    )  # fmt: skip
    source = asking.line(
        "来源", "Source", w("从哪里来，如 本队资料室合订本", "Where it is from: our bound volumes, an archive")
    )
    licence = asking.line("授权", "Licence", w("谁准许登出，如 本单位所有", "By whose leave it is shown: our own, …"))

    def __init__(self, *args: Any, of_issue: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not of_issue:
            for name in _OF_ISSUE:
                del self.fields[name]

    def issue(self) -> dict[str, Any]:
        """Which issue the page is of."""
        said = self.cleaned_data
        return {
            "dated": said["dated"], "issue_no": said["issue_no"], "edition": said["edition"] or 0,
            "supplement": said["supplement"] or None,
        }  # fmt: skip

    def page(self) -> dict[str, Any]:
        """The page with its picture."""
        said, sheet = self.cleaned_data, self.printed
        named = {name: said[name] or None for name in ("number", "name", "editor", "source", "licence")}
        return named | {"picture": sheet.picture, "original": sheet.original, "leaf": sheet.leaf}

    @property
    def printed(self) -> Sheet:
        """The page that was sent, or the one that was there."""
        found: Sheet = self.cleaned_data["sheet"]
        return found


def page_typed(page: PagePlan, scan: PageScan) -> dict[str, Any]:
    """An old page as its form shows it."""
    return {
        "number": page.number, "name": page.name, "editor": page.editor or "", "source": scan.source,
        "licence": scan.licence, "sheet": Sheet(scan.picture, scan.original, scan.leaf),
    }  # fmt: skip


class PasteForm(ActForm):
    """The text of a page, or of an article, as it was copied."""

    text = asking.text(
        "粘贴文字", "Paste the text",
        w("整篇照贴：导航、放大缩小、版权等行会自动去掉并列出来；几篇一起贴时，两篇之间单独一行写 ———",
          "As it was copied: navigation, tools and copyright lines are taken off and listed. Two articles: put a "
          "line of its own between them: ———"),
        rows=16, most=PASTED_MOST,
    )  # fmt: skip


class TextsForm(ActForm):
    """The articles of an old page as they were recognised, to be corrected; nothing is saved before that."""

    count = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=ARTICLES_AT_ONCE)

    def __init__(self, *args: Any, articles: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.articles = max(1, min(articles, ARTICLES_AT_ONCE))
        for n in range(1, self.articles + 1):
            self.fields |= {
                f"keep_{n}": asking.tick("录入这一篇", "Take this one in", initial=True),
                f"sort_{n}": asking.choice("体裁", "Sort", SORTS, initial="story"),
                f"kicker_{n}": asking.line("引题", "Kicker", required=False),
                f"title_{n}": asking.line("主题", "Headline"),
                f"deck_{n}": asking.line("副题", "Deck", required=False),
                f"authors_{n}": asking.line("作者", "Authors", required=False, most=400),
                f"source_{n}": asking.line("来源", "Source", required=False),
                f"licence_{n}": asking.line("授权", "Licence", required=False),
                f"editor_{n}": asking.line("责任编辑", "Editor", required=False),
                f"body_{n}": asking.text(
                    "正文", "Body", _SIGNS, rows=14, most=40_000
                ),
                f"taken_{n}": forms.CharField(required=False, widget=forms.HiddenInput, max_length=PASTED_MOST),
            }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """An article that is not taken in needs neither headline nor text."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for n in range(1, self.articles + 1):
            if not said.get(f"keep_{n}"):
                for name in (f"title_{n}", f"body_{n}"):
                    self.errors.pop(name, None)
                    said.setdefault(name, "")
        return said

    @property
    def rows(self) -> list[tuple[int, list[BoundField], BoundField, list[tuple[str, str]]]]:
        """For each article its fields, the lines that were taken off as they go along, and the same to be read."""
        names = ("keep", "sort", "kicker", "title", "deck", "authors", "source", "licence", "editor", "body")
        return [
            (n, [self[f"{name}_{n}"] for name in names], self[f"taken_{n}"], taken_read(self[f"taken_{n}"].value()))
            for n in range(1, self.articles + 1)
        ]

    def texts(self) -> list[dict[str, Any]]:
        """What the kind takes of each article that is kept."""
        said = self.cleaned_data
        found = []
        for n in range(1, self.articles + 1):
            if said.get(f"keep_{n}"):
                names = ("sort", "kicker", "title", "deck", "source", "licence", "editor", "body")
                article = {name: said[f"{name}_{n}"] for name in names if said[f"{name}_{n}"]}
                found.append(article | {"authors": [*authors_of(said[f"authors_{n}"])]})
        return found


WHY_WORDS = {
    Why.NAVIGATION: w("导航", "navigation"),
    Why.IMPRINT: w("刊号、版权", "imprint"),
    Why.DATE: w("日期、版次", "date or page"),
    Why.MASTHEAD: w("报名", "masthead"),
    Why.TITLES: w("标题列表", "list of titles"),
    Why.SIGNED: w("署名、来源（已填入）", "byline or source (filled in)"),
    Why.DIVIDER: w("分隔线", "divider"),
}


def taken_said(taken: Sequence[Taken]) -> str:
    """The lines that were taken off, as they go along with the form."""
    return "\n".join(f"{each.why}\t{each.line}" for each in taken)


def taken_read(said: str | None) -> list[tuple[str, str]]:
    """The same as it is read: why, and the line."""
    words = {str(why): each.say() for why, each in WHY_WORDS.items()}
    parts = [line.partition("\t") for line in (said or "").split("\n") if line]
    return [(words.get(why, ""), line) for why, _, line in parts]


def recognised(parts: Sequence[Pasted], scan: PageScan) -> dict[str, Any]:
    """What was recognised, as the form shows it at first; where it says no source, that of the page."""
    said: dict[str, Any] = {"count": min(len(parts), ARTICLES_AT_ONCE)}
    for n, each in enumerate(parts[:ARTICLES_AT_ONCE], start=1):
        said |= {
            f"keep_{n}": True, f"sort_{n}": "story", f"kicker_{n}": each.kicker, f"title_{n}": each.title,
            f"deck_{n}": each.deck, f"source_{n}": each.source or scan.source, f"licence_{n}": scan.licence,
            f"authors_{n}": "、".join(f"{a.name}（{a.role}）" if a.role else a.name for a in each.authors),
            f"editor_{n}": each.editor, f"body_{n}": each.body, f"taken_{n}": taken_said(each.taken),
        }  # fmt: skip
    return said


class ZonesForm(ActForm):
    """Where each article of an old page stands: four numbers in per cent, or the corners of a polygon."""

    def __init__(self, *args: Any, articles: Sequence[tuple[UUID, str]], rows: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = max(1, min(rows, ZONES_MOST))
        offered = [("", "—"), *((str(article), title) for article, title in articles)]
        for n in range(1, self.count + 1):
            self.fields[f"article_{n}"] = asking.choice("稿件", "Article", required=False)
            for name, words in _SIDES.items():
                self.fields[f"{name}_{n}"] = forms.DecimalField(
                    label=later(*words), required=False, max_digits=7, decimal_places=3,
                    widget=forms.NumberInput(attrs={"step": "0.1", "min": "0", "max": "100", "inputmode": "decimal"}),
                )  # fmt: skip
            self.fields[f"points_{n}"] = asking.line("多边形各角", "Corners of a polygon", required=False, most=1200)
            asking.offer(self, **{f"article_{n}": offered})

    @property
    def rows(self) -> list[tuple[int, list[BoundField]]]:
        """For each zone its fields."""
        names = ("article", *_SIDES, "points")
        return [(n, [self[f"{name}_{n}"] for name in names]) for n in range(1, self.count + 1)]

    def zones(self) -> list[Drawn]:
        """What the action takes: every row that says where."""
        found = []
        for n in range(1, self.count + 1):
            said = {name: self.cleaned_data.get(f"{name}_{n}") for name in ("article", *_SIDES, "points")}
            sides = [said[name] for name in _SIDES]
            corners = " ".join(str(said["points"] or "").replace("，", ",").split())
            if not corners and all(side is not None for side in sides):
                left, top, width, height = (float(side or 0) for side in sides)
                corners = drawn.said_of(drawn.rectangle(left, top, width, height))
            if corners or said["article"] or any(side is not None for side in sides):
                found.append((n, UUID(said["article"]) if said["article"] else None, corners))
        return found


_SIDES = {
    "left": ("左 %", "Left %"),
    "top": ("上 %", "Top %"),
    "width": ("宽 %", "Width %"),
    "height": ("高 %", "Height %"),
}


def zones_typed(scan: PageScan) -> dict[str, Any]:
    """The zones of a page as their form shows them."""
    said: dict[str, Any] = {}
    for n, zone in enumerate(scan.zones, start=1):
        points = drawn.points_of(zone.points)
        box = dict(zip(_SIDES, drawn.box(points), strict=True))
        said |= {f"{name}_{n}": f"{value:g}" for name, value in box.items()}
        said |= {f"article_{n}": str(zone.article), f"points_{n}": "" if drawn.is_rectangle(points) else zone.points}
    return said


def rows_of(scan: PageScan, articles: int) -> int:
    """How many zones the form has room for: those that are there, one for each other article, and some more."""
    return max(len(scan.zones), articles) + _ROWS_SPARE
