"""sanitation · forms: which unit and day the rounds are looked at, and the figures of a bucket."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from lianfang.areas.sanitation.kinds import SEE
from lianfang.areas.sanitation.rules import stock_ml
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.kinds.fields import NumberField
from lianfang.shell.kinds.pickers import Choices

# Two days, because a day that has just begun says nothing yet of the one that just closed.
SPAN = 2
SPANS = (1, 3, 7)


class Looking(forms.Form):
    """Unit, reporting day, and how many days back; what is nonsense is as if it were not said."""

    day = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, actor: Actor, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["day"].label = w("报告日", "Reporting day").say()
        spans = [(each, w("{n} 天", "{n} days").fill(n=each).say()) for each in SPANS]
        choices = [("", w("{n} 天", "{n} days").fill(n=SPAN).say()), *spans]
        self.fields["days"] = forms.TypedChoiceField(
            label=w("时段", "Span").say(), required=False, coerce=int, empty_value=SPAN, choices=choices
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
                "原液不比要配的浓，配不出来：请核对瓶身标注", "The stock is not stronger than that: check its label"
            )
        return w(
            "量取原液 {ml} mL，加水至 {litres} L，得 {target} mg/L",
            "Measure {ml} mL of stock, fill up with water to {litres} L: {target} mg/L",
        ).fill(ml=f"{ml:,}", litres=litres.normalize(), target=target.normalize())
