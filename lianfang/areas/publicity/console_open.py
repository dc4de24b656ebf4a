"""publicity · console for anybody: to tell something without a login, and to see with a receipt how far it is.

No cookie is set and none is read (docs/decisions/1062): whoever sends the form has no right to abuse.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from lianfang.areas.publicity import actions_tip as actions
from lianfang.areas.publicity import forms_tip as forms
from lianfang.areas.publicity import policy, problems
from lianfang.areas.publicity import presenters_tip as presenters
from lianfang.areas.publicity import queries_tip as queries
from lianfang.kernel import clock, ids
from lianfang.kernel.problems import Refused
from lianfang.kernel.words import w
from lianfang.shell.answers import patient
from lianfang.shell.forms import posted
from lianfang.shell.languages import others
from lianfang.shell.public import NOWHERE, from_elsewhere, public_page
from lianfang.shell.slowing import Limit

# An office behind one address may send several; a script sends no more than that.
SENDS = Limit("publicity-tips", most=10, seconds=600)
GUESSES = Limit("publicity-receipts", most=20, seconds=600)
_TITLE = w("反映情况", "Tell us")


def _page(request: HttpRequest, template: str, said: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """A page that depends on nobody: no session, no token; the language is that of the address or of the browser."""
    context = {"others": others(), "here": request.path, "lang": request.GET.get("lang", ""), **said}
    answer = HttpResponse(render_to_string(f"publicity/open/{template}.html", context), status=status)
    answer["Cache-Control"], answer["X-Robots-Tag"] = NOWHERE, "noindex"
    answer["Referrer-Policy"] = "no-referrer"  # the code of a receipt stands in the address
    return answer


def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    _speak(request)
    said = {
        "title": refused.says, "remedy": refused.remedy, "desk": queries.desk(), "here": reverse("publicity:tell"),
    }  # fmt: skip
    return patient(_page(request, "problem", said, status=refused.problem.status), refused.problem)


def _speak(request: HttpRequest) -> None:
    """In the language that the address names, where it is one of this installation's."""
    asked = request.GET.get("lang", "")
    if asked in dict(settings.LANGUAGES):
        translation.activate(asked)


@csrf_exempt
@public_page(_refused, takes=("GET", "HEAD", "POST"))
def tell_page(request: HttpRequest) -> HttpResponse:
    """The form; sent, it leads to its receipt. Sent twice, both lead to the same one."""
    _speak(request)
    desk, now = queries.desk(), clock.current().now()
    if desk is None or not desk.said.open:
        closed = problems.TIPS_CLOSED
        if request.method == "POST":
            raise Refused(closed)
        # It is there, and says that it is closed.
        return _page(request, "problem", {"title": closed.says, "remedy": closed.remedy, "desk": desk})
    if request.method == "POST":
        if from_elsewhere(request):
            raise Refused(problems.TIP_ELSEWHERE)
        if SENDS.count(request):
            raise Refused(problems.TIP_TOO_MANY)
    sent = posted(request)
    form = forms.PublicTipForm(sent, initial={"form": forms.sealed(ids.mint(now))})
    tip = form.act(lambda _: _told(form))
    if tip is not None:
        return HttpResponseRedirect(f"{reverse('publicity:receipt', args=[tip.code])}{_lang(request, '?sent=1')}")
    if sent is not None and forms.unsealed(sent.get("form", "")) is None:
        renewed = sent.copy()  # it cannot be sent any more as it is, and can with the next press
        renewed["form"] = forms.sealed(ids.mint(now))
        form.data = renewed
    after, most = policy.kept_days(now)
    said = {
        "title": _TITLE, "form": form, "desk": desk.said, "unit": queries.called(desk.unit), "after": after,
        "most": most, "receipt": forms.ReceiptForm(),
    }  # fmt: skip
    return _page(request, "tell", said, status=form.status)


def _told(form: forms.PublicTipForm) -> queries.Tip:
    stream = forms.unsealed(form.cleaned_data["form"])
    if stream is None:
        raise Refused(problems.TIP_STALE)
    return actions.tell(stream=stream, topic=form.cleaned_data["topic"], told=form.told())


def _lang(request: HttpRequest, query: str) -> str:
    asked = request.GET.get("lang", "")
    return f"{query}&lang={asked}" if asked in dict(settings.LANGUAGES) else query


@public_page(_refused)
def look_page(request: HttpRequest) -> HttpResponse:
    """Leads a typed code to its receipt."""
    code = queries.plain(request.GET.get("code", "")[:60])
    if not code:
        return HttpResponseRedirect(reverse("publicity:tell"))
    return HttpResponseRedirect(f"{reverse('publicity:receipt', args=[code])}{_lang(request, '?')}".rstrip("?"))


@public_page(_refused)
def receipt_page(request: HttpRequest, code: str) -> HttpResponse:
    """How far a tip is. What was told and by whom stands nowhere on it."""
    _speak(request)
    if GUESSES.reached(request):
        raise Refused(problems.TIP_TOO_MANY)
    tip = queries.by_receipt(code)
    if tip is None:
        GUESSES.count(request)
        raise Refused(problems.TIP_UNKNOWN)
    said = {
        "title": presenters.receipt_says(tip), "tip": tip, "facts": presenters.receipt_facts(tip),
        "sent": request.GET.get("sent") == "1" and not tip.over, "desk": queries.desk(),
    }  # fmt: skip
    return _page(request, "receipt", said)
