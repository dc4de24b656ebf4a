"""sanitation · forms: which unit and day the rounds are looked at, and the figures of a bucket."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from lianfang.areas.sanitation.kinds_disinfection import Disinfection
from lianfang.areas.sanitation.rules import stock_ml
from lianfang.kernel.words import Words, w
from lianfang.shell.components.text import figure, later
from lianfang.shell.forms import ActForm, UnitDayForm
from lianfang.shell.kinds.fields import NumberField, as_data, field_of
from lianfang.shell.kinds.form_schema import spec_at

# Two days, because a day that has just begun says nothing yet of the one that just closed.
SPAN = 2
SPANS = (2, 1, 3, 7)


class RoundsForm(UnitDayForm):
    """Unit, reporting day, and how many days back."""

    days = forms.TypedChoiceField(
        label=later("时间范围", "Period"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("" if each == SPAN else each, later(f"{each} 天", f"{each} days")) for each in SPANS],
    )


class Bucket(forms.Form):
    """How much stock solution goes into a bucket (domain B9)."""

    target = NumberField(min_value=Decimal(1), max_value=Decimal(60_000))
    litres = NumberField(min_value=Decimal("0.1"), max_value=Decimal(10_000))
    stock = NumberField(min_value=Decimal("0.1"), max_value=Decimal(90))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words, unit in (
            ("target", w("要配的有效氯", "Wanted available chlorine"), "mg/L"),
            ("litres", w("一桶水", "Bucket"), "L"),
            ("stock", w("原液有效氯", "Available chlorine of the stock"), "%"),
        ):
            self.fields[name].label = words.say()
            self.fields[name].unit = unit  # type: ignore[attr-defined]

    def answer(self) -> Words | None:
        """The bucket in one sentence; None while the figures are not there, or do not hold."""
        if not self.is_valid():
            return None
        target, litres, stock = (self.cleaned_data[name] for name in ("target", "litres", "stock"))
        try:
            ml = stock_ml(target, litres, stock)
        except ValueError:
            return w(
                "原液浓度低于目标浓度，无法配制：请核对瓶身标注",
                "The stock is weaker than the target and cannot be diluted to it: check its label",
            )
        return w(
            "量取原液 {ml} mL，加水至 {litres} L，得 {target} mg/L",
            "Measure {ml} mL of stock, fill up with water to {litres} L: {target} mg/L",
        ).fill(ml=figure(ml), litres=figure(litres), target=figure(target))


class RoundForm(ActForm):
    """One round at one place, filled in as it was done there before; the id is minted with the form."""

    entry = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in Disinfection.model_fields:
            self.fields[name] = field_of(spec_at(Disinfection, name))

    @property
    def open_fields(self) -> list[forms.BoundField]:
        """What may be said of the round."""
        return [self[name] for name in Disinfection.model_fields]

    def data_said(self) -> dict[str, Any]:
        """The payload: what was left empty is left out."""
        said = {
            name: as_data(spec_at(Disinfection, name), self.cleaned_data.get(name))
            for name in Disinfection.model_fields
        }
        return {name: value for name, value in said.items() if value is not None}
