"""screening · forms of a roll call: for each of those whom nobody has seen, where they are."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from lianfang.areas.screening.kinds_roll_call import RollCall
from lianfang.areas.screening.queries_roll import Seen
from lianfang.kernel import ids
from lianfang.kernel.words import Words, w
from lianfang.shell.forms import ActForm

_HERE, _EXCUSED, _UNEXPLAINED = "present", "excused", "unexplained"
_CHOICES: tuple[tuple[str, Words], ...] = (
    (_HERE, w("在岗", "present")),
    (_EXCUSED, w("请假或公差", "excused")),
    (_UNEXPLAINED, w("缺勤不明", "unexplained")),
)


class RollForm(ActForm):
    """Where each of those is whom nobody has measured; all figures follow from the answers."""

    entry_id = forms.UUIDField(widget=forms.HiddenInput)
    rest = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, found: Seen, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        self._rest = bool(self.data.get("rest"))  # the button that says of all others that they are here
        self.fields["entry_id"].initial = ids.mint(now)
        for person in found.missing:
            self.fields[f"person.{person.id}"] = forms.ChoiceField(
                label=person.name,
                choices=[(code, words.say()) for code, words in _CHOICES],
                widget=forms.RadioSelect,
                required=not self._rest,
            )

    @property
    def asked(self) -> list[forms.BoundField]:
        """One question for each of them."""
        return [self[name] for name in self.fields if name.startswith("person.")]

    def roll(self) -> RollCall:
        """The roll call that follows: present who was seen or is said to be."""
        said = {person.id: self.cleaned_data[f"person.{person.id}"] or _HERE for person in self.found.missing}
        unexplained = [each for each, where in said.items() if where == _UNEXPLAINED]
        return RollCall(
            listed=len(self.found.people),
            present=len(self.found.people) - len(said) + sum(where == _HERE for where in said.values()),
            excused=sum(where == _EXCUSED for where in said.values()),
            unexplained=len(unexplained),
            unexplained_persons=unexplained or None,
        )
