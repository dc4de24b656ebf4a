"""shell · directory: the forms by which a unit is opened, renamed, moved and closed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from lianfang.ground.units.card import MOVE, OPEN
from lianfang.ground.units.queries import Unit
from lianfang.kernel.scope import Actor
from lianfang.kernel.spans import dated
from lianfang.kernel.words import Words, w
from lianfang.playbook.current import current
from lianfang.shell import asking
from lianfang.shell.components.text import later
from lianfang.shell.directory.forms import (
    CodeField,
    Filter,
    LinesField,
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


def kind_words(kind: str) -> Words:
    """What a kind of unit is called in the playbook; one that it does not know goes by its code."""
    found = next((each for each in current().unit_kinds if each.code == kind), None)
    return Words(found.words.zh, found.words.en) if found else Words(kind, kind)


def files_reports(kind: str) -> bool:
    """Whether units of this kind file reports."""
    return any(each.files for each in current().unit_kinds if each.code == kind)


class UnitFilter(Filter):
    """What narrows the list of units."""

    q = search_field(later("名称、代码、拼音", "Name, code, pinyin"))
    kind = forms.ChoiceField(label=later("类别", "Kind"), required=False)
    closed = forms.BooleanField(label=later("含已撤销", "Include closed"), required=False)

    field_order = ("q", "under", "kind", "closed")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        forms.Form.__init__(self, *args, **kwargs)
        self.fields["under"] = unit_filter(actor)
        kinds = ((each.code, kind_words(each.code)) for each in current().unit_kinds)
        self.fields["kind"].choices = choices_of(kinds, empty=w("全部", "All"))  # type: ignore[attr-defined]
        self.order_fields(self.field_order)
        self.is_valid()

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for: else the tree says more than a list."""
        return any(self.chosen(name) for name in self.fields)


class _NameForm(ActForm):
    zh = forms.CharField(label=later("名称", "Name in Chinese"), max_length=200)
    en = english_field()
    aliases = LinesField(
        label=later("别名", "Aliases"),
        required=False,
        help_text=later(
            "每行一个；搜索和导入表格时都认得", "One on each line; searches and imported sheets know them too"
        ),
    )
    pinyin = forms.CharField(
        label=later("拼音", "Pinyin"),
        required=False,
        max_length=400,
        help_text=later(
            "仅当名称有多音字时填，音节之间空格，如 chong qing",
            "Only where the usual reading is wrong; syllables apart",
        ),
    )


class OpenUnitForm(_NameForm):
    """A new unit."""

    field_for: Mapping[str, str] = {"unit_code_taken": "code", "unit_closed": "parent", "not_found": "parent"}
    field_order = ["parent", "kind", "zh", "en", "code", "aliases", "pinyin"]
    kind = forms.ChoiceField(label=later("类别", "Kind"))
    code = CodeField(
        label=later("代码", "Code"),
        required=False,
        help_text=later(
            "大写字母、数字和连字符，如 U01-D06；不填则按名称自动编。以后不能改，也不再给别的单位",
            "Capitals, digits and hyphens, such as U01-D06; left empty, it is derived from the name. It never changes",
        ),
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = unit_field(actor, OPEN, label=later("上级单位", "Parent unit"))
        kinds = ((each.code, kind_words(each.code)) for each in current().unit_kinds if each.parents)
        self.fields["kind"].choices = choices_of(kinds, empty=w("请选择", "Choose"))  # type: ignore[attr-defined]
        self.order_fields(self.field_order)


class RenameUnitForm(_NameForm):
    """Another name for a unit; the old one goes on finding it."""


class HostUnitForm(ActForm):
    """Where a unit is, and whom it tells there."""

    locality = asking.line("所在地", "Where it is", hint=w("县、乡镇或社区", "The county, township or community"))
    authority = asking.line(
        "属地联系单位", "Local authority",
        hint=w("突发情况先告知谁，如：某县疾控中心、某社区", "Who is told first, such as the county's control centre"),
    )  # fmt: skip
    phone = asking.line("联系电话", "Telephone", required=False)


class MoveUnitForm(ActForm):
    """Another place in the tree, from a reporting day that has not begun."""

    field_for: Mapping[str, str] = {
        "unit_move_back": "from_day", "unit_under_itself": "parent", "unit_closed": "parent", "not_found": "parent",
    }  # fmt: skip

    def __init__(self, actor: Actor, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = unit_field(actor, MOVE, label=later("新上级单位", "New parent unit"))
        self.fields["from_day"] = _from_day()


class CloseUnitForm(ActForm):
    """A unit stands no more, from a reporting day that has not begun."""

    field_for: Mapping[str, str] = {"unit_move_back": "from_day"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_day"] = _from_day()


def _from_day() -> forms.DateField:
    first = tomorrow()
    begins = w(
        "{d}报告日自 {t} 开始；已经开始的报告日不能选",
        "Reporting day {d} begins at {t}; one that has begun cannot be chosen",
    )
    return day_field(
        later("自报告日起", "From reporting day"), first, begins.fill(d=dated(first), t=window_words(first))
    )
