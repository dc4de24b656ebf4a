"""screening · forms: which unit and day are looked at, a guard's keypad, and the second reading."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from django import forms
from pydantic import ValidationError

from lianfang.areas.screening.kinds_gate_passage import CATEGORIES, DIRECTIONS, PURPOSES, GatePassage
from lianfang.areas.screening.kinds_temperature_check import TemperatureCheck
from lianfang.areas.screening.rules import KEYPAD_FROM
from lianfang.kernel import ids
from lianfang.kernel.faults import faults_of
from lianfang.kernel.payloads import Payload
from lianfang.kernel.problems import INVALID, Refused
from lianfang.kernel.words import w
from lianfang.shell.components.text import later
from lianfang.shell.forms import ActForm, UnitDayForm
from lianfang.shell.kinds.fields import NumberField, as_data, field_of
from lianfang.shell.kinds.form_schema import spec_at
from lianfang.shell.kinds.pad_tiles import tenths

P = TypeVar("P", bound=Payload)
SPAN = 3
SPANS = (3, 1, 7)
_REMEASURED = ("celsius", "site", "instrument")


class OverviewForm(UnitDayForm):
    """Unit, reporting day, and how many days of rounds are drawn."""

    days = forms.TypedChoiceField(
        label=later("轮次图", "Rounds of"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("" if each == SPAN else each, later(f"{each} 天", f"{each} day{'s' * (each > 1)}")) for each in SPANS
        ],
    )


class Keypad(ActForm):
    """One passage in at most three taps: a temperature, and the button that says who goes where.

    The tiles are the temperatures of people who are well; a fever is typed, with care. Without a threshold in the
    playbook nobody can say which these are, and every temperature is typed.
    The button is `pass`, such as `in:resident`; a temperature that is typed counts before one that is tapped.
    The id is minted with the page, so that a double tap logs one passage.
    """

    field_for = {"celsius": "typed"}

    entry_id = forms.UUIDField(widget=forms.HiddenInput)
    celsius = forms.DecimalField(required=False)
    typed = NumberField(required=False)
    bare = forms.BooleanField(required=False)

    def __init__(self, *args: Any, now: datetime, fever: Decimal | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry_id"].initial = ids.mint(now)
        purposes = [("", w("不填", "not stated").say()), *((code, words.say()) for code, words in PURPOSES.items())]
        self.fields["purpose"] = forms.ChoiceField(label=w("事由", "Purpose").say(), required=False, choices=purposes)
        buttons = [(f"{way}:{who}", "") for way in DIRECTIONS for who in CATEGORIES]
        self.fields["pass"] = forms.ChoiceField(choices=buttons)
        self.fields["typed"].widget.attrs.update(
            {"inputmode": "decimal", "placeholder": f"≥{fever}" if fever else "", "class": "px-1 text-center"}
        )
        self.tiles = [tile.value for tile in tenths(KEYPAD_FROM, fever)] if fever else []

    def passage(self) -> GatePassage:
        """What was tapped. Raises `invalid`."""
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
        return _valid(GatePassage, data)


class SecondReading(ActForm):
    """The fields of a temperature check that a second reading asks for, made from the kind's own declaration."""

    entry_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry_id"].initial = ids.mint(now)
        for name in _REMEASURED:
            self.fields[name] = field_of(spec_at(TemperatureCheck, name))
        self.fields["instrument"].help_text = w("请换一支测温仪", "Use another thermometer than before").say()

    def check(self) -> TemperatureCheck:
        """The reading. Raises `invalid`."""
        said = {name: as_data(spec_at(TemperatureCheck, name), self.cleaned_data[name]) for name in _REMEASURED}
        return _valid(TemperatureCheck, {**said, "remeasure": True})


def _valid(payload: type[P], data: Mapping[str, Any]) -> P:
    try:
        return payload.model_validate(data, strict=False)
    except ValidationError as error:
        raise Refused(INVALID, faults=faults_of(error)) from error
