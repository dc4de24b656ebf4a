"""boards · forms: which unit and day a page is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from lianfang.ground.units.queries import Unit
from lianfang.kernel.words import w
from lianfang.shell.days import kept_day
from lianfang.shell.forms import FilterForm

LISTED = 60  # up to this many units a list that opens will do; beyond it, the code is typed


class CommandForm(FilterForm):
    """Unit and reporting day of the command page."""

    day = kept_day()
    unit = forms.CharField(required=False, max_length=80)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["unit"].label = w("单位（含下级）", "Unit and below").say()

    def at(self, unit: Unit, near: Sequence[Unit]) -> CommandForm:
        """A form with what the page really shows; `near` are the units above and directly below."""
        shown = CommandForm({"day": self.data.get("day", ""), "unit": unit.code})
        if len(near) < LISTED:
            listed = sorted({*near, unit}, key=lambda each: each.path)
            choices = [(each.code, each.words.say()) for each in listed]
            shown.fields["unit"] = forms.ChoiceField(label=self.fields["unit"].label, choices=choices, required=False)
        return shown
