"""shell · kind pickers: units, places and persons to choose from: a few at once, many by search."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lianfang.kernel.kinds import Kind
from lianfang.kernel.problems import existing
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.text import moment
from lianfang.shell.kinds.fields import CHOOSE, FEW
from lianfang.shell.ledger import names, things
from lianfang.shell.ledger.things import Thing

_UNIT = w("填报单位", "Unit")
LISTED = 60  # up to this many a list that opens will do; beyond it, search
OFFERED = 6  # places or persons shown before anything is typed
FOUND = 12  # matches shown under a search


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: its stable code or id, what it is called, and a word that tells it from its like."""

    value: str
    words: Words | str
    note: Words | str = ""


class Pick(forms.Widget):
    """A search box over radio buttons; without a script the typed code itself counts."""

    template_name = "kinds/pick.html"

    def __init__(self, found: Callable[[str, str], Sequence[Option]], url: str) -> None:
        super().__init__()
        self.found, self.url = found, url

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        options = self.found("", str(value or ""))
        given = attrs or {}
        return {
            **context, "name": name, "value": str(value or ""), "options": options, "url": self.url, "attrs": given,
            "described": given.get("aria-describedby", ""),
        }  # fmt: skip

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name) or data.get(f"{name}_q")


class PickField(forms.CharField):
    """A code or id that was chosen; whether it exists for this actor is the journal's to say."""

    def __init__(self, *, is_id: bool = False, **kwargs: Any) -> None:
        super().__init__(max_length=120, **kwargs)
        self.is_id = is_id
        self.error_messages["required"] = CHOOSE.say()

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if self.is_id and text:
            try:
                return str(UUID(text))
            except ValueError:
                raise ValidationError(w("请从查到的人中选一位", "Choose one of the people found").say())
        return text


class Choices:
    """What one actor may choose from on one form; `verb` is what they are about to do, `unit` where.

    `place_kinds` are the kinds of places that are offered; none named, all. `goes_on` is the kind whose entries are
    steps of things with a life, which are then offered.
    """

    def __init__(
        self, actor: Actor, verb: str, *, day: date, unit: str | None = None, url: str = "",
        place_kinds: Collection[str] = (), goes_on: Kind | None = None,
    ) -> None:  # fmt: skip
        self.place_kinds, self.goes_on = place_kinds, goes_on
        self.actor, self.verb, self.day, self.unit_code, self.url = actor, verb, day, unit, url

    def unit(self, *, by_place: bool = False) -> forms.Field:
        """The units for which the actor may record, home first; with `by_place`, the place itself may say which."""
        units = names.units_where(self.actor, self.verb, LISTED + 1)
        codes = [unit.code for unit in units]
        options = [Option(unit.code, unit.words) for unit in units]
        if by_place and len(units) > 1:
            field = _listed(_UNIT, [Option("", w("由地点确定", "As the place says")), *options], self.unit_code or "")
            field.required = False
            return field
        home = self.actor.home if self.actor.home in codes or len(codes) > LISTED else None
        return _listed(_UNIT, options, self.unit_code or home or next(iter(codes), None))

    def unit_of_place(self, place: str) -> str | None:
        """The unit that answers for a place; None where the actor sees no such place."""
        found = names.place_meant(self.actor, place)
        return found.unit if found else None

    def place_code(self, place: str) -> str:
        """The code that a typed or scanned word means; the word itself where it means no place."""
        found = names.place_meant(self.actor, place)
        return found.code if found else place

    def unit_filter(self) -> forms.Field:
        """The units whose entries the actor may see."""
        units = names.units_where(self.actor, self.verb, LISTED + 1)
        every = [Option("", w("全部", "All"))] if len(units) <= LISTED else []
        options = [*every, *(Option(unit.code, unit.words) for unit in units)]
        field = _listed(w("单位（含下级）", "Unit and below"), options, None, few=0)
        field.required = False
        return field

    def place(self, *, required: bool) -> forms.Field:
        """The places of the unit: a few as buttons, more by search."""
        return self._picked(w("地点", "Place"), self.found_places, "place", required)

    def person(self, *, required: bool) -> forms.Field:
        """The people of the unit, by search."""
        return self._picked(w("人员", "Person"), self.found_persons, "person", required)

    def thing(self, kind: Kind) -> forms.Field:
        """The things of the kind that stand now: a few as buttons, more by search."""
        return self._picked(things.sort_words(kind), self.found_things, "stream", True)

    def thing_meant(self, kind: Kind, said: str) -> Thing | Words:
        """The thing that was chosen or named; else why it is not clear which."""
        return things.meant(self.actor, kind, said)

    def _picked(
        self, label: Words, found: Callable[[str, str], Sequence[Option]], name: str, required: bool
    ) -> forms.Field:
        return PickField(
            label=label.say(), required=required, is_id=name == "person", widget=Pick(found, f"{self.url}?field={name}")
        )

    def found_places(self, query: str, chosen: str = "") -> list[Option]:
        """The places that match, the chosen one first."""
        return _first(
            [
                Option(p.code, p.words, p.code)
                for p in names.places_found(
                    self.actor, self._unit, query, chosen, FOUND if query else OFFERED, self.place_kinds
                )
            ],
            chosen,
        )

    def found_persons(self, query: str, chosen: str = "") -> list[Option]:
        """The persons that match, the chosen one first."""
        found = names.persons_found(self.actor, self._unit, query, chosen, FOUND if query else OFFERED)
        return _first([Option(str(p.id), p.name, p.household or p.unit) for p in found], chosen)

    def found_things(self, query: str, chosen: str = "") -> list[Option]:
        """The things that match, the chosen one first; each with since when it stands, as two may share a name."""
        kind = self.goes_on
        if kind is None:
            return []
        listed = things.standing(self.actor, kind, query, limit=FOUND if query else OFFERED)
        if chosen and chosen not in {str(each.id) for each in listed}:
            one = things.meant(self.actor, kind, chosen)
            listed = [one, *listed] if isinstance(one, Thing) else listed
        return _first([Option(str(each.id), each.words, _told_apart(each)) for each in listed], chosen)

    @property
    def _unit(self) -> str:
        return self.unit_code or self.actor.home or ""


def _told_apart(thing: Thing) -> Words | str:
    id_ = str(thing.id)[-6:]
    if thing.since_at is None:
        return id_
    return w("{at} 起 · {id}", "since {at} · {id}").fill(at=moment(thing.since_at), id=id_)


def _first(options: list[Option], chosen: str) -> list[Option]:
    return sorted(options, key=lambda option: option.value != chosen)


def _listed(label: Words, options: list[Option], initial: str | None, few: int = FEW) -> forms.Field:
    said = [(o.value, o.words.say() if isinstance(o.words, Words) else o.words) for o in options]
    field: forms.Field
    if sum(bool(option.value) for option in options) > LISTED:
        field = forms.CharField(label=label.say(), initial=initial, max_length=80)
        field.help_text = w("单位编号", "The unit's code").say()
        return field
    widget = forms.RadioSelect if len(options) <= few else forms.Select
    field = forms.ChoiceField(label=label.say(), choices=said, initial=initial, widget=widget)
    field.error_messages.update(required=CHOOSE.say(), invalid_choice=CHOOSE.say())
    return field


def found_part(request: HttpRequest, choices: Choices) -> HttpResponse:
    """The places or persons that match what is being typed, as a piece of the page. Raises `not_found`."""
    field = request.GET.get("field", "")
    query = request.GET.get(f"{field}_q", "")[:80]
    offered = {"place": choices.found_places, "person": choices.found_persons}
    if choices.goes_on is not None:
        offered["stream"] = choices.found_things
    found = existing(offered.get(field))
    return render(request, "kinds/pick_options.html", {"name": field, "options": found(query, ""), "asked": query})
