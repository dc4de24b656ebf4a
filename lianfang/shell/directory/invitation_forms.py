"""shell · directory: the forms by which somebody is invited, and the list of those who were is narrowed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings

from lianfang.ground.access.card import USER
from lianfang.ground.access.queries_invitations import INVITATION_DAYS_MOST
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell.components.text import later
from lianfang.shell.directory.access_forms import language_field, role_field
from lianfang.shell.directory.forms import Filter, refuse_unseen, unit_field, unit_filter
from lianfang.shell.forms import ActForm


class InvitationFilter(Filter):
    """What narrows the list of invitations."""

    every = forms.BooleanField(label=later("含已开通和已失效的", "Include accepted and expired"), required=False)
    field_order = ("unit", "every")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        forms.Form.__init__(self, *args, **kwargs)
        self.fields["unit"] = unit_filter(actor)
        self.order_fields(self.field_order)
        self.is_valid()


class InviteForm(ActForm):
    """Somebody of the register is invited: the name is said and found, whether or not one may see it."""

    field_for: Mapping[str, str] = {
        "not_found": "unit", "already_invited": "name", "admin_by_admin": "role", "role_not_held": "role",
        "role_from_above": "role", "longer_than_yours": "role",
    }  # fmt: skip
    field_order = ("unit", "name", "number", "role", "days", "language")
    name = forms.CharField(
        label=later("姓名", "Name"), max_length=60, validators=[refuse_unseen],
        widget=forms.TextInput({"autocomplete": "off"}), help_text=later("名册上的姓名", "As on the register"),
    )  # fmt: skip
    number = forms.CharField(
        label=later("电话或证件号码", "Telephone or identity number"), max_length=30, required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=later("只在单位里有同名的人时填", "Only where the unit has two of that name"),
    )  # fmt: skip
    days = forms.IntegerField(
        label=later("有效天数", "Valid for (days)"), min_value=1, max_value=INVITATION_DAYS_MOST,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )  # fmt: skip

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = unit_field(actor, USER, label=later("单位", "Unit"))
        self.fields["role"] = role_field(actor, empty=w("请选择", "Choose"))
        self.fields["language"] = language_field()
        self.fields["days"].initial = settings.INVITATION_DAYS
        said = w("请填 1 至 {n} 的整数", "Give a whole number from 1 to {n}").fill(n=INVITATION_DAYS_MOST)
        for code in ("invalid", "min_value", "max_value"):
            self.fields["days"].error_messages[code] = str(said)
        for validator in self.fields["days"].validators:
            validator.message = str(said)  # type: ignore[attr-defined]
        self.order_fields(self.field_order)
