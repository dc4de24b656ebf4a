"""screening · forms: which unit and day are looked at, a guard's keypad, and the second reading."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from pydantic import ValidationError

from lianfang.areas.screening.facts import CATEGORIES, DIRECTIONS, PURPOSES, GatePassage, TemperatureCheck
from lianfang.areas.screening.kinds import SEE
from lianfang.kernel import ids
from lianfang.kernel.entries import faults_of
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell.days import DayField
from lianfang.shell.kinds.fields import NumberField, as_data, field_of
from lianfang.shell.kinds.pickers import Choices
from lianfang.shell.kinds.specs import spec_at

SPANS = (1, 3, 7)
SPAN = 3
_TILES_FROM, _STEP = Decimal("36.0"), Decimal("0.1")
_REMEASURED = ("celsius", "site", "instrument")


class Looking(forms.Form):
    """Unit, reporting day, and how many days of rounds are drawn; what is nonsense is as if it were not said."""

    day = DayField(required=False)

    def __init__(self, actor: Actor, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["day"].label = w("报告日", "Reporting day").say()
        days = [(each, w("{n} 天", "{n} days").fill(n=each).say()) for each in SPANS if each != SPAN]
        self.fields["days"] = forms.TypedChoiceField(
            label=w("轮次图", "Rounds of").say(),
            required=False,
            coerce=int,
            empty_value=None,
            choices=[("", w("{n} 天", "{n} days").fill(n=SPAN).say()), *days],
        )
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


class Keypad(forms.Form):
    """One passage in at most three taps: a temperature, and the button that says who goes where.

    The button is `pass`, such as `in:resident`; a temperature that is typed counts before one that is tapped.
    The id is minted with the page, so that a double tap logs one passage.
    """

    entry_id = forms.UUIDField(widget=forms.HiddenInput)
    celsius = forms.DecimalField(required=False)
    typed = NumberField(required=False)
    bare = forms.BooleanField(required=False)

    def __init__(self, *args: Any, now: datetime, fever: Decimal | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry_id"].initial = ids.mint(now)
        purposes = [("", w("不填", "not given").say()), *((code, words.say()) for code, words in PURPOSES.items())]
        self.fields["purpose"] = forms.ChoiceField(label=w("事由", "Purpose").say(), required=False, choices=purposes)
        buttons = [(f"{way}:{who}", "") for way in DIRECTIONS for who in CATEGORIES]
        self.fields["pass"] = forms.ChoiceField(choices=buttons)
        self.fields["typed"].widget.attrs.update(
            {"inputmode": "decimal", "placeholder": f"≥{fever or ''}", "class": "px-1 text-center"}
        )
        self.tiles = _tiles(fever or Decimal("37.3"))

    def passage(self) -> GatePassage | None:
        """What was tapped; None where it does not hold, and then the form says why."""
        if not self.is_valid():
            return None
        said = self.cleaned_data
        direction, _, category = said["pass"].partition(":")
        celsius = said.get("typed") if said.get("typed") is not None else said.get("celsius")
        data = {
            "direction": direction,
            "category": category,
            "celsius": None if celsius is None else float(celsius),
            "mask": not said["bare"],
            "purpose": said["purpose"] or None,
        }
        try:
            return GatePassage.model_validate(data, strict=False)
        except ValidationError as error:
            for fault in faults_of(error):
                self.add_error("typed" if fault.path == "data.celsius" else None, fault.says.say())
            return None


def _tiles(fever: Decimal) -> list[Decimal]:
    """The temperatures that a thumb can tap: those of people who are well. A fever is typed, with care."""
    return [_TILES_FROM + n * _STEP for n in range(int((fever - _TILES_FROM) / _STEP))]


class SecondReading(forms.Form):
    """The fields of a temperature check that a second reading asks for, made from the kind's own declaration."""

    entry_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry_id"].initial = ids.mint(now)
        for name in _REMEASURED:
            self.fields[name] = field_of(spec_at(TemperatureCheck, name))
        self.fields["instrument"].help_text = w("请换一支测温仪", "Use another thermometer than before").say()

    def check(self) -> TemperatureCheck | None:
        """The reading; None where it does not hold, and then the form says why."""
        if not self.is_valid():
            return None
        said = {name: as_data(spec_at(TemperatureCheck, name), self.cleaned_data[name]) for name in _REMEASURED}
        try:
            return TemperatureCheck.model_validate({**said, "remeasure": True}, strict=False)
        except ValidationError as error:
            for fault in faults_of(error):
                name = fault.path.removeprefix("data.")
                self.add_error(name if name in self.fields else None, fault.says.say())
            return None
