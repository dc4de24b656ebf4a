"""shell · directory: one's own account, and what each role may do."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from lianfang.ground.access import actions
from lianfang.ground.access import queries as access
from lianfang.ground.access.card import SEE
from lianfang.ground.units import queries as units
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell import languages
from lianfang.shell.components.types import Link
from lianfang.shell.directory import verbs
from lianfang.shell.directory.access_forms import LanguageForm
from lianfang.shell.directory.links import GRANTS, elsewhere, href
from lianfang.shell.directory.tokens import token_rows
from lianfang.shell.directory.user_pages import facts_of
from lianfang.shell.forms import posted


def account_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What the reader is here: roles, language, password, second step, devices."""
    user = access.user(actor, actor.login)
    form = LanguageForm(posted(request), initial={"language": user.language})
    if form.act(lambda said: actions.set_language(actor, language=said["language"]) or True):
        return _in_language(request, form.cleaned_data["language"])
    context = {
        "title": w("我的账号：{who}", "My account: {who}").fill(who=user.called),
        "facts": facts_of(actor, user),
        "form": form,
        "held": _held(actor),
        "links": _own_links(),
        "tokens": token_rows(access.tokens(actor, actor.login)),
        "who_takes": actor.login,
        "user": user,
        "actions": [Link(w("姓名和电话", "Name and telephone"), href("user-person", user.login))],
    }
    return render(request, "directory/account.html", context, status=form.status)


def roles_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What each role may do, in plain words."""
    context = {
        "title": w("角色表：各角色能做什么", "Roles: what each may do"),
        "lede": w(
            "角色按单位授予，对该单位及全部下级有效。",
            "A role is given for a unit and applies there and to all units below.",
        ),
        "crumbs": [Link(GRANTS, href("grants"))] if actor.prefixes(SEE) else [],
        "roles": [(code, words, verbs.said_of(code), code in actor.roles) for code, words in verbs.roles()],
        "matrix": verbs.table(),
    }
    return render(request, "directory/roles.html", context)


def _held(actor: Actor) -> list[tuple[Words, Words | str, list[Words]]]:
    """Each role of the reader: its words, its unit, what it may do."""
    known = units.units(actor, sorted({each.unit for each in actor.held}))
    return [
        (
            dict(verbs.roles()).get(each.role, Words(each.role, each.role)),
            known[each.unit].words if each.unit in known else each.unit,
            verbs.said_of(each.role),
        )
        for each in actor.held
    ]


def _own_links() -> list[Link]:
    found = (
        (w("修改密码", "Change password"), elsewhere("account_change_password")),
        (w("两步验证", "Two-step sign-in"), elsewhere("mfa_index")),
    )
    return [Link(words, way) for words, way in found if way]


def _in_language(request: HttpRequest, language: str) -> HttpResponse:
    """Back to the page, in the language chosen, which this browser keeps too."""
    said = w("界面语言已改为：{language}", "The language of the pages is now {language}")
    messages.success(request, said.fill(language=languages.words_of(language)).say(language))
    response = HttpResponseRedirect(href("account"))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        max_age=365 * 24 * 60 * 60,
    )
    return response
