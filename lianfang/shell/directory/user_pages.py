"""shell · directory: accounts: their list, one of them, making one, its password and its devices' tokens."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lianfang.ground.access import actions
from lianfang.ground.access import queries as access
from lianfang.ground.access.card import GRANT, SEE, USER
from lianfang.ground.access.queries import UserShown
from lianfang.ground.units import queries as units
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell import languages
from lianfang.shell.acting import form_page
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.tables import Code, Named, State, Table, Text, When
from lianfang.shell.components.types import Fact, Link
from lianfang.shell.cursors import PAGE_SIZE, Trail
from lianfang.shell.directory.access_forms import NewUserForm, PersonForm, TokenForm, UserFilter
from lianfang.shell.directory.grant_pages import grant_table, must_hold
from lianfang.shell.directory.invitation_pages import of_login
from lianfang.shell.directory.links import GRANTS, USERS, href, unit_href
from lianfang.shell.directory.tokens import token_rows
from lianfang.shell.forms import posted
from lianfang.shell.ledger.names import units_called

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is misread when it is read aloud
_WITH_THE_ACCOUNT = w("随账号开通授权", "given with the account")


def users_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The accounts whose units the actor sees."""
    must_hold(actor, SEE)
    form = UserFilter(actor, request.GET)
    trail = Trail.asked(request)
    found = access.users(
        actor,
        under=form.chosen("unit"),
        text=form.chosen("q"),
        closed=bool(form.chosen("closed")),
        after=trail.after,
        limit=PAGE_SIZE + 1,
    )
    page = trail.page(found, lambda each: each.login)
    context = {
        "title": w("账号：谁能登录", "Accounts: who may sign in"),
        "filter_form": form,
        "table": _table(actor, list(page.items)),
        "page": page,
        "crumbs": [Link(GRANTS, href("grants"))],
        "actions": _list_actions(actor),
        "empty_title": w("还没有账号", "No account yet"),
    }
    return render(request, "shell/list.html", context)


def user_page(request: HttpRequest, actor: Actor, login: str) -> HttpResponse:
    """One account: what it may do where, and its devices."""
    user = _seen(actor, login)
    manages = actor.may(USER, user.path)
    held = access.grants(actor, login=login, ended=True, limit=100)
    context = {
        "title": user.called,
        "chip": standing(user),
        "crumbs": [Link(GRANTS, href("grants")), Link(USERS, href("users"))],
        "actions": _actions(actor, user),
        "user": user,
        "manages": manages and user.login != actor.login,
        "facts": facts_of(actor, user),
        "grants": grant_table(actor, held, who=False) if held else None,
        "tokens": token_rows(access.tokens(actor, login)) if manages else [],
        "may_token": manages,
        "invitation": of_login(actor, login) if manages else None,
    }
    return render(request, "directory/user.html", context)


def _list_actions(actor: Actor) -> list[Link]:
    if not actor.prefixes(USER):
        return []
    return [
        Link(w("邀请一人", "Invite somebody"), href("invitation-new")),
        Link(w("邀请", "Invitations"), href("invitations")),
        Link(w("按岗位开通账号", "Open an account for a post"), href("user-new")),
    ]


@never_cache
def new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Makes an account with a password that is shown once and opens only the door to one's own."""
    must_hold(actor, USER)
    form = NewUserForm(
        actor, posted(request), initial={"unit": request.GET.get("unit", "")[:40], "language": "zh-hans"}
    )
    password = one_time_password()
    made = form.act(
        lambda said: actions.make_account(
            actor, login=said["login"], unit=said["unit"], title=said["title"], name=said["name"],
            phone=said["phone"], language=said["language"], password=password, role=said.get("role") or None,
            note=_WITH_THE_ACCOUNT.say(),
        )
    )  # fmt: skip
    if made:
        return _shown_once(request, made.username, password, w("账号已开通", "The account is open"))
    context = {
        "title": w("开通账号", "Open an account"),
        "lede": w(
            "首次登录须改为自己的密码。角色的范围是所属单位及全部下级，其他范围在开通后授权。",
            "The first sign-in asks for a new password. The role covers its unit and all below; other "
            "access can be given afterwards.",
        ),
        "form": form,
        "submit": w("开通", "Open the account"),
        "crumbs": [Link(GRANTS, href("grants")), Link(USERS, href("users"))],
        "cancel_href": href("users"),
    }
    return render(request, "shell/form.html", context, status=form.status)


def person_page(request: HttpRequest, actor: Actor, login: str) -> HttpResponse:
    """Says who uses an account, and that person's telephone: one's own, or of whoever one manages."""
    user = access.user(actor, login)
    own = user.login == actor.login
    if not own:
        actor.must(USER, user.path)
    return form_page(
        request, PersonForm(posted(request), initial={"name": user.name, "phone": user.phone}),
        act=lambda said: actions.set_person(actor, login=login, name=said["name"], phone=said["phone"]) or True,
        done=w("姓名和电话已更新", "Name and telephone are changed"),
        back=href("account") if own else href("user", login),
        title=w("姓名和电话：{who}", "Name and telephone: {who}").fill(who=user.called), submit=w("保存", "Save"),
        lede=w("日报、交接和签收以此署名", "Reports, handovers and receipts carry them"),
    )  # fmt: skip


@never_cache
@require_POST
def password_page(request: HttpRequest, actor: Actor, login: str) -> HttpResponse:
    """Gives an account another password to be used once."""
    user = _seen(actor, login)
    password = one_time_password()
    actions.set_password(actor, login=user.login, password=password, once=True)
    return _shown_once(request, user.login, password, w("密码已重置", "The password is reset"))


@require_POST
def active_page(request: HttpRequest, actor: Actor, login: str) -> HttpResponse:
    """Shuts an account, or opens it again."""
    user = _seen(actor, login)
    opening = request.POST.get("active") == "yes"
    actions.set_active(actor, login=user.login, active=opening)
    said = (
        w("账号已启用", "The account is enabled again")
        if opening
        else w("账号已停用，立即生效", "The account is disabled, with immediate effect")
    )
    messages.success(request, said.say())
    return HttpResponseRedirect(href("user", login))


@never_cache
def token_page(request: HttpRequest, actor: Actor, login: str) -> HttpResponse:
    """Makes a token for a device of one's own, shown this one time; for another it is laid ready to be taken."""
    user = access.user(actor, login)
    if user.login != actor.login:
        actor.must(USER, user.path)
        return _offer(request, actor, user)
    form = TokenForm(posted(request))
    made = form.act(lambda said: actions.make_token(actor, login=login, device=said["device"], days=said["days"]))
    if made:
        return _token_once(request, user, made)
    lede = w(
        "设备凭令牌以此账号办理，与密码无关。一台设备一个令牌，设备丢失请立即收回。",
        "The device acts as this account, whatever its password. One token per device; revoke it if the "
        "device is lost.",
    )
    return _token_form(request, user, form, lede, w("生成", "Make"), href("account"))


@never_cache
@require_POST
def take_page(request: HttpRequest, actor: Actor, token: UUID) -> HttpResponse:
    """The reader takes a token that somebody laid ready for him; it is shown this one time."""
    return _token_once(request, access.user(actor, actor.login), actions.take_token(actor, token=token))


def _offer(request: HttpRequest, actor: Actor, user: UserShown) -> HttpResponse:
    form = TokenForm(posted(request))
    laid = form.act(lambda said: actions.offer_token(actor, login=user.login, device=said["device"], days=said["days"]))
    if laid:
        said = w("已备好，待 {login} 登录后在“我的账号”领取", "Prepared: {login} takes it under “My account”")
        messages.success(request, said.fill(login=user.login).say())
        return HttpResponseRedirect(href("user", user.login))
    lede = w(
        "令牌由本人登录后领取，领取前不能使用。此设备的每条记录都注明由您代办。",
        "The owner signs in to take the token; until then it is not valid. Each record of the device will name you.",
    )
    return _token_form(request, user, form, lede, w("准备", "Prepare"), href("user", user.login))


def _token_form(
    request: HttpRequest, user: UserShown, form: TokenForm, lede: Words, submit: Words, back: str
) -> HttpResponse:
    context = {**_token_frame(user, back), "lede": lede, "form": form, "submit": submit}
    return render(request, "shell/form.html", context, status=form.status)


def _token_once(request: HttpRequest, user: UserShown, made: actions.NewToken) -> HttpResponse:
    shown = {"secret": made.shown, "until": made.expires_at, "device": made.device}
    return render(request, "directory/token_once.html", {**_token_frame(user, href("account")), **shown})


def _token_frame(user: UserShown, back: str) -> dict[str, Any]:
    who = user.called
    return {
        "title": w("设备令牌：{who}", "Device token: {who}").fill(who=who),
        "crumbs": [Link(who, back)],
        "back_href": back,
        "cancel_href": back,
    }


@require_POST
def revoke_page(request: HttpRequest, actor: Actor, token: UUID) -> HttpResponse:
    """Ends a token at once."""
    actions.revoke_token(actor, token=token)
    messages.success(request, w("令牌已收回，立即失效", "The token is revoked and no longer valid").say())
    login = request.POST.get("login", "")
    return HttpResponseRedirect(href("user", login) if login and login != actor.login else href("account"))


def one_time_password() -> str:
    """Four groups of four signs, fit to be read aloud over a telephone (79 bits)."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def standing(user: UserShown) -> Chip | None:
    """That an account is shut, or that nobody has chosen a password for it yet."""
    if not user.active:
        return Chip(w("已停用", "disabled"), "excused")
    if user.awaited:
        return Chip(w("待本人开通", "waiting to be accepted"), "due")
    return Chip(w("待首次登录", "awaits its first sign-in"), "due") if user.once else None


def facts_of(actor: Actor, user: UserShown) -> list[Fact]:
    """What an account is."""
    known = units.units(actor, [user.unit]) if user.unit else {}
    unit: object = Link(known[user.unit].words, unit_href(user.unit)) if user.unit in known else user.unit
    said: list[tuple[Words, object]] = [
        (w("姓名", "Name"), user.name),
        (w("称呼（职务）", "Title (position)"), user.title),
        (w("电话", "Telephone"), user.phone),
        (w("账号", "Login"), user.login),
        (w("所属单位", "Unit"), unit),
        (w("界面语言", "Language"), languages.words_of(user.language)),
        (w("开通", "Opened"), user.joined_at),
        (w("上次登录", "Last sign-in"), user.last_login_at or w("尚未登录", "never")),
        (w("演示账号", "Demo account"), True if user.demo else None),
    ]
    return [Fact(label, value) for label, value in said if value not in (None, "")]


def _seen(actor: Actor, login: str) -> UserShown:
    """The account. Raises `not_found` outside the scope, `not_allowed` without the verb at its unit."""
    user = access.user(actor, login)
    actor.must(SEE, user.path)
    return user


class UsersTable(Table[UserShown]):
    """Accounts with their units."""

    called: Mapping[str, Words]

    who = Text(w("姓名", "Name"), lambda row: row.called, link=lambda row: href("user", row.login))
    title = Text(w("称呼（职务）", "Title (position)"), lambda row: row.title or "—")
    login = Code(w("账号", "Login"))
    unit = Named(w("所属单位", "Unit"))
    last_login_at = When(w("上次登录", "Last sign-in"))
    standing = State(w("状态", "State"), lambda row: standing(row) or Chip(w("正常", "active"), "done"))


def _table(actor: Actor, listed: list[UserShown]) -> UsersTable:
    return UsersTable(listed, units_called(actor, sorted({each.unit for each in listed})))


def _actions(actor: Actor, user: UserShown) -> list[Link]:
    links = []
    if actor.prefixes(GRANT) and user.login != actor.login:
        links.append(Link(w("授权", "Give access"), href("grant-new", login=user.login, unit=user.unit)))
    if actor.may(USER, user.path) or user.login == actor.login:
        links.append(Link(w("姓名和电话", "Name and telephone"), href("user-person", user.login)))
    if actor.may(USER, user.path) and user.login != actor.login:
        links.append(Link(w("准备设备令牌", "Prepare a device token"), href("token-new", user.login)))
    return links


def _shown_once(request: HttpRequest, login: str, password: str, title: Words) -> HttpResponse:
    context = {
        "title": title,
        "login": login,
        "secret": password,
        "crumbs": [Link(USERS, href("users")), Link(login, href("user", login))],
        "back_href": href("user", login),
        "grant_href": href("grant-new", login=login),
    }
    return render(request, "directory/password_once.html", context)
