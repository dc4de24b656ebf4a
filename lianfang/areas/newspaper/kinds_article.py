"""newspaper · kinds: the life of an article: written, again and again, proofed, approved, returned or given up."""

from __future__ import annotations

from functools import partial
from typing import Literal

from django.db.models import TextField
from pydantic import field_validator

from lianfang.areas.newspaper.kinds import APPROVE, EDIT, WRITE
from lianfang.kernel.declaring import cut, declare_act, declare_table
from lianfang.kernel.payloads import Line, LongText, Payload, Photos, Text, fact, unacceptable
from lianfang.kernel.words import w
from lianfang.shell.texts.payloads import FIGURE_STATES, Caption, FigureSettled, Said, Why

SORTS = {
    "bulletin": w("疫情通报", "bulletin"),
    "brief": w("简讯", "brief"),
    "story": w("通讯", "report"),
    "example": w("先进事迹", "people at their posts"),
    "knowledge": w("科普", "knowledge"),
    "rebuttal": w("辟谣", "rebuttal"),
    "notice": w("通知", "notice"),
    "essay": w("心得体会", "essay"),
}
Sort = Literal["bulletin", "brief", "story", "example", "knowledge", "rebuttal", "notice", "essay"]


class Author(Payload):
    """Who wrote it or took the pictures, and as what (作者, 记者, 通讯员, 摄影)."""

    name: Said = fact("姓名", "name")
    role: Line | None = fact("身份", "as", default=None)


class ArticleWritten(Payload):
    """An article as it reads from now on, whole.

    For the signs in its body see `shell.texts.blocks`.
    """

    sort: Sort = fact("体裁", "sort", choices=SORTS)
    kicker: Line | None = fact("引题", "kicker", default=None)
    title: Said = fact("主题", "headline")
    deck: Line | None = fact("副题", "deck", default=None)
    authors: list[Author] = fact("作者", "authors", default_factory=list, max_length=20)
    source: Line | None = fact("来源", "source", default=None)
    licence: Line | None = fact("授权", "licence", default=None)
    editor: Line | None = fact("责任编辑", "editor", default=None)
    keywords: list[Line] = fact("关键词", "keywords", default_factory=list, max_length=12)
    summary: Text | None = fact("摘要", "summary", default=None)
    body: LongText = fact("正文", "body", min_length=1)
    photos: Photos | None = fact("照片", "photos", files="photo", default=None)
    captions: list[Caption] = fact("图片说明", "captions", default_factory=list, max_length=20)

    @field_validator("keywords")
    @classmethod
    def _each_says_something(cls, words: list[str]) -> list[str]:
        if any(not word for word in words):
            raise unacceptable("empty_keyword", w("关键词不能为空", "a keyword cannot be empty"))
        return words


class ArticleProofed(Payload):
    """Somebody has read one version through: names, figures, words."""

    version: int = fact("校对的稿次", "version that was read", ge=1)
    note: Line | None = fact("说明", "note", default=None)


class ArticleApproved(Payload):
    """One version may be printed."""

    version: int = fact("审签的稿次", "version that is approved", ge=1)
    note: Line | None = fact("说明", "note", default=None)


class ArticleReturned(Payload):
    """It goes back to whoever wrote it, and why."""

    why: Why = fact("退回原因", "why it goes back")


class ArticleDropped(Payload):
    """It will not be printed, and why."""

    why: Why = fact("撤稿原因", "why it is given up")


class ArticleCorrected(Payload):
    """An erratum of a published article: what stood there, and what is right. What was published stays as it was.

    Where it answers a figure that reads otherwise by now: which, and how it read when the erratum was told.
    """

    slug: Line = fact("期", "issue", min_length=1)
    key: Line = fact("稿件号", "article", min_length=1)
    wrong: Why = fact("原文", "what stood there")
    right: Why = fact("更正为", "what is right")
    figure: Line | None = fact("数字", "figure", default=None)
    value: Line | None = fact("现为", "reads now", default=None)
    state: Line | None = fact("状态", "state", default=None, choices=FIGURE_STATES)


class ArticleWithdrawn(Payload):
    """A published article is shown no more; its heading stays, with the reason."""

    slug: Line = fact("期", "issue", min_length=1)
    key: Line = fact("稿件号", "article", min_length=1)
    why: Why = fact("撤稿原因", "why it is withdrawn")


_step = partial(
    declare_act,
    table=declare_table(
        "newspaper.article_step",
        ArticleWritten,
        ArticleProofed,
        ArticleApproved,
        ArticleReturned,
        ArticleDropped,
        ArticleCorrected,
        ArticleWithdrawn,
        FigureSettled,
        steps=True,
        whole=True,
        columns={
            "sort": (TextField(null=True), "e.data->>'sort'"),
            "title": (TextField(null=True), "e.data->>'title'"),
        },
        indexes={
            "newspaper_article_stream": ("stream", "number"),
            "newspaper_article_path": ("path", "occurred_at"),
        },
    ),
)
WRITTEN = _step(
    "newspaper.article_written",
    ArticleWritten,
    w("稿件", "article"),
    cut(w("写稿《{title}》", "wrote “{title}”")),
    record=WRITE,
)
PROOFED = _step(
    "newspaper.article_proofed",
    ArticleProofed,
    w("校对", "proofed"),
    w("校对第 {version} 稿", "proofed version {version}"),
    record=EDIT,
)
APPROVED = _step(
    "newspaper.article_approved",
    ArticleApproved,
    w("审签", "approved"),
    w("审签第 {version} 稿", "approved version {version}"),
    record=APPROVE,
)
RETURNED = _step(
    "newspaper.article_returned",
    ArticleReturned,
    w("退稿", "returned"),
    cut(w("退回修改：{why}", "returned: {why}")),
    record=EDIT,
)
DROPPED = _step(
    "newspaper.article_dropped",
    ArticleDropped,
    w("不采用", "given up"),
    cut(w("不采用：{why}", "given up: {why}")),
    record=EDIT,
)
CORRECTED = _step(
    "newspaper.article_corrected",
    ArticleCorrected,
    w("勘误", "erratum"),
    cut(w("勘误：“{wrong}”更正为“{right}”", "erratum: “{wrong}” should read “{right}”")),
    record=APPROVE,
)
WITHDRAWN = _step(
    "newspaper.article_withdrawn",
    ArticleWithdrawn,
    w("撤稿", "withdrawn"),
    cut(w("撤稿：{why}", "withdrawn: {why}")),
    record=APPROVE,
)
FIGURE_KEPT = _step(
    "newspaper.figure_kept",
    FigureSettled,
    w("数字不勘误", "figure left as printed"),
    cut(w("{figure} 不勘误：{why}", "{figure} left as printed: {why}")),
    record=APPROVE,
)
