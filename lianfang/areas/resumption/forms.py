"""resumption · forms: which unit and day the sites are looked at."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from lianfang.areas.resumption.facts import SiteStatus
from lianfang.areas.resumption.kinds import SEE
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell.days import DayField
from lianfang.shell.kinds.fields import as_data, field_of
from lianfang.shell.kinds.pickers import Choices
from lianfang.shell.kinds.specs import spec_at


class Looking(forms.Form):
    """Unit and reporting day; what is nonsense is as if it were not said."""

    day = DayField(required=False)

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


class StatusForm(forms.Form):
    """How a site stands today; what seldom changes is filled in, the people present are counted each day."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    folded_names = ("risk_level", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("mode", "crew_present", "crew_listed", *self.folded_names):
            self.fields[name] = field_of(spec_at(SiteStatus, name))

    @property
    def open_fields(self) -> list[forms.BoundField]:
        """What stands open on the page."""
        return [self[name] for name in ("mode", "crew_present", "crew_listed")]

    @property
    def folded(self) -> list[forms.BoundField]:
        """What may be left as it was."""
        return [self[name] for name in self.folded_names]

    def data_said(self) -> dict[str, Any]:
        """The payload: what was left empty is left out."""
        said = {
            name: as_data(spec_at(SiteStatus, name), self.cleaned_data.get(name)) for name in SiteStatus.model_fields
        }
        return {name: value for name, value in said.items() if value is not None}

    def refuse(self, refused: Refused) -> None:
        """Puts a refusal at its field, or above the form."""
        for fault in refused.faults:
            name = fault.path.rpartition(".")[2]
            self.add_error(name if name in self.fields else None, fault.says.say())
        if not refused.faults:
            said = w("{says}。{remedy}", "{says}. {remedy}").fill(says=refused.says, remedy=refused.remedy)
            self.add_error(None, said.say())
