"""reporting · forms: what a reporter adds to the figures, and what narrows the board."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from lianfang.areas.reporting.rules import HANDLING_WORDS
from lianfang.kernel.filings import STANDING_WORDS
from lianfang.kernel.words import Words, w
from lianfang.shell import asking
from lianfang.shell.components.text import later
from lianfang.shell.days import DayField, kept_day
from lianfang.shell.forms import ActForm, FilterForm

UNFILED = "unfiled"  # whatever is not there yet, due or missing
_STANDINGS: dict[Any, Words] = {**STANDING_WORDS, UNFILED: w("未报的", "Not filed")}


class _Shown(forms.HiddenInput):
    """What the page shows, whatever was sent: a page that comes back shows more than the one before it did."""

    token = ""

    def format_value(self, value: Any) -> str:
        return self.token


class SeenForm(ActForm):
    """An act on what the page shows. A page that comes back after a refusal shows how the report stands by then."""

    seen = forms.CharField(required=False, widget=_Shown, max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].widget.token = self.initial.get("seen", "")


class ConfirmForm(SeenForm):
    """The one confirmation: a narrative where there is something to say, and a reason where it is late."""

    narrative = asking.text(
        "情况说明", "Narrative", required=False,
        hint=w("没有需要说明的可以不填", "Leave it empty when there is nothing to say"),
    )  # fmt: skip
    late_reason = asking.line("迟报原因", "Why it is late", required=False)

    def __init__(self, *args: Any, late: bool, words: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not words:  # others have signed them as they were filled in
            del self.fields["narrative"]
        if late and words:
            self.fields["late_reason"].required = True
        else:
            del self.fields["late_reason"]


class AmendForm(SeenForm):
    """A further version: why, and what is to be said now."""

    why = asking.line("更正原因", "Why it is amended")
    narrative = asking.text("情况说明", "Narrative", required=False)


class FillForm(ConfirmForm):
    """As the confirmation, for others to review and sign."""


class BackForm(ActForm):
    """Why something that was signed is taken back, or sent back."""

    why = asking.line("原因", "Reason")


class StandInForm(ConfirmForm):
    """The sign-off from above."""

    on_behalf = asking.line(
        "代谁签发、为何", "Signed for whom, and why",
        hint=w("如“队长李某出差，代签”", "Such as “for the crew chief, who is travelling”"),
    )  # fmt: skip
    field_order = ("seen", "on_behalf", "narrative", "late_reason")


class DeputyForm(ActForm):
    """Who signs in one's place, and on which days."""

    field_for: Mapping[str, str] = {
        "report_deputy_may_not": "deputy", "report_deputy_days": "to_day", "report_reason_needed": "why",
    }  # fmt: skip
    deputy = asking.choice("代签人", "Deputy")
    from_day = DayField(label=later("起", "From"))
    to_day = DayField(label=later("止（含当日）", "To, that day included"))
    why = asking.line("原因", "Reason", hint=w("如“外出开会”", "Such as “at a meeting elsewhere”"))

    def __init__(self, *args: Any, offered: Mapping[str, Words], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].choices = [  # type: ignore[attr-defined]
            ("", w("请选择", "Choose").say()), *((login, words.say()) for login, words in offered.items())
        ]  # fmt: skip


class ReturnForm(ActForm):
    """Why another version is asked for."""

    why = asking.line("退回原因", "Why it is returned")


class BoardFilter(FilterForm):
    """What narrows the board."""

    day = kept_day()
    standing = asking.choice("报送", "Filing", _STANDINGS, first=asking.ALL, required=False)
    handling = asking.choice("处理", "Handling", HANDLING_WORDS, first=asking.ALL, required=False)
    q = asking.search("单位", "Unit")
    unit = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
