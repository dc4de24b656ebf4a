"""incidents · asking: one page for one form: asked, sent, refused with its remedy, or done and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from lianfang.areas.incidents.forms import Asking
from lianfang.kernel.problems import Refused
from lianfang.kernel.words import Words, w
from lianfang.shell.components.pieces import Link

EXERCISE_NOTE = w(
    "演练 EXERCISE：以下均为演练，不是真实情况，不计入任何统计",
    "EXERCISE 演练: nothing here is real, and none of it is counted",
)


def ask(
    request: HttpRequest,
    form: Asking,
    *,
    title: Words,
    back: str,
    crumbs: list[Link],
    submit: Words,
    act: Callable[[dict[str, Any]], object],
    done: Words,
    lede: Words | str = "",
    exercise: bool = False,
) -> HttpResponse:
    """Shows the form; once it holds, does `act` with what was said and goes where that says (by default `back`)."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                found = act(form.cleaned_data)
                messages.success(request, done.say())
                return HttpResponseRedirect(found if isinstance(found, str) else back)
            except Refused as refused:
                form.refuse(refused)
                status = refused.problem.status
    context = {
        "title": title, "lede": lede, "crumbs": crumbs, "form": form, "submit": submit, "cancel_href": back,
        "exercise": EXERCISE_NOTE if exercise else None,
    }  # fmt: skip
    return render(request, "incidents/form.html", context, status=status)
