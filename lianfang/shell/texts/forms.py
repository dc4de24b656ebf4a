"""shell · texts · forms: the fields that texts have in common, and what is said at their steps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from lianfang.kernel.payloads import PHOTOS_MOST
from lianfang.kernel.words import w
from lianfang.shell import asking
from lianfang.shell.components.text import later
from lianfang.shell.files.fields import FilesField
from lianfang.shell.forms import ActForm
from lianfang.shell.texts.payloads import Caption

_SIGNS = w(
    "空一行分段；“## ”开头是小标题，“> ”开头是引文；【图1】单独一行放第一张图；"
    "【指标 单位代码 日期】是日报里的数字，见报时自动填上并注明出处",
    "An empty line ends a paragraph; “## ” begins a subhead, “> ” a quotation; 【图1】 alone on a line is the place of "
    "picture 1; 【indicator unit date】, by their codes, is a figure of a daily report, filled in with its source",
)
_OF_A_PICTURE = ("alt", "caption", "credit")


class NoteForm(ActForm):
    """A note, where there is something to say."""

    note = asking.line("说明", "Note", required=False)


class WhyForm(ActForm):
    """The reason."""

    why = asking.text("原因", "Reason")


class BodyArea(forms.Textarea):
    """Where a text is written, with the way to the figures of reports."""

    template_name = "texts/body_area.html"


def body(rows: int = 18) -> forms.CharField:
    """A text with a few signs."""
    field = asking.text("正文", "Body", _SIGNS, rows=rows, most=40_000)
    field.widget = BodyArea({"rows": rows})
    return field


def photos() -> FilesField:
    """The pictures of a text."""
    return FilesField(
        label=later("照片", "Photos"), required=False, photos_only=True, most=PHOTOS_MOST,
        help_text=later("拍摄地点自动去除", "Where they were taken is removed"),
    )  # fmt: skip


def captions() -> forms.CharField:
    """What is said of each picture, a line each."""
    hint = w("一行一张，按顺序：画面说明｜图注｜摄影，如“志愿者在门岗测温｜8月10日，小区门岗｜张某”",
             "A line for each in its order: what it shows | caption | photographer")  # fmt: skip
    return asking.text("图片说明", "Captions", hint, rows=3, required=False)


def captions_said(typed: str, photos: Sequence[str]) -> list[dict[str, Any]]:
    """The captions of pictures as they were typed."""
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    parted = [[part.strip() or None for part in re.split(r"[｜|]", line)] for line in lines]
    return [
        {"photo": photo, **dict(zip(_OF_A_PICTURE, parts, strict=False))}
        for photo, parts in zip(photos, parted, strict=False)
    ]


def captions_typed(captions: Iterable[Caption], photos: Sequence[str]) -> str:
    """The captions of pictures as their field shows them."""
    said = {each.photo: each for each in captions}
    return "\n".join(
        "｜".join(part or "" for part in (of.alt, of.caption, of.credit)).rstrip("｜") if of else "—"
        for of in (said.get(photo) for photo in photos)
    )


def version_of(number: int) -> forms.IntegerField:
    """The version that a decision is about: what was on the page, not what somebody wrote meanwhile."""
    return forms.IntegerField(initial=number, min_value=1, widget=forms.HiddenInput)
