"""shell · labels: the page that reads a label: by the camera, by a hand scanner that types, or by its short code."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve
from django.views.decorators.cache import never_cache

from lianfang.ground.places.labels import PLACE, taken_apart, typed
from lianfang.ground.places.shortcodes import folded, holds, near, shown
from lianfang.kernel.labelled import Labelled
from lianfang.kernel.problems import Refused
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell.acting import shown as page
from lianfang.shell.components.types import Link
from lianfang.shell.forms import posted
from lianfang.shell.kinds import scanned
from lianfang.shell.labels.at_pages import href_of, take
from lianfang.shell.labels.forms import SaidForm
from lianfang.shell.labels.problems import LABEL_FOREIGN, LABEL_TORN, SHORT_UNKNOWN, SHORT_WRONG

_MEANT = 5  # things that are offered where a code does not hold
_AT = "/at/"


@never_cache
def scan_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Reads a label and goes on to where it leads."""
    form = SaidForm(posted(request))
    meant: list[Labelled] = []
    found = form.act(lambda said: _led(request, actor, said["read"], here=said["here"]))
    if found:
        return HttpResponseRedirect(found)
    if form.refused is not None and form.refused.problem in (SHORT_WRONG, SHORT_UNKNOWN):
        meant = _meant(actor, form.cleaned_data["read"])
    context = {
        "title": w("扫码", "Scan"),
        "lede": w(
            "对准标签上的二维码；扫不了就输入短码。",
            "Point the camera at the code on the label; where it cannot be scanned, type its short code.",
        ),
        "form": form,
        "meant": [Link(each.words, href_of(each.sort, each.code)) for each in meant],
    }
    return page(request, form, "labels/scan.html", context)


def _led(request: HttpRequest, actor: Actor, said: str, *, here: bool) -> str:
    """Where what was read or typed leads. Raises `label_torn`, `label_foreign`, `short_wrong`, `short_unknown`."""
    said = said.strip()
    thing = _address(said)
    if thing is not None:
        sort, code, token, host = thing
        source = REGISTRY.labelled().get(sort)
        if source is None:
            raise Refused(LABEL_TORN)
        if host and not _ours(request, host) and code not in source.found(actor, [code]):
            raise Refused(LABEL_FOREIGN, host=host[:80])
        if token:
            take(request, actor, source, scanned.read_now(sort, code, token, here=here))
        elif code not in source.found(actor, [code]):
            raise Refused(LABEL_TORN)
        return href_of(sort, code)
    if "/" in said or ":" in said:
        host = _host(said)
        raise Refused(LABEL_FOREIGN, host=host[:80]) if host and not _ours(request, host) else Refused(LABEL_TORN)
    return _typed(actor, said)


def _typed(actor: Actor, said: str) -> str:
    short = folded(said)
    if short is not None and holds(short):
        for sort, code in typed([short]).values():
            source = REGISTRY.labelled().get(sort)
            if source is not None and code in source.found(actor, [code]):
                return href_of(sort, code)
    for source in REGISTRY.labelled().values():
        if said.upper() in source.found(actor, [said.upper()]):
            return href_of(source.code, said.upper())
    if short is not None and not holds(short):
        raise Refused(SHORT_WRONG, said=shown(short))
    raise Refused(SHORT_UNKNOWN, said=shown(short) if short is not None else said[:40])


def _meant(actor: Actor, said: str) -> list[Labelled]:
    """The things whose codes are so near to what was typed that one of them is probably meant."""
    short = folded(said)
    close = sorted(set(typed(near(short)).values())) if short is not None else []
    found: list[Labelled] = []
    for sort, source in REGISTRY.labelled().items():
        codes = [code for of, code in close if of == sort]
        found += source.found(actor, codes).values() if codes else ()
    return found[:_MEANT]


def _address(said: str) -> tuple[str, str, str, str] | None:
    """Sort, code, token and host of the address of a label; None for anything else."""
    before, token = taken_apart(said)
    try:
        parts = urlsplit(before if "://" in before or before.startswith("/") else f"//{before}")
    except ValueError:
        return None
    path = unquote(parts.path)
    if not path.lower().startswith(_AT):
        return None
    try:
        found = resolve(path.lower()[: len(_AT)] + path[len(_AT) :].rstrip("/"))
    except Resolver404:
        return None
    return found.kwargs.get("sort", PLACE), found.kwargs["code"].upper(), token, parts.netloc


def _host(said: str) -> str:
    """The host of an address; empty for what is none."""
    try:
        return urlsplit(said).netloc if "://" in said else ""
    except ValueError:
        return ""


def _ours(request: HttpRequest, host: str) -> bool:
    return host.lower() in {request.get_host().lower(), urlsplit(settings.PUBLIC_URL).netloc.lower()}
