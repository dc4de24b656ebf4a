"""shell · forms: what forms share: plain words, refusals at their fields, and filters that say what they ignore."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest, QueryDict

from lianfang.ground.units.queries import Unit
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.asked import unit_asked, units_asked
from lianfang.shell.days import kept_day
from lianfang.shell.kinds.fields import CHOOSE, NOT_A_DATE, NOT_A_MOMENT, NOT_A_NUMBER, NOT_WHOLE, REQUIRED
from lianfang.shell.kinds.pickers import Choices

T = TypeVar("T")
_WRAPS = ("data", "people")  # what a payload and a batch put before the path of a fault
# What Django says by itself, and what is said instead; a field with words of its own keeps them.
_PLAINLY: tuple[tuple[type[forms.Field], str, Words], ...] = (
    (forms.ChoiceField, "required", CHOOSE),
    (forms.ChoiceField, "invalid_choice", CHOOSE),
    (forms.MultipleChoiceField, "invalid_choice", CHOOSE),
    (forms.Field, "required", REQUIRED),
    (forms.DateTimeField, "invalid", NOT_A_MOMENT),
    (forms.DateField, "invalid", NOT_A_DATE),
    (forms.DecimalField, "invalid", NOT_A_NUMBER),
    (forms.IntegerField, "invalid", NOT_WHOLE),
)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, also where it holds nothing; None where the page is only opened.

    The files that came with it go along, so that a form that takes files is made as any other.
    """
    if request.method != "POST":
        return None
    sent = request.POST
    sent.files = request.FILES  # type: ignore[attr-defined]
    return sent


def sentence(refused: Refused) -> str:
    """A refusal and its remedy in one line."""
    return w("{says}。{remedy}", "{says}. {remedy}").fill(says=refused.says, remedy=refused.remedy).say()


class _Plain(forms.Form):
    """A form that says in plain words what is wrong with a field."""

    def full_clean(self) -> None:
        for field in self.fields.values():
            for kind, code, words in _PLAINLY:
                if isinstance(field, kind) and field.error_messages.get(code) is _djangos(type(field), code):
                    field.error_messages[code] = words.say()
        super().full_clean()


def _djangos(kind: type[forms.Field], code: str) -> object:
    """What Django says of a fault in a kind of field; None where the house's own field says it."""
    said = next(each for each in kind.__mro__ if code in vars(each).get("default_error_messages", ()))
    return vars(said)["default_error_messages"][code] if said.__module__.startswith("django.") else None


class ActForm(_Plain):
    """A form that an act follows: a refusal stands at the field it is about, and what was typed stays.

    `field_for` says at which field a problem (by its code) or a fault (by its path) stands, where the name differs.
    """

    field_for: Mapping[str, str] = {}
    refused: Refused | None = None
    done = False

    def act(self, doing: Callable[[dict[str, Any]], T]) -> T | None:
        """What `doing` gives for the form's content, with `done` set; None where something is invalid or refused."""
        if not (self.is_bound and self.is_valid()):
            return None
        try:
            made = doing(self.cleaned_data)
        except Refused as refused:
            if not self.shows(refused):
                raise
            self.refuse(refused)
            return None
        self.done = True
        return made

    def shows(self, refused: Refused) -> bool:
        """Whether a refusal is said on this form; any other is raised on and becomes the page's answer."""
        return True

    def refuse(self, refused: Refused) -> None:
        """Puts what was refused where it belongs on the form, with its remedy."""
        self.refused = refused
        for fault in refused.faults:
            self.add_error(self._field(fault.path), fault.says.say())
        if not refused.faults:
            self.add_error(self._field(refused.problem.code), sentence(refused))

    def _field(self, path: str) -> str | None:
        named = (self.field_for.get(name, name) for name in _names(path))
        return next((name for name in named if name in self.fields), None)

    @property
    def status(self) -> int:
        """The status of the page that shows this form: the problem's own, 422 for invalid fields."""
        return self.refused.problem.status if self.refused else 422 if self.errors else 200

    def said(self) -> dict[str, Any]:
        """What was said; what was left empty is left out."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [])}


def _names(path: str) -> Iterator[str]:
    """What a fault's field may be called: its path, what contains it, both without the wrapping, and its last part."""
    whole = path.split(".")
    inner = [part for part in (whole[1:] if whole[0] in _WRAPS else whole) if not part.isdigit()]
    for parts in (whole, inner):
        yield from (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    yield whole[-1]


class FilterForm(_Plain):
    """What narrows a page; each choice stands in the address. What is invalid is ignored, and the form says so."""

    def chosen(self, name: str) -> Any:
        """A choice that can be used; None where nothing was chosen or it is invalid."""
        self.is_valid()
        return getattr(self, "cleaned_data", {}).get(name) or None

    @property
    def ignored(self) -> Words | None:
        """Which of the filters are invalid and therefore not applied."""
        labels = [str(self.fields[name].label) for name in self.errors if name in self.fields]
        if not labels:
            return None
        named = Words("、".join(labels), ", ".join(labels))
        return w("填写有误，未按此筛选：{what}", "Invalid, so not used as a filter: {what}").fill(what=named)


class UnitDayForm(FilterForm):
    """The unit that a page of a day is about; the day is the frame's to choose (`@of_a_day`), and goes along here."""

    day = kept_day()

    def __init__(self, actor: Actor, verb: str, today: date, asked: Mapping[str, Any]) -> None:
        super().__init__({name: asked[name] for name in asked if asked[name]})
        self.actor, self.verb, self.today = actor, verb, today
        self.fields["unit"] = Choices(actor, verb, day=today).unit_filter()

    def full_clean(self) -> None:
        super().full_clean()
        self.errors.pop("unit", None)  # it is not ignored: the page is of that unit, or there is none

    @property
    def on(self) -> date:
        """The day asked for, else today's."""
        said: date | None = self.chosen("day")
        return said or self.today

    def unit(self, verb: str | None = None) -> Unit:
        """The unit asked for, also one that the list leaves out, else the reader's own; for `verb` or the page's own.

        Raises `not_found` or `not_allowed`.
        """
        return unit_asked(self.actor, self.chosen("unit") or self.data.get("unit"), verb or self.verb)

    def units(self, verb: str | None = None) -> list[Unit]:
        """The unit asked for, else all at which the reader holds `verb` or the page's own. Raises as `unit` does."""
        return units_asked(self.actor, self.chosen("unit") or self.data.get("unit"), verb or self.verb)
