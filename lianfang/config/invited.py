"""config · invited: the page on which somebody who was invited comes in, with a password of his own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import login as sign_in
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from lianfang.config import forwarded, guessing
from lianfang.config.login import BACKEND
from lianfang.ground.access import actions_invitations as invitations
from lianfang.ground.access import problems
from lianfang.ground.units import queries as units
from lianfang.kernel import scope
from lianfang.kernel.problems import Refused, problem
from lianfang.kernel.words import Words, w
from lianfang.shell.acting import shown
from lianfang.shell.components.text import later
from lianfang.shell.forms import ActForm, posted

_GUESSED = "an invitation"
CODE_LATER = problem(
    "invitation_later",
    429,
    w("邀请码错误次数过多", "Too many wrong codes"),
    w("请 {seconds} 秒后再试", "Try again in {seconds} s"),
)
_AT_CODE = {
    each.code: "k"
    for each in (
        problems.INVITATION_UNKNOWN, problems.INVITATION_USED, problems.INVITATION_OVER, problems.INVITATION_REVOKED,
        CODE_LATER,
    )
}  # fmt: skip


class CodeForm(ActForm):
    """The code, where it was not scanned."""

    field_for = _AT_CODE
    k = forms.CharField(
        label=later("邀请码", "Code of the invitation"), max_length=40,
        widget=forms.TextInput({"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=later("邀请单上的 16 位字符，如 abcd-efgh-jkmn-pqrs", "16 characters, such as abcd-efgh-jkmn-pqrs"),
    )  # fmt: skip


class ComeInForm(ActForm):
    """A password of one's own."""

    field_for = {**_AT_CODE, "password_weak": "password"}
    k = forms.CharField(max_length=40, widget=forms.HiddenInput)
    password = forms.CharField(
        label=later("密码", "Password"), widget=forms.PasswordInput({"autocomplete": "new-password"}, render_value=True)
    )
    again = forms.CharField(
        label=later("再输一遍", "Repeat the password"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}, render_value=True),
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("password") and said.get("again") and said["password"] != said["again"]:
            self.add_error("again", w("两次输入的密码不一致", "The two passwords differ").say())
        return said


@never_cache
@sensitive_post_parameters("password", "again")
def page(request: HttpRequest) -> HttpResponse:
    """Whom the code is for, and a password to choose; without a good code, the code."""
    code = (request.POST.get("k") or request.GET.get("k", ""))[:40]
    asked = CodeForm({"k": code} if code or request.method == "POST" else None)
    found = asked.act(lambda said: _looked_up(request, said["k"]))
    if found is None:
        return shown(request, asked, "first/invited_code.html", {"form": asked})
    form = ComeInForm(posted(request) if "password" in request.POST else None, initial={"k": code})
    user = form.act(
        lambda said: invitations.come_in(
            said["k"], password=said["password"], language=translation.get_language() or ""
        )
    )
    if user is not None:
        with scope.acting(scope.system_actor("invitation")):
            sign_in(request, user, backend=BACKEND)
        said = w("已开通。下次用登录名 {login} 和刚才的密码登录", "You are in. Next time your login is {login}")
        messages.success(request, said.fill(login=user.get_username()).say())
        return HttpResponseRedirect("/")
    context = {"form": form, "invited": found, "unit": _unit(found.unit)}
    return render(request, "first/invited.html", context, status=form.status)


def _looked_up(request: HttpRequest, code: str) -> invitations.Invited:
    """Raises what stands against the code; guesses are slowed where they come from."""
    attempt = guessing.attempt_code(_GUESSED, forwarded.client_address(request))
    if seconds := guessing.begin(attempt):
        raise Refused(CODE_LATER, seconds=seconds)
    try:
        found = invitations.shown(code)
    except Refused as refused:
        (guessing.wrong if refused.problem is problems.INVITATION_UNKNOWN else guessing.right)(attempt)
        raise
    guessing.right(attempt)
    return found


def _unit(code: str) -> Words | str:
    with scope.acting(system := scope.system_actor("invitation")):
        found = units.units(system, [code])
    return found[code].words if code in found else code
