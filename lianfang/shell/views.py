"""shell · views: the reader's own preferences, and the page on which every component can be looked at."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from lianfang.kernel.problems import Refused
from lianfang.shell import styleguide
from lianfang.shell.answers import patient
from lianfang.shell.context import THEME_COOKIE, THEMES

YEAR_SECONDS = 365 * 24 * 60 * 60


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keeps the chosen theme in a cookie and goes back to where the reader was."""
    chosen = request.POST.get("theme", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if chosen in THEMES:
        secure = bool(getattr(settings, "SESSION_COOKIE_SECURE", False))
        response.set_cookie(
            THEME_COOKIE, chosen, max_age=YEAR_SECONDS, samesite="Lax", secure=secure, httponly=True
        )  # fmt: skip
    return response


@require_GET
def styleguide_page(request: HttpRequest) -> HttpResponse:
    """Every component in every state; only where there is nothing real to mistake it for."""
    if not (settings.DEBUG or getattr(settings, "DEMO", False)):
        raise Http404
    return render(request, "shell/styleguide.html", styleguide.context(request))


def problem_page(request: HttpRequest, refused: Refused, back_href: str = "", today_href: str = "") -> HttpResponse:
    """A refusal as a page: what happened, and what to do now; of a day that is none, the page of today."""
    if today_href:
        request.day_asked = None  # type: ignore[attr-defined]  # a day that is refused does not go along to other pages
    # Other days of a page that is refused are refused as well: the frame shows no control of the day.
    context = {"problem": refused, "back_href": back_href, "today_href": today_href, "day_control": None}
    return patient(render(request, "shell/problem.html", context, status=refused.problem.status), refused.problem)
