"""publicity · forms: a text as it is written, what narrows the desk, a plan, and what is said at a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from lianfang.areas.publicity.kinds_posting import PostingPlanned
from lianfang.areas.publicity.kinds_text import SORTS, TextWritten
from lianfang.areas.publicity.payloads import CHANNELS
from lianfang.areas.publicity.rules import STANDING_WORDS
from lianfang.kernel.words import Words, w
from lianfang.shell import asking
from lianfang.shell.components.text import later
from lianfang.shell.files.fields import FilesField
from lianfang.shell.forms import ActForm, FilterForm
from lianfang.shell.kinds.fields import LinesField
from lianfang.shell.texts import forms as text_forms


class TextForm(ActForm):
    """A text for everybody, as plain text with a few signs; the rest is of an official notice."""

    field_for: Mapping[str, str] = {
        "text_figure_unknown": "body", "text_picture_unknown": "body", "captions": "captions",
    }  # fmt: skip

    unit = asking.choice("发文单位", "From")
    sort = asking.choice("类别", "Sort", SORTS)
    title = asking.line("标题", "Title")
    body = text_forms.body(rows=14)
    source = asking.line(
        "来源", "Source", w("转载上级文件的写明文号", "Of an outside text: which document"), required=False
    )
    contact = asking.line(
        "联系电话（单位）", "Telephone of the office",
        w("只填单位电话，如 0991-1234567 或 12345", "An office's only, such as 0991-1234567 or 12345"), required=False,
    )  # fmt: skip
    number = asking.line("发文字号", "Document number", required=False)
    addressed = asking.line("主送", "Addressed to", required=False)
    issued_by = asking.line("落款", "Issued by", required=False)
    copies = asking.line("抄送", "Copies to", required=False)
    photos = text_forms.photos()
    captions = text_forms.captions()

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if units:
            asking.offer(self, unit=units)
        else:
            del self.fields["unit"]

    def text(self) -> dict[str, Any]:
        """What the kind takes."""
        said = self.said()
        said.pop("unit", None)
        captions = text_forms.captions_said(said.pop("captions", ""), said.get("photos", []))
        return said | {"captions": captions}


def as_typed(text: TextWritten) -> dict[str, Any]:
    """A text as its form shows it."""
    said = text.model_dump(exclude={"captions"}, exclude_none=True)
    return said | {"captions": text_forms.captions_typed(text.captions, text.photos or [])}


class DeskFilter(FilterForm):
    """What narrows the desk."""

    q = asking.search("标题含", "Title contains")
    sort = asking.choice("类别", "Sort", SORTS, first=asking.ALL, required=False)
    standing = asking.choice(
        "状态", "State", ((str(each), words) for each, words in STANDING_WORDS.items()), first=asking.ALL,
        required=False,
    )  # fmt: skip


_PLACES = w("电子屏、横幅、公告栏、喇叭选这里", "For screens, banners, notice boards and loudspeakers")
_GROUPS = w("微信群、QQ群填这里，一行一个群名", "For WeChat and QQ groups: one name in a line")


class PlanForm(ActForm):
    """Where a text is to be out, by when, and until when."""

    field_for: Mapping[str, str] = {
        "publicity_needs_places": "places", "publicity_no_such_place": "places", "publicity_not_there": "places",
        "publicity_needs_groups": "groups", "publicity_planned_twice": "channel",
    }  # fmt: skip

    unit = asking.choice("由哪个单位安排", "Planned by")
    channel = asking.choice("渠道", "Channel")
    places = forms.MultipleChoiceField(
        label=later("地点", "Places"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=later(_PLACES.zh, _PLACES.en),
    )  # fmt: skip
    more = LinesField(
        label=later("其他地点", "Other places"), required=False,
        help_text=later("上面没有的，一行一个地点代码", "Those not listed above: one code in a line"),
    )  # fmt: skip
    groups = LinesField(label=later("群", "Groups"), required=False, help_text=later(_GROUPS.zh, _GROUPS.en))
    from_at = asking.moment("起（最迟此时发出）", "From (out by then)")
    until_at = asking.moment("止", "Until", w("到时提醒撤下", "Then it is to be taken down"))
    who = asking.line("由谁张贴", "Who puts it up", w("如 物业前台", "Such as: the front desk"), required=False)

    def __init__(
        self,
        *args: Any,
        units: Sequence[tuple[str, str]] = (),
        places: Sequence[tuple[str, str]] = (),
        all_listed: bool = True,
        channel: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        asking.offer(self, places=places, channel=asking.choices(CHANNELS, first=asking.CHOOSE_ONE))
        if units:
            asking.offer(self, unit=units)
        else:
            del self.fields["unit"]
        if channel:
            del self.fields["channel"]
        if all_listed:
            del self.fields["more"]
        if not places:
            del self.fields["places"]

    def plan(self) -> dict[str, Any]:
        """What the kind takes, without the text."""
        said = self.said()
        said.pop("unit", None)
        codes = [*said.get("places", []), *(each.upper() for each in said.pop("more", []))]
        return said | {"places": codes, "groups": said.get("groups", [])}


def plan_typed(plan: PostingPlanned, listed: Sequence[str]) -> dict[str, Any]:
    """A plan as its form shows it; `listed` are the places that stand there to be ticked."""
    said = plan.model_dump(exclude={"text", "channel"}, exclude_none=True)
    return said | {"more": [each for each in plan.places if each not in listed]}


def _photo() -> FilesField:
    return FilesField(
        label=later("现场照片", "Photo taken there"), required=False, photos_only=True, most=1,
        help_text=later("看得清内容和位置", "It shows the text, and where it is"),
    )  # fmt: skip


class HangForm(ActForm):
    """What is said by whoever stands there: a photo, and done."""

    field_for: Mapping[str, str] = {"publicity_photo_wanted": "photo", "publicity_why_early": "note"}

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    photo = _photo()
    note = asking.line("说明", "Note", required=False)

    def hung(self) -> dict[str, Any]:
        """What the kinds take."""
        said = self.said()
        photo = said.pop("photo", [])
        return said | ({"photo_sha256": photo[0]} if photo else {})


class TellForm(ActForm):
    """What went to a group: the words, and how many they reached where somebody counted."""

    field_for: Mapping[str, str] = {"counted_by": "counted_by", "publicity_version_moved": "sent"}

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    sent = asking.text("发出的文字", "The words", rows=8, most=40_000)
    reach = forms.IntegerField(
        label=later("送达人数", "People reached"), required=False, min_value=0, max_value=10_000_000,
        help_text=later("没有统计就不填，不要填 0", "Leave it empty where nobody counted; do not put 0"),
    )  # fmt: skip
    counted_by = asking.line("人数由谁统计", "Who counted them", required=False)


class GroupForm(ActForm):
    """A group to which the product can send by itself."""

    field_for: Mapping[str, str] = {"bad_address": "url"}

    unit = asking.choice("单位", "Unit")
    name = asking.line("群名", "Name of the group")
    url = asking.line(
        "发送地址", "Address",
        w("如企业微信群机器人 wecombot://…；留空即停用。地址加密保存，不再显示",
          "Such as a WeCom robot, wecombot://…; empty, and the group is sent to no more. It is kept encrypted"),
        required=False, most=2000,
    )  # fmt: skip

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asking.offer(self, unit=units)


class WhyShortForm(ActForm):
    """Why something is taken back."""

    because = asking.line("原因", "Reason", Words("如：贴错了地方", "Such as: put up in the wrong place"))
