"""shell · guide.views: the strip at the foot of each page, and the buttons on it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from lianfang.ground.access.demo import words_of_login
from lianfang.kernel.words import Words
from lianfang.shell.guide import steps as guide
from lianfang.shell.guide.steps import Step


@dataclass(frozen=True, slots=True)
class Strip:
    """What a page says of the guide: the step, its number from 1, and whether this is the page to do it on."""

    step: Step
    number: int
    of: int
    is_here: bool
    signs_in: bool

    @property
    def who(self) -> Words:
        return words_of_login(self.step.login)

    @property
    def last(self) -> bool:
        return self.number == self.of

    @property
    def mark(self) -> str:
        """The selector of what to press: on the page to sign in it is the login of the step."""
        return f"[data-login='{self.step.login}']" if self.signs_in else self.step.mark if self.is_here else ""


def strip(request: HttpRequest) -> Strip | None:
    """The strip of this page; None for a visitor who is not being led."""
    at = guide.place(request)
    if at is None:
        return None
    known, login = guide.steps(), _login(request)
    at = guide.arrived(request, at, login)
    step = known[at]
    signs_in = not login and request.path == reverse("account_login")
    return Strip(step, at + 1, len(known), step.shown_at(request.path, login), signs_in)


@require_POST
def move(request: HttpRequest) -> HttpResponse:
    """`to`: begins at a step (its number), goes to the one where the visitor stands (`here`), or ends (`end`).

    Who is to do the step signs in first; the page to sign in marks the login.
    """
    known = guide.steps()
    if not known:
        raise Http404
    to = request.POST.get("to", "")
    if to == "end":
        response = HttpResponseRedirect("/")
        guide.keep(response, None)
        return response
    said = guide.number(to)
    at = said - 1 if said is not None and 0 < said <= len(known) else guide.place(request) or 0
    href = known[at].href()
    if _login(request) != known[at].login:
        logout(request)
        href = f"{reverse('account_login')}?{urlencode({'next': href})}"
    response = HttpResponseRedirect(href)
    guide.keep(response, at)
    return response


def follow(request: HttpRequest, response: HttpResponse) -> None:
    """Keeps the step to which a visitor came by himself."""
    at = guide.place(request) if request.method == "GET" and response.status_code == 200 else None
    if at is not None and (now := guide.arrived(request, at, _login(request))) != at:
        guide.keep(response, now)


def _login(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    return user.get_username() if user is not None and user.is_authenticated else ""
