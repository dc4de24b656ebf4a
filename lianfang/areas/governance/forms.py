"""governance · forms: what people type about directives and measures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from lianfang.areas.governance.rules import STANDING_WORDS
from lianfang.ground.access.roles import ROLE_WORDS
from lianfang.kernel.words import w
from lianfang.shell.components.text import later
from lianfang.shell.forms import ActForm, FilterForm, moment_field

_LINE, _TEXT = 200, 4000
_BY_PLAYBOOK = "来文未写的不填，按方案默认", "Empty: as the playbook says"


def _text(zh: str, en: str, *, required: bool = True, rows: int = 3) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=later(zh, en), required=required, max_length=_TEXT, widget=widget)


class DirectiveForm(ActForm):
    """An upstream document as it arrived."""

    unit = forms.ChoiceField(label=later("收文单位", "Received by"))
    issuer = forms.CharField(label=later("发文单位", "Issued by"), max_length=_LINE)
    title = forms.CharField(label=later("标题", "Title"), max_length=_LINE)
    doc_no = forms.CharField(
        label=later("发文字号", "Document number"),
        help_text=later("没有或不清楚就不填，不要编", "Leave it empty where there is none or it is not known"),
        required=False,
        max_length=_LINE,
    )
    issued_on = forms.DateField(
        label=later("成文日期", "Dated"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    received_at = moment_field("收到时间", "Received at", hint=("不填即现在", "Leave it empty for now"), required=False)
    asks = _text("要求摘要", "What it asks", required=False)
    wants_receipt = forms.BooleanField(
        label=later("要求签收", "Asks for acknowledgement"), required=False, initial=True
    )
    acknowledge_by = moment_field("签收时限", "Acknowledge by", hint=_BY_PLAYBOOK, required=False)
    wants_report = forms.BooleanField(label=later("要求回报", "Asks for a report"), required=False)
    report_by = moment_field("回报时限", "Report by", hint=_BY_PLAYBOOK, required=False)

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.choices = list(units)


class MeasureForm(ActForm):
    """A local measure: what, who, until when."""

    text = _text("措施", "Measure")
    unit = forms.ChoiceField(label=later("责任单位", "Unit that answers"))
    role = forms.ChoiceField(label=later("责任岗位", "Role that answers"), initial="reporter")
    due_at = moment_field("完成时限", "Due by")

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], roles: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.choices = list(units)
        role: Any = self.fields["role"]
        role.choices = [(each.value, words.say()) for each, words in ROLE_WORDS.items() if each.value in roles]


class NoteForm(ActForm):
    """A note, where there is something to say."""

    note = forms.CharField(label=later("说明", "Note"), required=False, max_length=_LINE)


class ReportForm(ActForm):
    """What is reported back, and how it was sent."""

    text = _text("回报内容", "Report", rows=5)
    via = forms.CharField(label=later("报送方式", "Sent by"), required=False, max_length=_LINE)


class CloseForm(ActForm):
    """The conclusion."""

    conclusion = _text("办结结论", "Conclusion")


class AnswerForm(ActForm):
    """What was done."""

    text = _text("落实情况", "What was done", rows=5)


class ReturnForm(ActForm):
    """Why the answer does not do."""

    why = forms.CharField(label=later("退回原因", "Why it is returned"), max_length=_LINE)
    due_at = moment_field("新的时限", "New time", hint=("不填则时限不变", "Empty: the time stays"), required=False)


class CallOffForm(ActForm):
    """Why the measure is not needed any more."""

    note = forms.CharField(label=later("撤销原因", "Why it is called off"), max_length=_LINE)


class RegisterFilter(FilterForm):
    """What narrows the register."""

    standing = forms.ChoiceField(label=later("办理", "Standing"), required=False)
    late = forms.BooleanField(label=later("只看逾期", "Overdue only"), required=False)
    q = forms.CharField(
        label=later("包含", "Contains"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )

    def __init__(self, *args: Any, unit: forms.Field, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing: Any = self.fields["standing"]
        standing.choices = [
            ("", w("全部", "All").say()),
            *((s.value, words.say()) for s, words in STANDING_WORDS.items()),
        ]
        self.fields["unit"] = unit
