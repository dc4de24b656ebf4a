"""shell · kind pad once: what is asked once for a whole list, and stays as it was said last."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest

from lianfang.kernel.problems import INVALID, Fault, Refused
from lianfang.kernel.words import Words
from lianfang.shell.components.text import say
from lianfang.shell.kinds.fields import as_data, as_initial, field_of
from lianfang.shell.kinds.form_schema import FieldType
from lianfang.shell.kinds.pad import Pad
from lianfang.shell.kinds.wording import value_said
from lianfang.shell.ledger import queries
from lianfang.shell.ledger.queries import Asked

_KEPT = "lianfang_pad_once"


class OnceForm(forms.Form):
    """The fields that hold for each tap: as sent, else as said before, else as the unit's last record says it."""

    def __init__(self, request: HttpRequest, pad: Pad) -> None:
        self.request, self.pad = request, pad
        given = request.POST if request.method == "POST" else None
        super().__init__(given, initial=self._before() if given is None else None)
        for spec in pad.once:
            self.fields[f"once.{spec.name}"] = field_of(spec)

    def _before(self) -> dict[str, Any]:
        if not self.pad.once:
            return {}
        kept = self.request.session.get(_KEPT, {}).get(self.pad.kind.code)
        said = kept if kept is not None else self._last()
        found = {}
        for spec in self.pad.once:
            value = self.request.GET.get(f"once.{spec.name}") or as_initial(spec, said.get(spec.name))
            if value is None and spec.required and spec.shape is FieldType.CHOICE and spec.choices:
                value = next(iter(spec.choices))  # stands open on the list, where it is seen before the first tap
            found[f"once.{spec.name}"] = value
        return found

    def _last(self) -> dict[str, Any]:
        asked = Asked(unit=self.pad.unit.code, kinds=(self.pad.kind.code,), standing=True, size=1)
        found = queries.entries(self.pad.actor, asked)
        return queries.facts_of(self.pad.actor, found)[found[0].id] if found else {}

    def answers(self) -> dict[str, Any]:
        """What was said, as the payload takes it. Raises `invalid`."""
        if not self.pad.once:
            return {}
        if not self.is_valid():
            said = {name: each[0] for name, each in self.errors.items()}
            faults = tuple(
                Fault(spec.name, _both(f"{spec.words.say()}：{said[f'once.{spec.name}']}"))
                for spec in self.pad.once
                if f"once.{spec.name}" in said
            )
            raise Refused(INVALID, faults=faults)
        found = {spec.name: as_data(spec, self.cleaned_data.get(f"once.{spec.name}")) for spec in self.pad.once}
        return {name: value for name, value in found.items() if value is not None}

    def remember(self) -> None:
        """Keeps it with the session, for the next list of this kind."""
        if self.pad.once and self.is_bound and self.is_valid():
            self.request.session[_KEPT] = {**self.request.session.get(_KEPT, {}), self.pad.kind.code: self.answers()}

    def summary(self) -> str:
        """What holds now, on one line."""
        found = []
        for spec in self.pad.once:
            bound = self[f"once.{spec.name}"]
            value = bound.value()
            if value not in (None, ""):
                found.append(say(value_said(spec, as_data(spec, value))))
        return " · ".join(found)


def _both(text: str) -> Words:
    return Words(text, text)
