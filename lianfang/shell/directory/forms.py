"""shell · directory: what its forms share: refusals said at their fields, and fields that several pages ask."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, ClassVar, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict

from lianfang.ground.units import queries as units
from lianfang.kernel import characters, clock
from lianfang.kernel.problems import NOT_ALLOWED, NOT_FOUND, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.text import later
from lianfang.shell.days import DayField

REQUIRED = w("请填写", "Fill this in")
CHOOSE = w("请选择", "Choose one")
NOT_A_DATE = w("请填日期，如 2020-08-10", "Give a date such as 2020-08-10")
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,39}")
T = TypeVar("T")


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; None where the page is only opened."""
    return request.POST if request.method == "POST" else None


class PlainForm(forms.Form):
    """A form whose refusals stand at the field they are about.

    `at` says at which field a problem (by its code) or a fault (by its path without `data.`) stands, where the
    name differs.
    """

    at: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            chosen = isinstance(field, forms.ChoiceField)
            field.error_messages["required"] = str(CHOOSE if chosen else REQUIRED)
            if chosen:
                field.error_messages["invalid_choice"] = str(CHOOSE)
            if isinstance(field, forms.DateField):
                field.error_messages["invalid"] = str(NOT_A_DATE)

    def refuse(self, refused: Refused) -> None:
        """Puts what was refused where it stands on the form, with its remedy."""
        for fault in refused.faults:
            self.add_error(self._field(_own_name(fault.path)), fault.says.say())
        if not refused.faults:
            pause = w("；", "; ").say()
            said = f"{refused.says.say()}{pause}{refused.remedy.say()}"
            self.add_error(self._field(refused.problem.code), said)

    def _field(self, name: str) -> str | None:
        name = self.at.get(name, name)
        return name if name in self.fields else None

    def act(self, doing: Callable[[dict[str, Any]], T]) -> T | None:
        """What `doing` gives for the form's content; None where the form does not hold or it was refused.

        Lets pass what is about the actor and not about the content: no verb, or nothing there.
        """
        if not (self.is_bound and self.is_valid()):
            return None
        try:
            return doing(self.cleaned_data)
        except Refused as refused:
            about_actor = refused.problem in (NOT_ALLOWED, NOT_FOUND) and not refused.faults
            if about_actor and refused.problem.code not in self.at:
                raise
            self.refuse(refused)
            return None

    @property
    def status(self) -> int:
        """The status of the page that shows this form."""
        return 422 if self.errors else 200


def _own_name(path: str) -> str:
    """The field that a fault is about, whether said of a payload (`data.code`) or a batch (`people.0.phone`)."""
    parts = [part for part in path.split(".") if not part.isdigit()]
    return parts[1] if len(parts) > 1 and parts[0] in ("data", "people") else parts[0]


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
    attrs = {"type": "date", "min": earliest.isoformat()}
    widget = forms.DateInput(attrs, format="%Y-%m-%d")
    return DayField(label=label, initial=earliest, widget=widget, help_text=help_text)


def unit_field(actor: Actor, verb: str, *, label: Any, required: bool = True) -> forms.Field:
    """A unit where the actor holds the verb: from a list while it is short, by its code when it is long."""
    few = _reachable(actor, verb)
    if few is None:
        help_text = later("单位代码，如 T161-D01", "The unit's code, such as T161-D01")
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


class Filter(forms.Form):
    """What narrows a list; each choice stands in the address, and nonsense narrows nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_valid()

    def chosen(self, name: str) -> Any:
        """A choice that holds; None where nothing was chosen. Raises `not_found` for a unit outside the scope."""
        if name in ("unit", "under") and name in self.errors:
            raise Refused(NOT_FOUND)
        return self.cleaned_data.get(name) or None


def search_field(label: Any) -> forms.CharField:
    """A word to search by."""
    widget = forms.TextInput({"type": "search", "autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=80, widget=widget)


def refuse_unseen(value: str) -> None:
    """A validator for texts of one line that do not pass through a payload."""
    wrong = characters.trouble(value)
    if wrong is not None:
        raise ValidationError(wrong.say())
