"""reporting · forms: what a reporter adds to the figures, and what narrows the board."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from lianfang.areas.reporting.rules import HANDLING_WORDS, STANDING_WORDS
from lianfang.kernel.words import Words
from lianfang.shell.components.text import later
from lianfang.shell.days import DayField
from lianfang.shell.forms import ActForm, FilterForm

UNFILED = "unfiled"  # whatever is not there yet, due or missing


def _choices(words: Mapping[Any, Words]) -> list[tuple[str, Any]]:
    return [("", later("全部", "All")), *((each.value, later(said.zh, said.en)) for each, said in words.items())]


class ConfirmForm(ActForm):
    """The one confirmation: a narrative where there is something to say, and a reason where it is late."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=100)
    narrative = forms.CharField(
        label=later("情况说明", "Narrative"),
        help_text=later("没有需要说明的可以不填", "Leave it empty when there is nothing to say"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    late_reason = forms.CharField(label=later("迟报原因", "Why it is late"), required=False, max_length=200)

    def __init__(self, *args: Any, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if late:
            self.fields["late_reason"].required = True
        else:
            del self.fields["late_reason"]


class AmendForm(ActForm):
    """A further version: why, and what is to be said now."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=100)
    why = forms.CharField(label=later("更正原因", "Why it is amended"), max_length=200)
    narrative = forms.CharField(
        label=later("情况说明", "Narrative"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReturnForm(ActForm):
    """Why another version is asked for."""

    why = forms.CharField(label=later("退回原因", "Why it is returned"), max_length=200)


class BoardFilter(FilterForm):
    """What narrows the board."""

    day = DayField(label=later("报告日", "Day"), required=False)
    standing = forms.ChoiceField(
        label=later("报送", "Filing"),
        required=False,
        choices=[*_choices(STANDING_WORDS), (UNFILED, later("未报的", "Not filed"))],
    )
    handling = forms.ChoiceField(
        label=later("处理", "Handling"),
        required=False,
        choices=_choices(HANDLING_WORDS),
    )
    q = forms.CharField(
        label=later("单位", "Unit"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
    unit = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
