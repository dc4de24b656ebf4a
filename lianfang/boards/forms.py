"""boards · forms: which unit and day a page is about."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from lianfang.areas.reporting.kinds import SEE
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell.kinds.pickers import Choices


class Looking(forms.Form):
    """Unit and reporting day; what is nonsense is as if it were not said."""

    day = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, actor: Actor, today: date, open_day: date, data: Any) -> None:
        super().__init__(data)
        self.today, self.open_day = today, open_day
        self.fields["day"].label = w("报告日", "Reporting day").say()
        self.fields["day"].widget.attrs["max"] = open_day.isoformat()
        self.fields["unit"] = Choices(actor, SEE, day=today).unit_filter()

    @property
    def on(self) -> date:
        """The day asked for, by default the calendar's; never one that has not begun."""
        self.is_valid()
        said: date | None = self.cleaned_data.get("day")
        return min(said or self.today, self.open_day)

    def shown(self, unit: str) -> Looking:
        """The same form with what the page really shows."""
        self.data = {"day": self.on.isoformat(), "unit": unit}
        self.is_bound = True
        self._errors = None
        return self
