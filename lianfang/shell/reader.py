"""shell · reader: who is asking, for pages; those who are not signed in are led to the sign-in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from lianfang.kernel import scope
from lianfang.kernel.scope import Actor

View = Callable[..., HttpResponseBase]


def actor_of(request: HttpRequest) -> Actor | None:
    """The actor whom the middleware found for this request."""
    found: Actor | None = getattr(request, "actor", None)
    return found


def signed_in(view: View) -> View:
    """The view is called with the actor after the request, inside the actor's scope."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor = actor_of(request)
        if actor is None:
            return redirect_to_login(request.get_full_path())
        with scope.acting(actor):
            return view(request, actor, *args, **kwargs)

    return asked
