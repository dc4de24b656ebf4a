"""shell · days: how a day comes in from outside: in an address, a form, a query of the API; one rule for all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.urls import register_converter
from pydantic import AfterValidator

from lianfang.kernel import clock, typed
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.words import w

T = TypeVar("T")
_NEVER = w("请填 2000 年至 2199 年之间的日期", "Give a day between the years 2000 and 2199")
# A day of the API; one that nobody can mean is not found.
ApiDay = Annotated[date, AfterValidator(clock.kept)]


def said(word: str) -> date:
    """A day from an address. Raises `not_found` for what is none, or none that anybody can mean here."""
    try:
        return clock.kept(date.fromisoformat(word))
    except ValueError:
        raise Refused(NOT_FOUND) from None


class _Day:
    """`<day:…>` in an address, `2020-08-10`; a day that does not exist is no address."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        try:
            return said(value)
        except Refused:
            raise ValueError(value) from None

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else value.isoformat()


register_converter(_Day, "day")


def as_typed(read: Callable[[str], T], said: str) -> T:
    """What somebody typed, as `kernel.typed` reads it; what is unclear becomes the field's error."""
    try:
        return read(said)
    except typed.Unclear as unclear:
        raise ValidationError(unclear.words.say(), code="invalid") from None


class DayInput(forms.DateInput):
    """A day in a line of text: the browser's own field would show it in the browser's language (decision 1007).

    A script offers the browser's calendar beside it and says which day was understood.
    """

    def __init__(self, **attrs: Any) -> None:
        super().__init__({"data-typed": "day", "autocomplete": "off", "placeholder": "2020-08-10", **attrs}, "%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """The same for a day with its hour."""

    def __init__(self, **attrs: Any) -> None:
        shown = {"data-typed": "moment", "autocomplete": "off", "placeholder": "2020-08-10 16:40", **attrs}
        super().__init__(shown, "%Y-%m-%d %H:%M")


class TypedDay(forms.DateField):
    """A day typed in any way that says one day, or taken from the calendar beside it."""

    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str) or value.strip() in self.empty_values:
            return super().to_python(value)
        return as_typed(typed.day, value)


def kept_day() -> DayField:
    """The day of a page in the filters that narrow it: it goes along, and the frame's control chooses it."""
    return DayField(required=False, widget=forms.HiddenInput)


class DayField(TypedDay):
    """A day that somebody chooses, of those that can be kept here."""

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and not clock.FIRST_DAY <= day <= clock.LAST_DAY:
            raise ValidationError(_NEVER.say())
        return day
