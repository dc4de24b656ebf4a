"""shell · middleware: turns a refusal that a page did not handle itself into the page that says it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from lianfang.kernel.problems import Refused
from lianfang.shell import uncovering
from lianfang.shell.day_asked import moved
from lianfang.shell.guide.views import follow
from lianfang.shell.problems import DAY_BEFORE, DAY_NOT_YET, DAY_UNCLEAR, UNIT_NOT_THEN
from lianfang.shell.views import problem_page


class ShellMiddleware:
    """Renders `Refused` from any console view; the API says its own problems."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with uncovering.on_page(request):
            response = self.get_response(request)
        follow(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The problem page with the problem's own status; None hands any other exception on."""
        if isinstance(exception, Refused) and not request.path.startswith("/api/"):
            return problem_page(request, exception, _way_back(request), _today(request, exception))
        return None


def _way_back(request: HttpRequest) -> str:
    """The page of ours that the reader came from; empty where it was another's, or this very one."""
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()})
    return came_from if ours and came_from != request.build_absolute_uri() else ""


def _today(request: HttpRequest, refused: Refused) -> str:
    """The page that was asked for on a day that is none, as it opens by itself; empty for any other refusal."""
    return moved(request, None) if refused.problem in (DAY_UNCLEAR, DAY_NOT_YET, DAY_BEFORE, UNIT_NOT_THEN) else ""
