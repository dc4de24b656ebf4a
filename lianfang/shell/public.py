"""shell · public: pages for anybody: only read, cached, and told apart from the console even where they refuse."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe

from lianfang.kernel.problems import Refused
from lianfang.shell.documents.pdf import qr_svg

Page = Callable[..., HttpResponse]
# What is public may have something said beside it; a cache asks again after a minute.
MINUTE, FOR_EVER = "public, max-age=60, stale-while-revalidate=600", "public, max-age=31536000, immutable"
_METHODS = ("GET", "HEAD")
_A_MINUTE = 60


def public_page(problem: Callable[[HttpRequest, Refused], HttpResponse]) -> Callable[[Page], Page]:
    """A page that answers whoever asks, by GET and HEAD alone; `problem` makes the page that says a refusal."""

    def public(view: Page) -> Page:
        @wraps(view)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in _METHODS:
                answer = HttpResponse(status=405)
                answer["Allow"] = ", ".join(_METHODS)
                return answer
            try:
                answer = view(request, *args, **kwargs)
            except Refused as refused:
                answer = problem(request, refused)
            answer.headers.setdefault("Cache-Control", MINUTE)
            return answer

        return shown

    return public


def data_block(said: Mapping[str, Any]) -> SafeString:
    """JSON for a page's data block (JSON-LD): nothing in it can end the element that holds it."""
    return mark_safe(json.dumps(said, ensure_ascii=False).replace("<", "\\u003c"))


def qr_code(text: str) -> SafeString:
    """The text as a QR code that stands in the page itself."""
    return mark_safe(qr_svg(text, on_page=True))


def asked_too_often(request: HttpRequest, what: str, most: int) -> bool:
    """Whether one address has asked for `what` too often this minute, as who tries codes does; each call counts."""
    address = hashlib.sha256(request.META.get("REMOTE_ADDR", "").encode()).hexdigest()[:16]
    key = f"{what}:{address}:{int(time.time()) // _A_MINUTE}"
    cache.add(key, 0, 2 * _A_MINUTE)
    try:
        return bool(cache.incr(key) > most)
    except ValueError:  # it was forgotten in between
        return False
