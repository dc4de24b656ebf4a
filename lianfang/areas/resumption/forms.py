"""resumption · forms: which unit and day the sites are looked at."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from lianfang.areas.resumption.kinds import SEE
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell.kinds.pickers import Choices


class Looking(forms.Form):
    """Unit and reporting day; what is nonsense is as if it were not said."""

    day = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, actor: Actor, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["day"].label = w("报告日", "Reporting day").say()
        self.fields["unit"] = Choices(actor, SEE, day=today).unit_filter()

    def chosen(self, name: str) -> Any:
        """A choice that holds; None where nothing or nonsense was chosen."""
        self.is_valid()
        return self.cleaned_data.get(name) or None

    @property
    def on(self) -> date:
        """The day asked for, never one that has not begun."""
        said: date | None = self.chosen("day")
        return min(said or self.today, self.today)
