"""tracing · forms: which area's curve is looked at, over which days, and for which unit the cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms

from lianfang.areas.tracing.kinds import SEE
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell.days import DayField
from lianfang.shell.forms import UnitDayForm

SPAN_DAYS = 30
LONGEST_DAYS = 366


class CurveForm(UnitDayForm):
    """Area, first and last day of the curve, and the unit of the cases."""

    day = None  # type: ignore[assignment]

    def __init__(self, actor: Actor, today: date, areas: list[str], asked: Mapping[str, Any]) -> None:
        super().__init__(actor, SEE, today, asked)
        self.areas = areas
        if len(areas) > 1:
            self.fields["area"] = forms.ChoiceField(
                label=w("地区", "Area").say(), required=False, choices=[(code, code) for code in areas]
            )
        for name, words in (("first", w("自", "From")), ("last", w("至", "To"))):
            self.fields[name] = DayField(label=words.say(), required=False)
        self.order_fields(["area", "first", "last", "unit"])

    @property
    def area(self) -> str | None:
        """The area asked for, else the one that is best known."""
        said: str | None = self.chosen("area")
        return said or next(iter(self.areas), None)

    @property
    def open_ended(self) -> bool:
        """Whether nobody said where the curve begins: it then begins with the first day that has figures."""
        return self.chosen("first") is None

    @property
    def days(self) -> tuple[date, date]:
        """First and last day, in order, neither ahead of today nor further apart than a year."""
        last = min(self.chosen("last") or self.today, self.today)
        first = min(self.chosen("first") or last - timedelta(days=SPAN_DAYS), last)
        return max(first, last - timedelta(days=LONGEST_DAYS)), last
