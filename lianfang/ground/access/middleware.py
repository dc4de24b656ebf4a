"""access · middleware: every request acts as somebody, or as nobody and sees nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import Any

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.utils import url_str_to_user_pk
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from lianfang.ground.access import queries
from lianfang.ground.access.problems import TOKEN_NOT_GOOD
from lianfang.kernel import reading, scope
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor

# Where somebody may go before the password handed to them is replaced by one of their own.
_OPEN_TO_ALL = ("/accounts/", "/static/", "/preferences/")
_ONLY_READ = ("GET", "HEAD")


class ActorMiddleware:
    """Sets `request.actor` and runs the request inside its scope.

    A device shows `Authorization: Bearer …` and is then that login, whatever session comes along; a token that is
    not good is answered at once. Without either, `request.actor` is None and no scope is set. The connection goes on
    showing the device after its request, because it often comes again at once; every request begins by saying its own.
    What a request that only reads asks of the database, it asks once.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        shown = request.META.get("HTTP_AUTHORIZATION", "")
        request.token = None  # type: ignore[attr-defined]
        if shown[:7].lower() == "bearer ":
            bearer = queries.bearer(shown[7:].strip())
            if bearer is None:
                return _refusal()
            request.token = bearer.token  # type: ignore[attr-defined]
            request.user = SimpleLazyObject(lambda: get_user_model().objects.get(pk=bearer.pk))  # type: ignore[assignment]
            return self._answer(request, queries.actor_of(bearer), kept=True)
        scope.release()
        user: Any = request.user
        if user.is_authenticated and not user.may_enter:
            request.user = AnonymousUser()
        if not request.user.is_authenticated:
            request.actor = None  # type: ignore[attr-defined]
            half_in = _half_in(request)
            if half_in is None:
                return self.get_response(request)
            with scope.acting(half_in):
                return self.get_response(request)
        if request.user.password_once and not request.path.startswith(_OPEN_TO_ALL):
            return HttpResponseRedirect(reverse("account_change_password"))
        return self._answer(request, queries.actor_of(user))

    def _answer(self, request: HttpRequest, actor: Actor, *, kept: bool = False) -> HttpResponseBase:
        request.actor = actor  # type: ignore[attr-defined]
        with scope.acting(actor, kept=kept), reading.once() if request.method in _ONLY_READ else nullcontext():
            response: Any = self.get_response(request)
        if response.streaming:
            response.streaming_content = _streamed(actor, response.streaming_content)
        return response


def _half_in(request: HttpRequest) -> Actor | None:
    """Who gave the password and owes the second factor: acts as himself, and holds nothing."""
    pending = getattr(request, "session", {}).get(LOGIN_SESSION_KEY)
    if not isinstance(pending, dict) or not pending.get("user_pk"):
        return None
    user = get_user_model().objects.filter(pk=url_str_to_user_pk(pending["user_pk"])).first()
    return None if user is None else Actor(user.get_username(), user.pk, ())


def _streamed(actor: Actor, parts: Iterator[Any]) -> Iterator[Any]:
    """A body that is made while it is sent is made inside the same scope."""
    with scope.acting(actor):
        yield from parts


def _refusal() -> JsonResponse:
    response = JsonResponse(Refused(TOKEN_NOT_GOOD).as_json(), status=401, content_type="application/problem+json")
    response["WWW-Authenticate"] = "Bearer"
    return response
