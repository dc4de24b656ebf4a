"""newspaper · forms: an article as it is written, what is said at each step, the masthead, and the plan of an issue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from lianfang.areas.newspaper.kinds_article import SORTS, ArticleWritten
from lianfang.areas.newspaper.kinds_issue import PAGES_MOST, SIZES, TEMPLATES, IssuePlanned
from lianfang.areas.newspaper.queries import Article
from lianfang.kernel.words import Words, w
from lianfang.shell import asking
from lianfang.shell.components.text import later
from lianfang.shell.days import TypedDay
from lianfang.shell.forms import ActForm, FilterForm
from lianfang.shell.texts import forms as text_forms

_AUTHOR = re.compile(r"([^（(/]+?)\s*(?:[（(/]\s*([^）)]+?)\s*[）)]?)?")  # a name, and what they are


class ArticleForm(ActForm):
    """An article, as plain text with a few signs."""

    field_for: Mapping[str, str] = {
        "text_figure_unknown": "body", "text_picture_unknown": "body", "captions": "captions",
    }  # fmt: skip

    unit = asking.choice("供稿单位", "From")
    sort = asking.choice("体裁", "Sort", SORTS)
    kicker = asking.line("引题", "Kicker", w("主题上面的一行，可不填", "The line above the headline"), required=False)
    title = asking.line("主题", "Headline")
    deck = asking.line("副题", "Deck", required=False)
    authors = asking.line(
        "作者", "Authors", w("多人用顿号分开，身份写在括号里：秦某（通讯员）、张某（摄影）",
                            "Several with commas; what they are in brackets: Qin (reporter), Zhang (photos)"),
        required=False, most=400,
    )  # fmt: skip
    source = asking.line("来源", "Source", required=False)
    licence = asking.line(
        "授权", "Licence", w("转载的写明授权", "For outside texts: under which licence"), required=False
    )
    editor = asking.line("责任编辑", "Editor", required=False)
    keywords = asking.line("关键词", "Keywords", w("用顿号分开", "Separated by commas"), required=False)
    summary = asking.text("摘要", "Summary", rows=2, required=False, most=1000)
    body = text_forms.body()
    photos = text_forms.photos()
    captions = text_forms.captions()

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if units:
            asking.offer(self, unit=units)
        else:
            del self.fields["unit"]

    def article(self) -> dict[str, Any]:
        """What the kind takes: authors, keywords and captions taken apart."""
        said = self.said()
        said.pop("unit", None)
        return said | {
            "authors": [*authors_of(said.get("authors", ""))],
            "keywords": [each for each in re.split(r"[、，,；;\s]+", said.get("keywords", "")) if each],
            "captions": text_forms.captions_said(said.pop("captions", ""), said.get("photos", [])),
        }


def authors_of(text: str) -> Iterator[dict[str, str | None]]:
    """The authors of a line, each with what they are."""
    for each in re.split(r"[、，,；;]\s*", text):
        if found := _AUTHOR.fullmatch(each.strip()):
            yield {"name": found[1], "role": found[2]}


def as_typed(text: ArticleWritten) -> dict[str, Any]:
    """An article as its form shows it."""
    said = text.model_dump(exclude={"authors", "keywords", "captions"}, exclude_none=True)
    return said | {
        "authors": "、".join(f"{each.name}（{each.role}）" if each.role else each.name for each in text.authors),
        "keywords": "、".join(text.keywords),
        "captions": text_forms.captions_typed(text.captions, text.photos or []),
    }


class PressForm(ActForm):
    """Nothing to say: the button is all."""


class ErratumForm(ActForm):
    """What stood there, and what is right."""

    wrong = asking.text("原文", "What stood there")
    right = asking.text("更正为", "What is right")


class KeepForm(ActForm):
    """Why a printed figure stays without an erratum."""

    why = asking.text(
        "理由", "Reason", w("如：差异来自补报的零，文中已写“截至当日”", "For instance: the text says “so far”")
    )


class PaperForm(ActForm):
    """The masthead and the foot of the paper."""

    name = asking.line("报名", "Name of the paper")
    serial_no = asking.line(
        "国内统一刊号", "Serial number (CN)",
        w("有刊号才填，如 CN13-0001；没有的印“内部资料”", "Only where there is one; without it 内部资料 is printed"),
        required=False,
    )  # fmt: skip
    supervisor = asking.line("主管", "Supervisor", required=False)
    sponsor = asking.line("主办", "Sponsor", required=False)
    tip_line = asking.line("新闻报料热线", "Tip line", required=False)
    slogan = asking.line("报眼用语", "Words beside the masthead", required=False)
    address = asking.line("网址", "Web address", required=False)
    producer = asking.line("制作单位", "Produced by", required=False)
    copyright = asking.line("版权", "Copyright", required=False)
    icp = asking.line("ICP 备案号", "ICP filing", required=False)
    about = asking.text("关于我们", "About the paper", rows=5, required=False)


class DeskFilter(FilterForm):
    """What narrows the desk."""

    q = asking.search("标题含", "Headline contains")


class PlanForm(ActForm):
    """The plan of an issue: its date and number, its pages, and where each article goes."""

    field_for: Mapping[str, str] = {
        "newspaper_date_taken": "dated", "newspaper_number_taken": "issue_no", "pages": "dated",
    }  # fmt: skip

    dated = TypedDay(label=later("出版日期", "Date"))
    issue_no = forms.IntegerField(label=later("总期号", "Running number"), min_value=1, max_value=100_000)
    edition = forms.IntegerField(
        label=later("同日第几份", "Edition of the day"), min_value=0, max_value=9, initial=0, required=False,
        help_text=later("0 为正报；增刊写 1、2……", "0 is the paper itself; supplements are 1, 2, …"),
    )  # fmt: skip
    supplement = asking.line("增刊名称", "Name of the supplement", required=False)
    publish_at = asking.moment(
        "发布时间", "Publish at", w("签发后到时自动发布；不填则由人发布", "Once signed off it goes out by itself"),
        required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, articles: Sequence[Article], pages: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.articles = articles
        self.pages = max(1, min(pages, PAGES_MOST))
        numbers = [("", "—"), *((str(n), str(n)) for n in range(1, self.pages + 1))]
        for n in range(1, self.pages + 1):
            self.fields[f"name_{n}"] = asking.line("版名", "Name")
            self.fields[f"template_{n}"] = asking.choice("版式", "Template", TEMPLATES)
            self.fields[f"editor_{n}"] = asking.line("责编", "Editor", required=False)
        for each in articles:
            key = each.stream.hex
            self.fields[f"page_{key}"] = asking.choice("版", "Page", required=False)
            self.fields[f"order_{key}"] = forms.IntegerField(
                label=later("次序", "Order"), min_value=1, max_value=99, required=False
            )
            self.fields[f"size_{key}"] = asking.choice("大小", "Size", SIZES, initial="normal", required=False)
            self.fields[f"boxed_{key}"] = asking.tick("加框", "Boxed")
            self.fields[f"on_{key}"] = asking.choice("下转", "Runs on to", required=False)
            asking.offer(self, **{f"page_{key}": numbers, f"on_{key}": numbers})

    @property
    def head(self) -> list[BoundField]:
        """The fields of the issue itself."""
        return [self[name] for name in ("dated", "issue_no", "edition", "supplement", "publish_at")]

    @property
    def page_rows(self) -> list[tuple[int, list[BoundField]]]:
        """For each page its fields."""
        return [(n, [self[f"{name}_{n}"] for name in ("name", "template", "editor")]) for n in range(1, self.pages + 1)]

    @property
    def article_rows(self) -> list[tuple[Article, list[BoundField]]]:
        """For each article where it goes."""
        names = ("page", "order", "size", "boxed", "on")
        return [(each, [self[f"{name}_{each.stream.hex}"] for name in names]) for each in self.articles]

    def plan(self) -> dict[str, Any]:
        """What the kind takes."""
        said = self.cleaned_data
        found: dict[int, list[tuple[int, int, dict[str, Any]]]] = {}
        for at, each in enumerate(self.articles):
            key = each.stream.hex
            if said.get(f"page_{key}"):
                placed = {
                    "article": each.stream, "size": said[f"size_{key}"] or "normal", "boxed": said[f"boxed_{key}"],
                    "runs_on_to": int(said[f"on_{key}"]) if said[f"on_{key}"] else None,
                }  # fmt: skip
                found.setdefault(int(said[f"page_{key}"]), []).append((said[f"order_{key}"] or 99, at, placed))
        return {
            "dated": said["dated"], "issue_no": said["issue_no"], "edition": said["edition"] or 0,
            "supplement": said["supplement"] or None, "publish_at": said["publish_at"],
            "pages": [
                {
                    "number": n, "name": said[f"name_{n}"], "template": said[f"template_{n}"],
                    "editor": said[f"editor_{n}"] or None,
                    "articles": [placed for _, _, placed in sorted(found.get(n, []), key=lambda each: each[:2])],
                }
                for n in range(1, self.pages + 1)
            ],
        }  # fmt: skip


def plan_typed(plan: IssuePlanned) -> dict[str, Any]:
    """A plan as its form shows it."""
    said: dict[str, Any] = plan.model_dump(exclude={"pages"}, exclude_none=True)
    for page in plan.pages:
        said |= {f"name_{page.number}": page.name, f"template_{page.number}": page.template}
        said[f"editor_{page.number}"] = page.editor or ""
        for order, each in enumerate(page.articles, start=1):
            key = each.article.hex
            said |= {
                f"page_{key}": str(page.number), f"order_{key}": order, f"size_{key}": each.size,
                f"boxed_{key}": each.boxed, f"on_{key}": str(each.runs_on_to or ""),
            }  # fmt: skip
    return said


def plan_at_first(issue_no: int) -> dict[str, Any]:
    """How a new plan begins: four pages, the first of them the front."""
    names: dict[int, Words] = {
        1: w("要闻", "News"), 2: w("疫情防控", "Prevention"), 3: w("政治·文化", "Culture"), 4: w("副刊", "Supplement"),
    }  # fmt: skip
    said: dict[str, Any] = {"issue_no": issue_no, "edition": 0}
    for n, words in names.items():
        said |= {f"name_{n}": words.zh, f"template_{n}": "front" if n == 1 else "supplement" if n == 4 else "inner"}
    return said
