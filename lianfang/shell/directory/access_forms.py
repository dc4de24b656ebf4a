"""shell · directory: the forms by which access is given and ended, and accounts and device tokens are made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django import forms

from lianfang.ground.access import queries as access
from lianfang.ground.access.actions import TOKEN_DAYS_MOST
from lianfang.ground.access.card import GRANT, USER
from lianfang.ground.access.roles import gives_anywhere, role_words
from lianfang.kernel import characters, clock
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell import asking, languages
from lianfang.shell.components.text import later
from lianfang.shell.days import DayField
from lianfang.shell.directory.forms import (
    Filter,
    choices_of,
    refuse_unseen,
    search_field,
    unit_field,
    unit_filter,
)
from lianfang.shell.forms import ActForm

_FEW = 120  # so many accounts are picked from a list


class GrantFilter(Filter):
    """What narrows the list of grants."""

    login = search_field(later("账号", "Login"))
    role = forms.ChoiceField(label=later("角色", "Role"), required=False)
    ended = forms.BooleanField(label=later("含已终止", "Include ended"), required=False)
    field_order = ("unit", "role", "login", "ended")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        forms.Form.__init__(self, *args, **kwargs)
        self.fields["unit"] = unit_filter(actor)
        self.fields["role"].choices = choices_of(role_words().items(), empty=w("全部", "All"))  # type: ignore[attr-defined]
        self.order_fields(self.field_order)
        self.is_valid()


class UserFilter(Filter):
    """What narrows the list of accounts."""

    q = search_field(later("姓名、称呼或账号", "Name, title or login"))
    closed = forms.BooleanField(label=later("含已停用", "Include disabled or closed"), required=False)
    field_order = ("q", "unit", "closed")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        forms.Form.__init__(self, *args, **kwargs)
        self.fields["unit"] = unit_filter(actor)
        self.order_fields(self.field_order)
        self.is_valid()


class LoginField(forms.CharField):
    """A login as it was meant, also where a Chinese keyboard gave full-width letters."""

    def clean(self, value: Any) -> str:
        return characters.folded(str(super().clean(value)))


def role_field(actor: Actor, *, empty: Words, required: bool = True) -> forms.ChoiceField:
    """The roles that the actor may give somewhere."""
    own = [(role, words) for role, words in role_words().items() if gives_anywhere(actor.held, role)]
    says = later(
        "只列您可以授予的；各角色能做什么，见角色表",
        "Only roles that you may give; see the table of roles for what each may do",
    )
    return forms.ChoiceField(
        label=later("角色", "Role"), choices=choices_of(own, empty=empty), required=required, help_text=says
    )


def _login_field() -> forms.CharField:
    attrs = {"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
    return LoginField(label=later("账号", "Login"), max_length=150, widget=forms.TextInput(attrs))


class AccountField(forms.ChoiceField):
    """An account, picked by the name of whoever uses it; one that is not listed is left to the action to find."""

    def valid_value(self, value: Any) -> bool:
        return True


def _account_field(actor: Actor, also: str) -> forms.Field:
    """The accounts that the actor sees, while they are few; `also` one more. Else a login is typed."""
    found = access.users(actor, limit=_FEW + 1)
    if len(found) > _FEW:
        return _login_field()
    known = {
        each.login: each.login if each.called == each.login else f"{each.called}（{each.login}）" for each in found
    }
    known.pop(actor.login, None)
    if also:
        known.setdefault(also, also)
    choices = [("", w("请选择", "Choose").say()), *known.items()]
    return AccountField(label=later("账号", "Login"), choices=choices)


def _reason_field() -> forms.CharField:
    says = later("随授权永久留存，供审计", "Kept permanently with the grant, for the auditor")
    area = forms.TextInput({"autocomplete": "off"})
    return forms.CharField(label=later("原因", "Reason"), max_length=200, widget=area, help_text=says)


class GiveGrantForm(ActForm):
    """A role over a unit and everything below it."""

    field_for: Mapping[str, str] = {
        "no_such_login": "login", "own_grant": "login", "already_held": "login", "admin_by_admin": "role",
        "role_not_held": "role", "role_from_above": "role", "longer_than_yours": "until", "not_found": "unit",
    }  # fmt: skip
    field_order = ("login", "role", "unit", "until", "note")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = _account_field(actor, str(self.initial.get("login") or ""))
        self.fields["role"] = role_field(actor, empty=w("请选择", "Choose"))
        self.fields["unit"] = unit_field(
            actor, GRANT, label=later("范围（该单位及全部下级）", "Scope (this unit and all below)")
        )
        self.fields["until"] = DayField(
            label=later("有效期至", "Until the end of"),
            required=False,
            help_text=later("临时顶班请填；不填则到终止为止", "For temporary cover; otherwise until it is ended"),
        )
        self.fields["note"] = _reason_field()
        self.order_fields(self.field_order)

    def clean_until(self) -> datetime | None:
        """The end of the day that was chosen, on the duty room's clock; it must lie ahead."""
        day = self.cleaned_data["until"]
        if day is None:
            return None
        until = datetime.combine(day, time(23, 59, 59), clock.zone())
        if until <= clock.current().now():
            raise forms.ValidationError(str(w("请选择今天或以后的日期", "Choose today or a later day")))
        return until


class EndGrantForm(ActForm):
    """Why a grant ends."""

    field_for: Mapping[str, str] = {
        "own_grant": "note",
        "grant_over": "note",
        "admin_by_admin": "note",
        "role_from_above": "note",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"] = _reason_field()


def _name_field() -> forms.CharField:
    return asking.line(
        "使用人姓名", "Name of the person",
        w("日报、交接和签收以此署名；上面已是姓名的可不填", "Signs the reports; leave empty if named above"),
        required=False, most=100,
    )  # fmt: skip


def _phone_field() -> forms.CharField:
    hint = w("印在由其签发的日报上，如 0123-4567890", "Printed on the reports that this person signs: 0123-4567890")
    return asking.line("联系电话", "Telephone", hint, required=False, most=40)


class PersonForm(ActForm):
    """Who uses an account."""

    name = _name_field()
    phone = _phone_field()


class NewUserForm(ActForm):
    """A new account."""

    field_for: Mapping[str, str] = {
        "login_taken": "login",
        "login_alike": "login",
        "username": "login",
        "not_found": "unit",
        "admin_by_admin": "role",
        "role_not_held": "role",
        "role_from_above": "role",
    }
    field_order = ("title", "name", "phone", "unit", "role", "login", "language")
    title = forms.CharField(
        label=later("姓名或岗位", "Name or post"), max_length=100, validators=[refuse_unseen],
        help_text=later(
            "显示在页面和记录旁，如“张建国”“一号井队填报员”",
            "Shown on pages and beside records, such as “reporter of crew 1”",
        ),
    )  # fmt: skip
    name = _name_field()
    phone = _phone_field()

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = _login_field()
        self.fields["login"].required = False
        self.fields["login"].help_text = later(
            "不填则按姓名自动编。英文字母、汉字或维吾尔文、数字和 @ . + - _，以后不能改",
            "Left empty, it is derived from the name. Letters, Chinese, Uyghur, digits and @ . + - _; it never changes",
        )
        self.fields["unit"] = unit_field(actor, USER, label=later("所属单位", "Unit"))
        if GRANT in actor.verbs:
            self.fields["role"] = role_field(actor, empty=w("暂不授权", "No role yet"), required=False)
        self.fields["language"] = language_field()
        self.order_fields(self.field_order)


class TokenForm(ActForm):
    """A device that acts as an account."""

    field_for: Mapping[str, str] = {"token_days": "days"}
    device = forms.CharField(
        label=later("设备", "Device"), max_length=200, validators=[refuse_unseen],
        help_text=later("说明是哪一台，如“一号门岗手机”", "Say which one, such as “phone at gate 1”"),
    )  # fmt: skip
    days = forms.IntegerField(
        label=later("有效天数", "Valid for (days)"), initial=90, min_value=1, max_value=TOKEN_DAYS_MOST,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = w("请填 1 至 {n} 的整数", "Give a whole number from 1 to {n}").fill(n=TOKEN_DAYS_MOST)
        for code in ("invalid", "min_value", "max_value"):
            self.fields["days"].error_messages[code] = str(said)
        for validator in self.fields["days"].validators:
            validator.message = str(said)  # type: ignore[attr-defined]


class LanguageForm(ActForm):
    """In which language an account reads."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = language_field()


def language_field() -> forms.ChoiceField:
    """The languages of this installation."""
    said = choices_of(languages.offered())
    return forms.ChoiceField(label=later("界面语言", "Language"), choices=said, widget=forms.RadioSelect)
