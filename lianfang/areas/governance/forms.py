"""governance · forms: what people type about directives and measures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from lianfang.areas.governance.rules import STANDING_WORDS
from lianfang.ground.access.roles import role_words
from lianfang.kernel.words import w
from lianfang.shell import asking
from lianfang.shell.components.text import later
from lianfang.shell.days import TypedDay
from lianfang.shell.files.fields import papers
from lianfang.shell.forms import ActForm, FilterForm

_BY_PLAYBOOK = w("来文未写的不填，按方案默认", "Leave empty where the document sets none: the playbook's time applies")


class DirectiveForm(ActForm):
    """An upstream document as it arrived."""

    unit = asking.choice("收文单位", "Received by")
    issuer = asking.line("发文单位", "Issued by")
    title = asking.line("标题", "Title")
    doc_no = asking.line(
        "发文字号", "Document number", required=False,
        hint=w("没有或不清楚就不填，不要编", "Leave it empty where there is none or it is not known"),
    )  # fmt: skip
    issued_on = TypedDay(label=later("成文日期", "Dated"), required=False)
    received_at = asking.moment("收到时间", "Received at", w("不填即现在", "Leave it empty for now"), required=False)
    asks = asking.text("要求摘要", "Requirements in short", required=False)
    wants_receipt = asking.tick("要求签收", "Asks for acknowledgement", initial=True)
    acknowledge_by = asking.moment("签收时限", "Acknowledge by", _BY_PLAYBOOK, required=False)
    wants_report = asking.tick("要求回报", "Asks for a report")
    report_by = asking.moment("回报时限", "Report by", _BY_PLAYBOOK, required=False)
    papers = papers("来文扫描件", "Scan of the letter")

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asking.offer(self, unit=units)


class MeasureForm(ActForm):
    """A local measure: what, who, until when."""

    text = asking.text("措施", "Measure")
    unit = asking.choice("责任单位", "Responsible unit")
    role = asking.choice("责任岗位", "Responsible role", initial="reporter")
    due_at = asking.moment("完成时限", "Due by")

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], roles: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {role: words for role, words in role_words().items() if role.value in roles}
        asking.offer(self, unit=units, role=asking.choices(offered))


class NoteForm(ActForm):
    """A note, where there is something to say."""

    note = asking.line("说明", "Note", required=False)


class ReportForm(ActForm):
    """What is reported back, and how it was sent."""

    text = asking.text("回报内容", "Report", rows=5)
    via = asking.line("报送方式", "Sent by", required=False)


class CloseForm(ActForm):
    """The conclusion."""

    conclusion = asking.text("办结结论", "Conclusion")
    papers = papers("办结材料", "Closing documents")


class AnswerForm(ActForm):
    """What was done."""

    text = asking.text("落实情况", "What was done", rows=5)


class ReturnForm(ActForm):
    """Why the answer does not do."""

    why = asking.line("退回原因", "Why it is returned")
    due_at = asking.moment(
        "新的时限", "New deadline", w("不填则时限不变", "Leave empty to keep the deadline"), required=False
    )


class CallOffForm(ActForm):
    """Why the measure is not needed any more."""

    note = asking.line("撤销原因", "Why it is called off")


class RegisterFilter(FilterForm):
    """What narrows the register."""

    standing = asking.choice("办理", "Status", STANDING_WORDS, first=asking.ALL, required=False)
    late = asking.tick("只看逾期", "Overdue only")
    q = asking.search()

    def __init__(self, *args: Any, unit: forms.Field, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = unit
