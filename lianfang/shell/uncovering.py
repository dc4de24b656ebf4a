"""shell · uncovering: a reader asks for the names on one page, says what for, and has them there for ten minutes.

What the page then shows is noted person by person (`ground.people.masking`). It holds for one address: whoever goes on
to another page asks again.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from lianfang.ground.people import masking
from lianfang.ground.people.masking import Purpose
from lianfang.kernel.words import Words, w

MINUTES = 10
_KEPT = "names"
ASKED_FOR_WORDS: dict[str, Words] = {
    Purpose.CONTACT: w("联系本人", "to reach them"),
    Purpose.HANDLE: w("处置、核实", "to deal with or check something"),
    Purpose.CHECK: w("督查、审计", "inspection or audit"),
    Purpose.REQUEST: w("本人申请查阅", "the person asked for it"),
}


@contextmanager
def on_page(request: HttpRequest) -> Iterator[None]:
    """The request, with the purpose for which its reader has asked for names on this page; a device never asks so."""
    signed_in = getattr(request, "actor", None) is not None and getattr(request, "token", None) is None
    with masking.page(_asked(request) if signed_in else None):
        yield


def asked(said: str) -> Purpose | None:
    """The purpose of that code; None where it is none that can be asked for."""
    return next((each for each in masking.ASKED_FOR if each == said), None)


@require_POST
def names(request: HttpRequest) -> HttpResponse:
    """Shows the names of the page in `next` for a purpose, or conceals them again where none is said."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    if (purpose := asked(request.POST.get("purpose", ""))) is not None and request.user.is_authenticated:
        request.session[_KEPT] = [back.partition("?")[0], str(purpose), time.time() + MINUTES * 60]
    else:
        request.session.pop(_KEPT, None)
    return HttpResponseRedirect(back)


def _asked(request: HttpRequest) -> Purpose | None:
    kept = request.session.get(_KEPT)
    if not isinstance(kept, list) or kept[0] != request.path or kept[2] < time.time():
        return None
    return asked(kept[1])
