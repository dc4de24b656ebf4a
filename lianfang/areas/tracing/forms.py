"""tracing · forms: which area's curve is looked at, over which days, and for which unit the cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms

from lianfang.areas.tracing.kinds import SEE
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell.components.text import later
from lianfang.shell.forms import UnitDayForm

SPAN_DAYS = 30
SPANS = (SPAN_DAYS, 90, 366)


class CurveForm(UnitDayForm):
    """Area and length of the curve, which ends with the day of the page, and the unit of the cases."""

    span = forms.TypedChoiceField(
        label=later("曲线", "Curve"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("" if each == SPAN_DAYS else each, later(f"{each} 天", f"{each} days")) for each in SPANS],
    )

    def __init__(self, actor: Actor, today: date, areas: list[str], asked: Mapping[str, Any]) -> None:
        super().__init__(actor, SEE, today, asked)
        self.areas = areas
        if len(areas) > 1:
            self.fields["area"] = forms.ChoiceField(
                label=w("地区", "Area").say(), required=False, choices=[(code, code) for code in areas]
            )
        self.order_fields(["area", "span", "unit"])

    @property
    def area(self) -> str | None:
        """The area asked for, else the one that is best known."""
        said: str | None = self.chosen("area")
        return said or next(iter(self.areas), None)

    def days(self, last: date) -> tuple[date, date]:
        """First and last day of the curve that ends with `last`."""
        return last - timedelta(days=self.chosen("span") or SPAN_DAYS), last
