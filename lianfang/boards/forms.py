"""boards · forms: which unit and day a page is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from lianfang.ground.units.queries import Unit
from lianfang.kernel.words import w
from lianfang.shell.days import DayField
from lianfang.shell.forms import FilterForm

LISTED = 60  # up to this many units a list that opens will do; beyond it, the code is typed


class CommandForm(FilterForm):
    """Unit and reporting day of the command page."""

    day = DayField(required=False)
    unit = forms.CharField(required=False, max_length=80)

    def __init__(self, open_day: date, data: Any) -> None:
        super().__init__(data)
        self.open_day = open_day
        self.fields["day"].label = w("报告日", "Reporting day").say()
        self.fields["day"].widget.attrs["max"] = open_day.isoformat()
        self.fields["unit"].label = w("单位（含下级）", "Unit and below").say()

    @property
    def day_asked(self) -> date | None:
        """The day asked for, if any; never one that has not begun."""
        said: date | None = self.chosen("day")
        return said and min(said, self.open_day)

    def at(self, unit: Unit, day: date, near: Sequence[Unit]) -> CommandForm:
        """A form with what the page really shows; `near` are the units above and directly below."""
        shown = CommandForm(self.open_day, {"day": day.isoformat(), "unit": unit.code})
        if len(near) < LISTED:
            listed = sorted({*near, unit}, key=lambda each: each.path)
            choices = [(each.code, each.words.say()) for each in listed]
            shown.fields["unit"] = forms.ChoiceField(label=self.fields["unit"].label, choices=choices, required=False)
        return shown
