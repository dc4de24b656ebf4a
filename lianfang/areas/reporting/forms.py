"""reporting · forms: what a reporter adds to the figures, and what narrows the board."""

from __future__ import annotations

from typing import Any

from django import forms

from lianfang.areas.reporting.rules import HANDLING_WORDS
from lianfang.kernel.filings import STANDING_WORDS
from lianfang.kernel.words import Words, w
from lianfang.shell import asking
from lianfang.shell.components.text import later
from lianfang.shell.days import DayField
from lianfang.shell.forms import ActForm, FilterForm

UNFILED = "unfiled"  # whatever is not there yet, due or missing
_STANDINGS: dict[Any, Words] = {**STANDING_WORDS, UNFILED: w("未报的", "Not filed")}


class ConfirmForm(ActForm):
    """The one confirmation: a narrative where there is something to say, and a reason where it is late."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=100)
    narrative = asking.text(
        "情况说明", "Narrative", required=False,
        hint=w("没有需要说明的可以不填", "Leave it empty when there is nothing to say"),
    )  # fmt: skip
    late_reason = asking.line("迟报原因", "Why it is late", required=False)

    def __init__(self, *args: Any, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if late:
            self.fields["late_reason"].required = True
        else:
            del self.fields["late_reason"]


class AmendForm(ActForm):
    """A further version: why, and what is to be said now."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=100)
    why = asking.line("更正原因", "Why it is amended")
    narrative = asking.text("情况说明", "Narrative", required=False)


class ReturnForm(ActForm):
    """Why another version is asked for."""

    why = asking.line("退回原因", "Why it is returned")


class BoardFilter(FilterForm):
    """What narrows the board."""

    day = DayField(label=later("报告日", "Day"), required=False)
    standing = asking.choice("报送", "Filing", _STANDINGS, first=asking.ALL, required=False)
    handling = asking.choice("处理", "Handling", HANDLING_WORDS, first=asking.ALL, required=False)
    q = asking.search("单位", "Unit")
    unit = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
