"""shell · public: pages for anybody: only read, cached, and told apart from the console even where they refuse."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe

from lianfang.kernel.problems import Refused
from lianfang.shell.documents.pdf import qr_picture

Page = Callable[..., HttpResponse]
# What is public may have something said beside it; a cache asks again after a minute.
MINUTE, FOR_EVER = "public, max-age=60, stale-while-revalidate=600", "public, max-age=31536000, immutable"
# What somebody types into a page for anybody, or reads there with a receipt, is kept by no cache.
NOWHERE = "no-store"
_METHODS = ("GET", "HEAD")


def public_page(
    problem: Callable[[HttpRequest, Refused], HttpResponse], *, takes: Sequence[str] = _METHODS
) -> Callable[[Page], Page]:
    """A page that answers whoever asks, by GET and HEAD alone or what it `takes`; `problem` makes the page that says a
    refusal."""

    def public(view: Page) -> Page:
        @wraps(view)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in takes:
                answer = HttpResponse(status=405)
                answer["Allow"] = ", ".join(takes)
                return answer
            try:
                answer = view(request, *args, **kwargs)
            except Refused as refused:
                answer = problem(request, refused)
            answer.headers.setdefault("Cache-Control", MINUTE)
            return answer

        return shown

    return public


def from_elsewhere(request: HttpRequest) -> bool:
    """Whether a browser says that another site made it send this: asked where no cookie proves a form to be ours.

    A form that anybody may send without a login rests on nothing that a browser adds by itself, so that sending it for
    somebody else gains nothing; this keeps other sites from making their readers send it unknowing.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") == "cross-site":
        return True
    origin = request.headers.get("Origin", "")
    return bool(origin) and not url_has_allowed_host_and_scheme(origin, {request.get_host()})


def data_block(said: Mapping[str, Any]) -> SafeString:
    """JSON for a page's data block (JSON-LD): nothing in it can end the element that holds it."""
    return mark_safe(json.dumps(said, ensure_ascii=False).replace("<", "\\u003c"))


def qr_code(text: str) -> SafeString:
    """The text as a QR code that stands in the page itself."""
    return mark_safe(qr_picture(text).decode())
