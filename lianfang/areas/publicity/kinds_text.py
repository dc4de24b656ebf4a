"""publicity · kinds of texts: written, again and again, reviewed, signed off, returned, given up, withdrawn."""

from __future__ import annotations

from functools import partial
from typing import Literal

from django.db.models import TextField

from lianfang.areas.publicity.kinds import REVIEW, SIGN, WRITE
from lianfang.kernel.declaring import cut, declare_act, declare_table
from lianfang.kernel.payloads import Line, LongText, Payload, Photos, fact
from lianfang.kernel.words import w
from lianfang.shell.texts.payloads import Caption, FigureSettled, FigureTold, Said, Why

SORTS = {
    "notice": w("通知公告", "notice"),
    "slogan": w("标语", "slogan"),
    "message": w("信息", "message"),
    "knowledge": w("科普", "knowledge"),
    "rebuttal": w("辟谣", "rebuttal"),
    "bulletin": w("疫情通报", "bulletin"),
}
Sort = Literal["notice", "slogan", "message", "knowledge", "rebuttal", "bulletin"]


class TextWritten(Payload):
    """A text for everybody as it reads from now on, whole: one text, whatever it is shown on.

    For the signs in its body see `shell.texts.blocks`. `number`, `addressed`, `issued_by`, `dated` and `copies` are
    those of an official notice (GB/T 9704-2012).
    """

    sort: Sort = fact("类别", "sort", choices=SORTS)
    title: Said = fact("标题", "title")
    body: LongText = fact("正文", "body", min_length=1)
    source: Line | None = fact("来源", "source", default=None)
    number: Line | None = fact("发文字号", "document number", default=None)
    addressed: Line | None = fact("主送", "addressed to", default=None)
    issued_by: Line | None = fact("落款", "issued by", default=None)
    copies: Line | None = fact("抄送", "copies to", default=None)
    contact: Line | None = fact("联系电话（单位）", "telephone of the office", default=None)
    photos: Photos | None = fact("照片", "photos", files="photo", default=None)
    captions: list[Caption] = fact("图片说明", "captions", default_factory=list, max_length=20)


class TextProofed(Payload):
    """Somebody who did not write it has read one version through."""

    version: int = fact("审核的稿次", "version that was reviewed", ge=1)
    note: Line | None = fact("说明", "note", default=None)


class TextApproved(Payload):
    """One version may go out; its figures stay as they were then, on whatever it is shown."""

    version: int = fact("签发的稿次", "version that is signed off", ge=1)
    note: Line | None = fact("说明", "note", default=None)
    figures: list[FigureTold] = fact("文中的数字", "its figures", default_factory=list, max_length=100)


class TextReturned(Payload):
    """It goes back to whoever wrote it, and why."""

    why: Why = fact("退回原因", "why it goes back")


class TextDropped(Payload):
    """It will not go out, and why."""

    why: Why = fact("不采用原因", "why it is given up")


class TextWithdrawn(Payload):
    """It was out and counts no more: wherever it hangs or stands, it is to be taken down."""

    why: Why = fact("撤回原因", "why it is withdrawn")


_step = partial(
    declare_act,
    table=declare_table(
        "publicity.text_step",
        TextWritten,
        TextProofed,
        TextApproved,
        TextReturned,
        TextDropped,
        TextWithdrawn,
        FigureSettled,
        steps=True,
        whole=True,
        for_all_below=True,
        columns={
            "sort": (TextField(null=True), "e.data->>'sort'"),
            "title": (TextField(null=True), "e.data->>'title'"),
        },
        indexes={
            "publicity_text_stream": ("stream", "number"),
            "publicity_text_path": ("path", "occurred_at"),
        },
    ),
)
WRITTEN = _step(
    "publicity.text_written",
    TextWritten,
    w("宣传稿", "text"),
    cut(w("写稿《{title}》", "wrote “{title}”")),
    record=WRITE,
)
PROOFED = _step(
    "publicity.text_proofed",
    TextProofed,
    w("审核", "reviewed"),
    w("审核第 {version} 稿", "reviewed version {version}"),
    record=REVIEW,
)
APPROVED = _step(
    "publicity.text_approved",
    TextApproved,
    w("签发", "signed off"),
    w("签发第 {version} 稿", "signed off version {version}"),
    record=SIGN,
)
RETURNED = _step(
    "publicity.text_returned",
    TextReturned,
    w("退回", "returned"),
    cut(w("退回修改：{why}", "returned: {why}")),
    record=REVIEW,
)
DROPPED = _step(
    "publicity.text_dropped",
    TextDropped,
    w("不采用", "given up"),
    cut(w("不采用：{why}", "given up: {why}")),
    record=REVIEW,
)
WITHDRAWN = _step(
    "publicity.text_withdrawn",
    TextWithdrawn,
    w("撤回", "withdrawn"),
    cut(w("撤回：{why}", "withdrawn: {why}")),
    record=SIGN,
)
FIGURE_KEPT = _step(
    "publicity.figure_kept",
    FigureSettled,
    w("数字不更正", "figure left as told"),
    cut(w("{figure} 不更正：{why}", "{figure} left as told: {why}")),
    record=SIGN,
)
