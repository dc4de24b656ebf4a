"""boards · forms: which unit and day a page is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from lianfang.ground.units.queries import Unit
from lianfang.kernel.words import w
from lianfang.shell.days import DayField

LISTED = 60  # up to this many units a list that opens will do; beyond it, the code is typed


class Looking(forms.Form):
    """Unit and reporting day; what is nonsense is as if it were not said."""

    day = DayField(required=False)
    unit = forms.CharField(required=False, max_length=80)

    def __init__(self, today: date, open_day: date, data: Any) -> None:
        super().__init__(data)
        self.today, self.open_day = today, open_day
        self.fields["day"].label = w("报告日", "Reporting day").say()
        self.fields["day"].widget.attrs["max"] = open_day.isoformat()
        self.fields["unit"].label = w("单位（含下级）", "Unit and below").say()

    @property
    def on(self) -> date:
        """The day asked for, by default the calendar's; never one that has not begun."""
        self.is_valid()
        said: date | None = self.cleaned_data.get("day")
        return min(said or self.today, self.open_day)

    def at(self, unit: Unit, near: Sequence[Unit]) -> Looking:
        """A form with what the page really shows; `near` are the units above and directly below."""
        shown = Looking(self.today, self.open_day, {"day": self.on.isoformat(), "unit": unit.code})
        if len(near) < LISTED:
            listed = sorted({*near, unit}, key=lambda each: each.path)
            choices = [(each.code, each.words.say()) for each in listed]
            shown.fields["unit"] = forms.ChoiceField(label=self.fields["unit"].label, choices=choices, required=False)
        return shown
