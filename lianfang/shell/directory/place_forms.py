"""shell · directory: the forms by which a place is opened and closed, and what narrows their list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from lianfang.ground.places.card import OPEN
from lianfang.ground.places.sorts import PLACE_KINDS
from lianfang.kernel.scope import Actor
from lianfang.kernel.spans import dated
from lianfang.kernel.words import w
from lianfang.shell.components.text import later
from lianfang.shell.directory.forms import (
    CodeField,
    Filter,
    choices_of,
    day_field,
    english_field,
    search_field,
    tomorrow,
    unit_field,
    unit_filter,
    window_words,
)
from lianfang.shell.forms import ActForm


class PlaceFilter(Filter):
    """What narrows the list of places."""

    q = search_field(later("名称、代码", "Name or code"))
    kind = forms.ChoiceField(label=later("类别", "Kind"), required=False)
    closed = forms.BooleanField(label=later("含已停用", "Include disabled or closed"), required=False)
    field_order = ("q", "unit", "kind", "closed")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        forms.Form.__init__(self, *args, **kwargs)
        self.fields["unit"] = unit_filter(actor)
        self.fields["kind"].choices = choices_of(PLACE_KINDS.items(), empty=w("全部", "All"))  # type: ignore[attr-defined]
        self.order_fields(self.field_order)
        self.is_valid()


class OpenPlaceForm(ActForm):
    """A new place."""

    field_for: Mapping[str, str] = {"place_code_taken": "code", "not_found": "unit", "unit_closed": "unit"}
    field_order = ("unit", "kind", "zh", "en", "code", "parent")
    kind = forms.ChoiceField(label=later("类别", "Kind"))
    code = CodeField(
        label=later("代码", "Code"),
        required=False,
        help_text=later(
            "印在二维码里，以后不能改，如 E01-B03-LIFT1；不填则按名称自动编",
            "Printed at the place, and never changed, such as E01-B03-LIFT1; left empty, it is derived from the name",
        ),
    )
    zh = forms.CharField(label=later("名称", "Name in Chinese"), max_length=200)
    en = english_field()
    parent = CodeField(
        label=later("所属地点", "Part of"),
        required=False,
        help_text=later("如电梯所在楼栋的代码", "Such as the code of the building that a lift is in"),
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = unit_field(actor, OPEN, label=later("负责单位", "Responsible unit"))
        kinds = choices_of(PLACE_KINDS.items(), empty=w("请选择", "Choose"))
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.order_fields(self.field_order)


class ClosePlaceForm(ActForm):
    """A place goes out of use, from a reporting day that has not begun."""

    field_for: Mapping[str, str] = {"place_close_back": "from_day"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = tomorrow()
        says = w(
            "{d}报告日自 {t} 开始；已经开始的报告日不能选",
            "Reporting day {d} begins at {t}; one that has begun cannot be chosen",
        )
        said = says.fill(d=dated(first), t=window_words(first))
        self.fields["from_day"] = day_field(later("自报告日起停用", "Out of use from reporting day"), first, said)
