"""publicity · forms of tips: what anybody tells, what the desk enters, and what is said at each step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core import signing

from lianfang.areas.publicity.kinds_rumour import CHANNELS
from lianfang.areas.publicity.kinds_tip import OUTCOMES, PURPOSES, TOPICS, VIAS
from lianfang.areas.publicity.queries_tip import Told
from lianfang.kernel.words import w
from lianfang.shell import asking
from lianfang.shell.forms import ActForm, FilterForm

TEXT_MOST, FORM_SECONDS = 4000, 24 * 60 * 60
_SALT = "publicity.tip"
_BY_HAND = {via: words for via, words in VIAS.items() if via != "form"}
_STATES = {
    "received": w("待受理", "not followed yet"),
    "taken": w("办理中", "being followed"),
    "closed": w("已办结", "closed"),
}
_NO_NAMES = w(
    "不写姓名、住址、电话：原话到期销毁，这里写的永久保存",
    "No name, address or number: what stands here is kept for good",
)


_HOW = w("什么事、在哪里、什么时候；最多 4000 字", "What, where, when; up to 4,000 characters")


def sealed(stream: UUID) -> str:
    """A tip's id as its form carries it, so that nobody brings an id of their own."""
    return signing.dumps(str(stream), salt=_SALT)


def unsealed(text: str) -> UUID | None:
    """The id again; None where the form is not ours or was open for too long."""
    try:
        return UUID(signing.loads(text, salt=_SALT, max_age=FORM_SECONDS))
    except (signing.BadSignature, ValueError):
        return None


class _TellForm(ActForm):
    """What somebody tells, once however often it is sent."""

    form = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)
    topic = asking.choice("关于", "About", TOPICS, first=asking.CHOOSE_ONE)
    text = asking.text(
        "要反映的情况", "What you want to tell", _HOW,
        rows=6, most=TEXT_MOST,
    )  # fmt: skip
    name = asking.line("称呼", "Your name", required=False, most=60)
    contact = asking.line("联系方式", "How to reach you", required=False, most=120)

    def told(self) -> Told:
        """What was told."""
        said = self.cleaned_data
        return Told(said["text"], said["name"] or "", said["contact"] or "")


class PublicTipForm(_TellForm):
    """The form for anybody."""

    field_for: Mapping[str, str] = {"words": "text"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].help_text = w(
            "电话或微信，可不填；不填我们就无法回电", "A telephone or WeChat; without it we cannot call you back"
        ).say()


class EnterForm(_TellForm):
    """What the desk enters for somebody who rang or came."""

    unit = asking.choice("受理单位", "Unit")
    via = asking.choice("来源", "How it came", _BY_HAND, few=True, initial="phone")
    text = asking.text("反映的情况", "What they told", _HOW, rows=6, most=TEXT_MOST)
    name = asking.line("反映人称呼", "Their name", required=False, most=60)
    contact = asking.line("反映人联系方式", "How to reach them", required=False, most=120)
    field_order = ("form", "unit", "via", "topic", "text", "name", "contact")

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asking.offer(self, unit=units)


class ReceiptForm(FilterForm):
    """The code of a receipt."""

    code = asking.line("回执码", "Receipt", w("如 7K2M-9QXD-04TR", "As 7K2M-9QXD-04TR"), most=40)


class DeskForm(ActForm):
    """Where tips are received, and what the public form says."""

    open = asking.tick(
        "网上收线索", "Receive tips on the web", w("打开后，任何人都能在 /tip/ 填写", "Anybody can then write at /tip/")
    )
    called = asking.line("受理处名称", "What the desk is called", required=False)
    phone = asking.line("电话", "Telephone", required=False)
    hours = asking.line("受理时间", "Hours", required=False)
    note = asking.text("表单上方的说明", "What the form says above", required=False, rows=2, most=1000)


class TakeForm(ActForm):
    """What it is about, in short."""

    gist = asking.line("摘要", "In short", _NO_NAMES)


class NoteForm(ActForm):
    """What was done."""

    note = asking.text("办理情况", "What was done", _NO_NAMES)


class ContactForm(ActForm):
    """What the contact is looked at for."""

    purpose = asking.choice("用途", "Purpose", PURPOSES, few=True)


class CloseTipForm(ActForm):
    """How it ended."""

    outcome = asking.choice("结果", "Outcome", OUTCOMES, first=asking.CHOOSE_ONE)
    answer = asking.text(
        "给反映人的答复",
        "Answer to whoever told it",
        w("反映人凭回执码能看到；不写别人的姓名", "They read it with the receipt; no names of others"),
        required=False,
        most=2000,
    )
    note = asking.line("内部说明", "Note for ourselves", _NO_NAMES, required=False)


class ToRumourForm(ActForm):
    """What of the tip is being said, for the register of rumours."""

    claim = asking.text(
        "传言内容",
        "What is said",
        w("不写反映人是谁，也不写别人的姓名、住址", "Not who told it, and no names or addresses"),
        most=2000,
    )
    channel = asking.choice("传播渠道", "Channel", CHANNELS, first=asking.CHOOSE_ONE)
    where = asking.line("具体在哪里", "Where exactly", required=False)
    link = asking.line("链接", "Link", required=False)


class TipFilter(FilterForm):
    """What narrows the list of tips."""

    state = asking.choice("状态", "State", _STATES, first=asking.ALL, required=False)
    topic = asking.choice("关于", "About", TOPICS, first=asking.ALL, required=False)


class ReopenForm(ActForm):
    """Why it is open again."""

    why = asking.text("原因", "Reason", _NO_NAMES)
