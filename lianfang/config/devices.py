"""config · devices: what only a reader at a browser needs passes devices by: session, login, messages, htmx.

A device shows its token with each request to the API, and is then nobody else (`ground.access.middleware`); what these
would prepare is asked by none of the API's views, and would cost a tenth of recording one entry.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string

Answering = Callable[[HttpRequest], HttpResponseBase]


def by_a_device(request: HttpRequest) -> bool:
    """Whether a request to the API shows a token; whether that is good is judged later."""
    shown: str = request.META.get("HTTP_AUTHORIZATION", "")
    return shown[:7].lower() == "bearer " and request.path_info.startswith("/api/")


def _for_readers(dotted: str) -> Callable[[Answering], Answering]:
    """The middleware, for everybody but devices. It must be one that only wraps, and hears of no view."""

    def made(get_response: Answering) -> Answering:
        wrapped: Any = import_string(dotted)(get_response)

        def answered(request: HttpRequest) -> HttpResponseBase:
            found: HttpResponseBase = (get_response if by_a_device(request) else wrapped)(request)
            return found

        return answered

    return made


Sessions = _for_readers("django.contrib.sessions.middleware.SessionMiddleware")
Logins = _for_readers("django.contrib.auth.middleware.AuthenticationMiddleware")
Messages = _for_readers("django.contrib.messages.middleware.MessageMiddleware")
Htmx = _for_readers("django_htmx.middleware.HtmxMiddleware")
