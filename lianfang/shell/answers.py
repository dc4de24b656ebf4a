"""shell · answers: how the API says every refusal and every fault, and who may ask it at all."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.http.request import RawPostDataException, UnreadablePostError
from ninja.errors import AuthenticationError, HttpError, ValidationError

from lianfang.kernel.away import away
from lianfang.kernel.faults import fault_words
from lianfang.kernel.problems import INVALID, NOT_FOUND, NOT_JSON, TOO_LARGE, Fault, Problem, Refused
from lianfang.kernel.scope import Actor
from lianfang.shell.ledger.problems import BAD_QUERY, INTERNAL, NOT_SIGNED_IN, WRONG_METHOD

PROBLEM_TYPE = "application/problem+json"
BODY_LIMIT = 16 * 1024 * 1024
BODY_WORDS = "16 MiB"
View = Callable[..., HttpResponse]
_log = logging.getLogger(__name__)


def problem_answer(refused: Refused, **more: Any) -> HttpResponse:
    """A refusal as `application/problem+json` in the language of the request."""
    answer = JsonResponse({**refused.as_json(), **more}, status=refused.problem.status, content_type=PROBLEM_TYPE)
    if refused.problem.status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    return patient(answer, refused.problem)


def patient(answer: HttpResponse, problem: Problem) -> HttpResponse:
    """The answer, with `Retry-After` where waiting may help."""
    if problem.retry_seconds is not None:
        answer["Retry-After"] = str(problem.retry_seconds)
    return answer


def fault_answer(request: HttpRequest, error: Exception) -> HttpResponse:
    """Any exception as the problem it is; what nobody foresaw is logged under a reference and says no more."""
    for kind, say in _SAYINGS:
        if isinstance(error, kind):
            return problem_answer(say(error))
    absent = away(error)
    if absent is not None:
        _log.warning("%s at %s %s: %s", absent.code, request.method, request.path, error)
        return problem_answer(Refused(absent))
    reference = uuid.uuid4().hex[:12]
    _log.error("unexpected fault %s at %s %s", reference, request.method, request.path, exc_info=error)
    return problem_answer(Refused(INTERNAL, reference=reference))


def told(view: View) -> View:
    """The view, with the API's own answer for whatever goes wrong in it, 405 included.

    No cookie is ever enough to write through the API (`authorised`), so it needs no CSRF token.
    """

    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer = view(request, *args, **kwargs)
        except Exception as error:
            return fault_answer(request, error)
        if isinstance(answer, HttpResponseNotAllowed):
            return not_allowed(request, answer.headers["Allow"])
        return answer

    update_wrapper(asked, view, assigned=("__doc__",), updated=())
    asked.csrf_exempt = True  # type: ignore[attr-defined]
    return asked


def not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """405 as a problem, with `Allow`."""
    answer = problem_answer(Refused(WRONG_METHOD, method=(request.method or "")[:20], allowed=allowed))
    answer["Allow"] = allowed
    return answer


def authorised(request: HttpRequest) -> Actor:
    """The actor who asks: with a token always, with a session for reading only. Raises `not_signed_in`."""
    actor: Actor | None = getattr(request, "actor", None)
    by_token = getattr(request, "token", None) is not None
    if actor is None or not (by_token or request.method in ("GET", "HEAD")):
        raise Refused(NOT_SIGNED_IN)
    return actor


def _invalid(error: Any) -> Refused:
    """What ninja found wrong with parameters or a body, field by field."""
    faults = tuple(
        Fault(".".join(str(part) for part in each["loc"][1:]), fault_words(each), str(each["type"]))
        for each in error.errors
    )
    of_body = any(each["loc"] and each["loc"][0] in ("body", "form", "file") for each in error.errors)
    return Refused(INVALID if of_body else BAD_QUERY, faults=faults)


def _http(error: Any) -> Refused:
    """Ninja raises `HttpError` by itself only where a body cannot be read; areas raise `Refused`."""
    return Refused(NOT_JSON, reason=str(error)) if error.status_code == 400 else Refused(NOT_FOUND)


_SAYINGS: tuple[tuple[Any, Callable[[Any], Refused]], ...] = (
    (Refused, lambda refused: refused),
    (ValidationError, _invalid),
    (AuthenticationError, lambda _: Refused(NOT_SIGNED_IN)),
    (Http404, lambda _: Refused(NOT_FOUND)),
    (HttpError, _http),
    (RequestDataTooBig, lambda _: Refused(TOO_LARGE, limit=BODY_WORDS)),
    (UnreadablePostError, lambda _: Refused(NOT_JSON, reason="the body broke off")),
    (RawPostDataException, lambda _: Refused(NOT_JSON, reason="the body was read before")),
)
