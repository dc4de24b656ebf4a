"""shell · directory: the forms by which people and households come onto a register, change units and are erased."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from lianfang.ground.people.card import REGISTER
from lianfang.ground.people.payloads import RESIDENCY_WORDS
from lianfang.ground.people.problems import NAMESAKE
from lianfang.ground.people.queries import Person
from lianfang.ground.people.rules import DOCUMENT_WORDS
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.text import later
from lianfang.shell.days import DayField
from lianfang.shell.directory.forms import (
    CodeField,
    Filter,
    choices_of,
    refuse_unseen,
    search_field,
    unit_field,
    unit_filter,
)
from lianfang.shell.forms import ActForm, FilterForm
from lianfang.shell.uncovering import ASKED_FOR_WORDS

TRANSFER, CHANGE, LEAVE = "transfer", "change", "leave"
WAYS: dict[str, Words] = {
    TRANSFER: w("调往另一单位，由新单位计入应检人数", "goes to another unit, which counts them from now on"),
    CHANGE: w("仍在本单位，更改计数、住户或常住外来", "stays; counting, household or residency changes"),
    LEAVE: w("离开本单位，不再在册", "leaves the unit and is removed from its register"),
}


class PeopleFilter(Filter):
    """What narrows the register."""

    counts = forms.ChoiceField(label=later("是否计入", "Counted"), required=False)
    field_order = ("unit", "counts")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        forms.Form.__init__(self, *args, **kwargs)
        self.fields["unit"] = unit_filter(actor)
        said = (("yes", w("计入应检", "counted")), ("no", w("不计入", "not counted here")))
        self.fields["counts"].choices = choices_of(said, empty=w("全部", "All"))  # type: ignore[attr-defined]
        self.order_fields(self.field_order)
        self.is_valid()


class DoorFilter(FilterForm):
    """Which door is meant."""

    q = search_field(later("门牌或住户代码", "Door or code"))


class SearchForm(ActForm):
    """A person by number or name; it is sent, and never stands in an address."""

    q = forms.CharField(
        label=later("姓名、身份证号或电话", "Name, identity number or telephone"),
        max_length=80,
        validators=[refuse_unseen],
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )


def _residency_field() -> forms.ChoiceField:
    choices = choices_of(RESIDENCY_WORDS.items(), empty=w("随住户", "As the household's"))
    return forms.ChoiceField(label=later("常住或外来", "Residency"), choices=choices, required=False)


def _household_field() -> CodeField:
    said = later(
        "小区住户代码，如 E01-B03-2-301；不住小区不填", "The household's code, such as E01-B03-2-301; none for others"
    )
    return CodeField(label=later("住户", "Household"), required=False, help_text=said)


def _counts_field() -> forms.BooleanField:
    return forms.BooleanField(
        label=later("计入本单位应检人数（每人只计入一个单位）", "Counted by this unit (one unit counts a person)"),
        required=False,
    )


class RegisterForm(ActForm):
    """Somebody comes onto a unit's register. Each personal field says what it is kept for."""

    field_for: Mapping[str, str] = {
        "person_known": "id_number", "counted_elsewhere": "id_number", "not_found": "unit", "person_namesake": "name",
    }  # fmt: skip
    field_order = ("unit", "name", "another", "document", "id_number", "phone", "household", "residency", "counts")
    name = forms.CharField(
        label=later("姓名", "Name"), max_length=60,
        help_text=later(
            "用途：当面核对本人。加密保存，无权查看的人只见姓氏",
            "Used to identify the person; stored encrypted, others see only the first character",
        ),
        widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip
    document = forms.ChoiceField(label=later("证件种类", "Kind of document"), required=False)
    id_number = forms.CharField(
        label=later("证件号码", "Document number"), max_length=40, required=False,
        help_text=later(
            "用途：避免一人登记两次。身份证 18 位；护照如 E12345678",
            "Used so that nobody is registered twice; 18 digits, or a passport number such as E12345678",
        ),
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "text", "spellcheck": "false"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=later("电话", "Telephone"), max_length=30, required=False,
        help_text=later("用途：需要时能联系到本人", "Used to reach the person when needed"),
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "tel"}),
    )  # fmt: skip

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = unit_field(actor, REGISTER, label=later("单位", "Unit"))
        said = w("按号码判断", "By the number's form")
        self.fields["document"].choices = choices_of(DOCUMENT_WORDS.items(), empty=said)  # type: ignore[attr-defined]
        self.fields["household"] = _household_field()
        self.fields["residency"] = _residency_field()
        self.fields["counts"] = _counts_field()
        if "another" in self.data:
            self._ask_whether_another()
        self.order_fields(self.field_order)

    def refuse(self, refused: Refused) -> None:
        """Somebody of that name is there: from now on the form asks whether this is another."""
        if refused.problem is NAMESAKE:
            self._ask_whether_another()
            self.order_fields(self.field_order)
        super().refuse(refused)

    def _ask_whether_another(self) -> None:
        label = later("是同名的另一个人", "It is another person of that name")
        self.fields["another"] = forms.BooleanField(label=label, required=False)


class ChangeForm(ActForm):
    """How somebody belongs from this reporting day on."""

    field_for: Mapping[str, str] = {
        "counted_elsewhere": "counts", "not_a_member": "way", "not_found": "to_unit", "from_the_future": "from_day",
        "before_campaign": "from_day",
    }  # fmt: skip
    field_order = ("way", "to_unit", "from_day", "counts", "household", "residency")
    way = forms.ChoiceField(label=later("变更类型", "What changes"), widget=forms.RadioSelect)

    def __init__(self, actor: Actor, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = choices_of(WAYS.items())  # type: ignore[attr-defined]
        said = later("仅调往另一单位时填", "Only for a move to another unit")
        self.fields["to_unit"] = unit_field(actor, REGISTER, label=later("新单位", "New unit"), required=False)
        self.fields["to_unit"].help_text = said
        self.fields["from_day"] = DayField(
            label=later("自报告日起", "From reporting day"), required=False,
            help_text=later("补登记时选实际变更的那天；不填为今天", "The day on which it happened; today by default"),
        )  # fmt: skip
        self.fields["counts"] = _counts_field()
        self.fields["household"] = _household_field()
        self.fields["residency"] = _residency_field()
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """A transfer names its unit."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("way") == TRANSFER and not cleaned.get("to_unit"):
            self.add_error("to_unit", str(w("请选择新单位", "Choose the new unit")))
        return cleaned


class EraseForm(ActForm):
    """On what ground somebody is erased, said with open eyes."""

    field_for: Mapping[str, str] = {"person_erased": "note"}
    note = forms.CharField(
        label=later("依据", "Reason"), max_length=200,
        help_text=later(
            "如“本人申请”“保存期满”；不要写姓名", "Such as “asked by the person”, “retention is over”; no names"
        ),
    )  # fmt: skip
    understood = forms.BooleanField(
        label=later("我明白：删除后任何人都不能恢复", "I understand that nobody can undo this"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = w("请确认您明白后果", "Confirm that you understand the consequences")
        self.fields["understood"].error_messages["required"] = str(said)


class CopyForm(ActForm):
    """What a copy of everything about a person is taken for."""

    purpose = forms.ChoiceField(
        label=later("用途", "Purpose"),
        help_text=later("将留痕，本人也可知道", "It is noted, and the person can be told"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = [(str(code), words.say()) for code, words in ASKED_FOR_WORDS.items()]
        self.fields["purpose"].choices = [("", w("请选择", "choose").say()), *said]  # type: ignore[attr-defined]


class HouseholdForm(ActForm):
    """A dwelling comes onto the register."""

    field_for: Mapping[str, str] = {"household_taken": "code", "not_found": "unit", "place": "place"}
    field_order = ("unit", "place", "entrance", "floor", "door", "code", "residency")
    place = CodeField(
        label=later("楼栋", "Building"),
        required=False,
        help_text=later("楼栋的代码，如 E01-B03", "The building's code, such as E01-B03"),
    )
    entrance = forms.IntegerField(
        label=later("单元", "Entrance"), required=False, widget=forms.NumberInput({"inputmode": "numeric"})
    )
    floor = forms.IntegerField(
        label=later("楼层", "Floor"), required=False, widget=forms.NumberInput({"inputmode": "numeric"})
    )
    door = forms.CharField(label=later("门牌", "Door"), required=False, max_length=40)
    code = CodeField(
        label=later("住户代码", "Code of the household"),
        help_text=later("以后不能改，如 E01-B03-2-301", "It never changes, such as E01-B03-2-301"),
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = unit_field(actor, REGISTER, label=later("单位", "Unit"))
        self.fields["residency"] = forms.ChoiceField(
            label=later("常住或外来", "Residency"),
            choices=choices_of(RESIDENCY_WORDS.items()),
            widget=forms.RadioSelect,
            help_text=later("这是地址的类别，不是对人的评价", "A category of addresses, never a judgement of people"),
        )
        self.order_fields(self.field_order)
