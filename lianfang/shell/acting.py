"""shell · acting: a page with a form: opened, sent, refused with its remedy, or done and on to the next page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from lianfang.kernel.problems import Refused
from lianfang.kernel.words import Words
from lianfang.shell.answers import patient
from lianfang.shell.components.types import Link
from lianfang.shell.forms import ActForm, sentence

T = TypeVar("T")


def acted(
    request: HttpRequest,
    form: ActForm,
    act: Callable[[dict[str, Any]], T] | None,
    *,
    done: Words | Callable[[T], Words],
    to: str | Callable[[T], str],
) -> HttpResponse | None:
    """Does `act` with what the form says, tells that it is done and goes on; None where the form is still to be shown.

    `done` and `to` may depend on what `act` gave. Without an `act` the form is only shown.
    """
    made: Any = form.act(act) if act is not None else None
    if act is None or not form.done:
        return None
    return _told(request, made, done, to)


def shown(request: HttpRequest, form: ActForm | None, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """The page that holds the form, with the status of what was refused."""
    answer = render(request, template, dict(context), status=form.status if form is not None else 200)
    return patient(answer, form.refused.problem) if form is not None and form.refused else answer


def pressed(
    request: HttpRequest,
    act: Callable[[], T],
    *,
    done: Words | Callable[[T], Words],
    to: str | Callable[[T], str],
    warns: str = "",
) -> HttpResponse:
    """An act of one button: done, told, and on to `to`.

    A refusal is the page's answer; with `warns`, a conflict with what somebody did before is told at that address.
    """
    try:
        made = act()
    except Refused as refused:
        if not warns or refused.problem.status != 409:
            raise
        messages.warning(request, sentence(refused))
        return HttpResponseRedirect(warns)
    return _told(request, made, done, to)


def _told(request: HttpRequest, made: Any, done: Any, to: Any) -> HttpResponse:
    messages.success(request, (done if isinstance(done, Words) else done(made)).say())
    return HttpResponseRedirect(to if isinstance(to, str) else to(made))


def onward(request: HttpRequest, otherwise: str) -> str:
    """The page on which a button stood, where the button says so and it is one of ours."""
    said = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(said, {request.get_host()}, request.is_secure())
    return said if ours else otherwise


def form_page(
    request: HttpRequest,
    form: ActForm,
    *,
    act: Callable[[dict[str, Any]], T] | None,
    done: Words | Callable[[T], Words],
    back: str,
    title: Words | str,
    to: str | Callable[[T], str] = "",
    submit: Words | None = None,
    crumbs: Sequence[Link] = (),
    template: str = "shell/form.html",
    **more: Any,
) -> HttpResponse:
    """A page that is one form: `act` with what it says, then `to` (by default `back`); else the form, and why not."""
    went = acted(request, form, act, done=done, to=to or back)
    if went is not None:
        return went
    context = {"title": title, "form": form, "submit": submit, "crumbs": crumbs, "cancel_href": back, **more}
    return shown(request, form, template, context)
