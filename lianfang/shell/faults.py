"""shell · faults: what is answered where nothing else could answer, in the form of whoever asked."""

from __future__ import annotations

import logging
import sys

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from lianfang.kernel.away import away
from lianfang.shell.answers import fault_answer, patient

_log = logging.getLogger(__name__)


def failed(request: HttpRequest) -> HttpResponse:
    """503 while the database is away, 500 for a fault of ours: a problem for the API, a page for everybody else.

    Django calls it for every exception that a middleware or a view let pass. It asks the database nothing.
    """
    error = sys.exc_info()[1]
    if isinstance(error, Exception) and request.path.startswith("/api/"):
        return _told(fault_answer(request, error))
    problem = away(error) if error is not None else None
    if problem is None:
        return HttpResponse(render_to_string("500.html"), status=500)
    _log.warning("%s at %s %s: %s", problem.code, request.method, request.path, error)
    again = problem.retry_seconds if request.method == "GET" else None
    page = render_to_string("503.html", {"problem": problem, "again": again})
    return _told(patient(HttpResponse(page, status=problem.status), problem))


def _told(answer: HttpResponse) -> HttpResponse:
    """The answer, which Django need not log once more with all that led to it."""
    answer._has_been_logged = True  # type: ignore[attr-defined]
    return answer
