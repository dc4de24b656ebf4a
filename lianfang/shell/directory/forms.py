"""shell · directory: fields that several of its forms ask."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from lianfang.ground.units import queries as units
from lianfang.kernel import characters, clock
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.text import later
from lianfang.shell.days import DayField, DayInput
from lianfang.shell.forms import FilterForm

_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,39}")


class LinesField(forms.CharField):
    """Short texts, one on each line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> tuple[str, ...]:
        said = (line.strip() for line in super().clean(value).splitlines())
        return tuple(dict.fromkeys(line for line in said if line))


class CodeField(forms.CharField):
    """A stable code: capitals, digits and hyphens; small letters are taken for capitals."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs), **kwargs)

    def clean(self, value: Any) -> str:
        said = characters.folded(str(super().clean(value))).upper()
        if said and not _CODE.fullmatch(said):
            raise ValidationError(
                str(w("只用字母、数字和连字符，最多 40 个", "Only letters, digits and hyphens, at most 40"))
            )
        return said


def day_field(label: Any, earliest: date, help_text: Any) -> DayField:
    """A reporting day that has not begun."""
    widget = DayInput(**{"data-min": earliest.isoformat()})
    return DayField(label=label, initial=earliest, widget=widget, help_text=help_text)


def english_field() -> forms.CharField:
    """What something is called on English pages; as everywhere, where nobody says it."""
    said = later("英文页面上显示；不填则同名称", "Shown on English pages; left empty, it is the same")
    return forms.CharField(label=later("英文名称", "Name in English"), max_length=200, required=False, help_text=said)


def unit_field(actor: Actor, verb: str, *, label: Any, required: bool = True) -> forms.Field:
    """A unit where the actor holds the verb: from a list while it is short, by its code when it is long."""
    few = _reachable(actor, verb)
    if few is None:
        help_text = later("单位代码，如 U01-D01", "The unit's code, such as U01-D01")
        return CodeField(label=label, help_text=help_text, required=required)
    empty = [] if required and len(few) == 1 else [("", w("请选择", "Choose").say() if required else "—")]
    choices = [*empty, *_in_steps(few)]
    return forms.ChoiceField(label=label, choices=choices, required=required)


def unit_filter(actor: Actor) -> forms.Field:
    """The units that a list can be narrowed to, each with all that is below it."""
    few = _reachable(actor, None)
    label = later("单位（含下级）", "Unit and below")
    if few is None:
        return CodeField(label=label, required=False)
    choices = [("", w("全部", "All").say()), *_in_steps(few)]
    return forms.ChoiceField(label=label, choices=choices, required=False)


_FEW = 120


def _reachable(actor: Actor, verb: str | None) -> list[units.Unit] | None:
    """The units open today where the actor holds the verb; None where they are too many for a list."""
    found = units.listed(actor, limit=_FEW + 1)
    if len(found) > _FEW:
        return None
    return [each for each in found if verb is None or actor.may(verb, each.path)]


def _in_steps(few: list[units.Unit]) -> list[tuple[str, str]]:
    """Units as choices, each set in by how deep it stands below the highest of them."""
    top = min((each.depth for each in few), default=0)
    return [(each.code, "\u00a0\u00a0" * (each.depth - top) + each.words.say()) for each in few]


def choices_of(words: Iterable[tuple[Any, Words]], *, empty: Words | None = None) -> list[tuple[str, str]]:
    """The choices of a field, each said in the language active now."""
    said = [(str(value), each.say()) for value, each in words]
    return [("", empty.say()), *said] if empty else said


def tomorrow() -> date:
    """The first reporting day that has not begun."""
    return units.today().fromordinal(units.today().toordinal() + 1)


def window_words(day: date) -> Words:
    """When a reporting day begins, on the duty room's clock."""
    at = clock.local(clock.reporting_day(day).from_at)
    return Words(f"{at.month}月{at.day}日 {at:%H:%M}", f"{at.day} {at:%b} {at:%H:%M}")


class Filter(FilterForm):
    """What narrows a list of the directory; a unit outside the scope is not found."""

    def chosen(self, name: str) -> Any:
        """A choice that can be used; None where nothing was chosen. Raises `not_found` for a unit outside the scope."""
        if name in ("unit", "under") and name in self.errors:
            raise Refused(NOT_FOUND)
        return super().chosen(name)


def search_field(label: Any) -> forms.CharField:
    """A word to search by."""
    widget = forms.TextInput({"type": "search", "autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=80, widget=widget)


def refuse_unseen(value: str) -> None:
    """A validator for texts of one line that do not pass through a payload."""
    wrong = characters.trouble(value)
    if wrong is not None:
        raise ValidationError(wrong.say())
