"""shell · asking: the fields that forms are made of, each said in one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.functional import lazy

from lianfang.kernel.words import Words, w
from lianfang.shell.components.text import later, say
from lianfang.shell.kinds.fields import MomentField

ALL, CHOOSE_ONE = w("全部", "All"), w("请选择", "Choose")
_lazily = lazy(say, str)  # words that Django wants once and says often
Offered = Mapping[Any, Words] | Iterable[tuple[Any, Words]]


def line(zh: str, en: str, hint: Words | None = None, *, required: bool = True, most: int = 200) -> forms.CharField:
    """A text of one line."""
    return forms.CharField(label=later(zh, en), required=required, max_length=most, help_text=_said(hint))


def text(
    zh: str, en: str, hint: Words | None = None, *, required: bool = True, rows: int = 3, most: int = 4000
) -> forms.CharField:
    """A text of several lines."""
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=later(zh, en), required=required, max_length=most, help_text=_said(hint), widget=box)


def choice(
    zh: str,
    en: str,
    offered: Offered = (),
    hint: Words | None = None,
    *,
    first: Words | None = None,
    few: bool = False,
    required: bool = True,
    initial: str | None = None,
) -> forms.ChoiceField:
    """One of what is `offered`; `first` is what an empty choice says. A few stand beside each other on the page."""
    return forms.ChoiceField(
        label=later(zh, en), choices=choices(offered, first=first), help_text=_said(hint), required=required,
        initial=initial, widget=forms.RadioSelect if few else forms.Select,
    )  # fmt: skip


def tick(zh: str, en: str, hint: Words | None = None, *, initial: bool = False) -> forms.BooleanField:
    """Yes, or nothing."""
    return forms.BooleanField(label=later(zh, en), required=False, initial=initial, help_text=_said(hint))


def moment(zh: str, en: str, hint: Words | None = None, *, required: bool = True) -> MomentField:
    """When something was or is to be done, on the duty room's clock."""
    return MomentField(label=later(zh, en), help_text=_said(hint), required=required)


def search(zh: str = "包含", en: str = "Contains") -> forms.CharField:
    """What a list must contain."""
    box = forms.TextInput(attrs={"type": "search"})
    return forms.CharField(label=later(zh, en), required=False, max_length=80, widget=box)


def choices(offered: Offered, *, first: Words | None = None) -> list[tuple[str, Any]]:
    """What a field offers, said in each reader's language."""
    pairs = offered.items() if isinstance(offered, Mapping) else offered
    said = [(str(value), _lazily(words)) for value, words in pairs]
    return [("", _lazily(first)), *said] if first else said


def offer(form: forms.Form, **lists: Iterable[tuple[str, Any]]) -> None:
    """Fills in, by the names of fields, what can be chosen only when the form is made."""
    for name, offered in lists.items():
        field: Any = form.fields[name]
        field.choices = list(offered)


def _said(hint: Words | None) -> Any:
    return _lazily(hint) if hint else ""
