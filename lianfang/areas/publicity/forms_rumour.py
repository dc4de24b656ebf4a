"""publicity · forms of rumours: what is said at each step, and what narrows the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from lianfang.areas.publicity.kinds_rumour import CHANNELS, COUNTED, TELLERS, VERDICTS, RumourFound, RumourReceived
from lianfang.areas.publicity.queries_rumour import RANKS
from lianfang.kernel.payloads import PHOTOS_MOST
from lianfang.kernel.words import w
from lianfang.shell import asking
from lianfang.shell.components.text import later
from lianfang.shell.days import TypedDay, kept_day
from lianfang.shell.files.fields import FilesField
from lianfang.shell.forms import ActForm, FilterForm

_SOURCE = ("issuer", "document", "address", "dated")
_STATES = {
    "unanswered": w("待核实", "no finding yet"),
    "answered": w("已有结论", "found out"),
    "open": w("未办结", "not closed"),
    "closed": w("已办结", "closed"),
}
assert _STATES.keys() == RANKS.keys()


_AS_SAID = w("照原话写；里面有姓名、住址、电话的，略去", "As it was said, without names, addresses or numbers")


def _photos(zh: str, en: str) -> FilesField:
    return FilesField(label=later(zh, en), required=False, photos_only=True, most=PHOTOS_MOST)


class _SourceForm(ActForm):
    """A form that names an official source, whole or not at all."""

    field_for: Mapping[str, str] = {
        "publicity_rumour_unsourced": "issuer", "source": "issuer", "data.source": "issuer",
    }  # fmt: skip

    def said(self) -> dict[str, Any]:
        """As it was said, the source put together."""
        said = super().said()
        source = {name: said.pop(name) for name in _SOURCE if name in said}
        return {**said, "source": source} if source else said


class RumourForm(ActForm):
    """What is being said, and where it was seen."""

    unit = asking.choice("登记单位", "Unit")
    claim = asking.text(
        "传言内容", "What is said", _AS_SAID,
        most=2000,
    )  # fmt: skip
    channel = asking.choice("传播渠道", "Channel", CHANNELS, first=asking.CHOOSE_ONE)
    where = asking.line(
        "具体在哪里", "Where exactly", w("群名、账号、楼栋", "Group, account, building"), required=False
    )
    seen_at = asking.moment("看到时间", "Seen at", required=False)
    received_at = asking.moment("登记时间", "Received at", w("不填即为现在", "Now, if left out"), required=False)
    link = asking.line("链接", "Link", w("以 http 开头", "Begins with http"), required=False)
    told_by = asking.choice(
        "谁反映的",
        "Who told us",
        TELLERS,
        w("只选类别，不写姓名", "The sort of people, no name"),
        first=w("不说明", "Not stated"),
        required=False,
    )
    photos = _photos("截图", "Screenshots")

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if units:
            asking.offer(self, unit=units)
        else:
            del self.fields["unit"], self.fields["received_at"]


class CorrectForm(RumourForm):
    """The same again, and why it reads otherwise."""

    reason = asking.line("更正原因", "Why it is corrected")


class AskedForm(ActForm):
    """Who was asked."""

    whom = asking.line(
        "向谁核实", "Who was asked", w("单位或部门，如：市疾控中心、社区", "A body, as: the disease control centre")
    )
    via = asking.line("方式", "How", w("电话、公函", "Telephone, letter"), required=False)


class FoundForm(_SourceForm):
    """What came out, and the source."""

    verdict = asking.choice("核实结论", "Finding", VERDICTS, few=True)
    says = asking.text("事实是", "What is the case")
    issuer = asking.line(
        "来源发布单位",
        "Source: issued by",
        w("除“无法核实”外必填，如：市卫生健康委", "Needed unless it cannot be established"),
        required=False,
    )
    document = asking.line("文件、通报名称及文号", "Source: document and number", required=False)
    address = asking.line(
        "网址",
        "Source: web address",
        w("文件名或网址至少写一个", "A document or an address, at least one"),
        required=False,
    )
    dated = TypedDay(label=later("发布日期", "Source: published on"), required=False)


class RebuttalForm(_SourceForm):
    """What is told against it, where, and the source."""

    field_for: Mapping[str, str] = {**_SourceForm.field_for, "text_personal": "text"}

    text = asking.text("辟谣内容", "Rebuttal", rows=4)
    issuer = asking.line("来源发布单位", "Source: issued by")
    document = asking.line("来源文件、通报名称及文号", "Source: document and number", required=False)
    address = asking.line(
        "网址",
        "Source: web address",
        w("文件名或网址至少写一个", "A document or an address, at least one"),
        required=False,
    )
    dated = TypedDay(label=later("来源发布日期", "Source: published on"))
    channels = forms.MultipleChoiceField(
        label=later("发布在哪里", "Told where"), choices=asking.choices(CHANNELS), widget=forms.CheckboxSelectMultiple
    )
    note = asking.line("具体位置", "Where exactly", required=False)
    photos = _photos("发布凭据", "Proof")


class ReachForm(ActForm):
    """How many were reached, as counted by whom."""

    channel = asking.choice("渠道", "Channel", CHANNELS, first=asking.CHOOSE_ONE)
    reached = forms.IntegerField(label=later("触达人数", "How many were reached"), min_value=0, max_value=10_000_000)
    counted = asking.choice("数字性质", "How exact", COUNTED, few=True, initial="exact")
    counted_by = asking.line(
        "谁统计、怎么统计", "Counted by whom, and how", w("如：公众号后台阅读数", "As: reads in the account's console")
    )


class CloseForm(ActForm):
    """How it ended."""

    field_for: Mapping[str, str] = {"publicity_rumour_unrebutted": "unrebutted_why"}

    conclusion = asking.text("办结说明", "How it ended")
    unrebutted_why = asking.line(
        "未公开辟谣的原因",
        "Why nothing was told against it",
        w("已辟谣的不填", "Leave out where it was rebutted"),
        required=False,
    )


class WhyForm(ActForm):
    """The reason."""

    why = asking.text("原因", "Reason")


class TakeBackForm(ActForm):
    """Why the last step is taken back, and which it was when the page was opened."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    reason = asking.text("撤回原因", "Why it is taken back")


class RegisterFilter(FilterForm):
    """What narrows the register."""

    q = asking.search("内容含", "Contains")
    state = asking.choice("状态", "State", _STATES, first=asking.ALL, required=False)
    day = kept_day()

    def __init__(self, *args: Any, unit: forms.Field, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = unit


def as_typed(said: RumourReceived) -> dict[str, Any]:
    """What was registered, as its form shows it."""
    return said.model_dump(exclude_none=True, exclude={"tip"})


def from_finding(found: RumourFound | None) -> dict[str, Any]:
    """A rebuttal begins with what was found and its source."""
    if found is None:
        return {}
    source = found.source.model_dump(exclude_none=True) if found.source else {}
    return {"text": found.says, **source}
