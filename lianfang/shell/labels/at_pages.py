"""shell · labels: where a label leads: to what is due at that thing now; who is not signed in yet signs in first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from lianfang.ground.places import problems as places
from lianfang.ground.places.card import OPEN
from lianfang.ground.places.labels import PLACE, Label, Read, labels_of
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, scope
from lianfang.kernel.frame import Waiting
from lianfang.kernel.labelled import Jobs, Labelled, LabelSource
from lianfang.kernel.problems import NOT_FOUND, Refused, existing
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.text import moment
from lianfang.shell.components.types import Link
from lianfang.shell.kinds import scanned
from lianfang.shell.kinds.scanned import Scan
from lianfang.shell.labels.problems import LABEL_ELSEWHERE, LABEL_TORN
from lianfang.shell.ledger.names import units_called
from lianfang.shell.reader import actor_of

TOKEN = "k"
_OLD = w(
    "这是旧标签，已于 {at} 更换：请扫新标签；现在在此记录只算手工录入",
    "This is an old label, replaced {at}: scan the new one; what is recorded here now counts as typed",
)
_REVOKED = w(
    "这张标签已于 {at} 作废：现在在此记录只算手工录入，请报告值班员",
    "This label was revoked {at}: what is recorded here now counts as typed; tell the duty officer",
)
_UNKNOWN = w(
    "标签上的校验码不对（残缺、仿制或别的系统所印）：现在在此记录只算手工录入",
    "The label's token does not match (damaged, copied by hand or another installation's): what is "
    "recorded here now counts as typed",
)


def href_of(sort: str, code: str) -> str:
    """The address of a thing's label, without what proves that it was read."""
    return (
        reverse("shell:labels:at", args=[code]) if sort == PLACE else reverse("shell:labels:thing", args=[sort, code])
    )


@never_cache
def at_page(request: HttpRequest, code: str, sort: str = PLACE) -> HttpResponse:
    """What stands on the wall never changes; where it leads follows from who reads it, and from what is due there."""
    actor, token, code = actor_of(request), request.GET.get(TOKEN, ""), code.upper()
    here = href_of(sort, code)
    if actor is None:
        answer = redirect_to_login(request.path)
        if token:
            scanned.lay_by(answer, scanned.read_now(sort, code, token))
        return answer
    with scope.acting(actor):
        source = existing(REGISTRY.labelled().get(sort))
        scan = scanned.read_now(sort, code, token) if token else scanned.laid_by(request)
        if scan is not None and (scan.sort, scan.code) == (sort, code):
            take(request, actor, source, scan)
            return scanned.taken_up(HttpResponseRedirect(here))
        return _led(request, actor, source, code)


def take(request: HttpRequest, actor: Actor, source: LabelSource, scan: Scan) -> None:
    """Judges what was read from a label: a good one is kept for what is recorded next, any other is told why not.

    Raises `label_torn`, `label_elsewhere`.
    """
    thing = source.found(actor, [scan.code]).get(scan.code)
    if thing is None:
        raise Refused(LABEL_ELSEWHERE if _genuine(scan) else LABEL_TORN)
    read, at = labels_of(actor, scan.sort, [scan.code])[scan.code].read(scan.token)
    if read is Read.GOOD:
        scanned.remember(request, scan)
        return
    scanned.forget(request)
    said = {Read.OLD: _OLD, Read.REVOKED: _REVOKED}.get(read, _UNKNOWN)
    messages.warning(request, said.fill(at=moment(at, "year") if at else "").say())


def _genuine(scan: Scan) -> bool:
    """Whether a label out of the reader's sight is one that we printed: whoever holds it stands there already."""
    system = scope.system_actor("labels")
    with scope.acting(system):
        label = labels_of(system, scan.sort, [scan.code]).get(scan.code, Label(scan.sort, scan.code))
        return label.read(scan.token)[0] in (Read.GOOD, Read.OLD, Read.REVOKED)


def _led(request: HttpRequest, actor: Actor, source: LabelSource, code: str) -> HttpResponse:
    """On to the one thing that is due; where there are several or none, the page that says so."""
    thing = source.found(actor, [code]).get(code)
    if thing is None:
        raise Refused(NOT_FOUND)
    if thing.closed_on is not None and thing.closed_on <= units.today():
        raise Refused(places.CLOSED, code=thing.code, day=thing.closed_on.isoformat())
    now = clock.current().now()
    jobs = source.jobs(actor, thing, now)
    if len(jobs.due) == 1:
        return HttpResponseRedirect(jobs.due[0].href)
    if not (jobs.due or jobs.later or jobs.offered):
        return HttpResponseRedirect(source.href(thing))
    return render(request, "labels/at.html", _context(request, actor, source, thing, jobs, now))


def _context(
    request: HttpRequest, actor: Actor, source: LabelSource, thing: Labelled, jobs: Jobs, now: datetime
) -> dict[str, Any]:
    scan = scanned.last(request)
    own = Link(w("查看资料", "About it"), source.href(thing))
    again = Link(w("补发标签", "Renew its label"), reverse("shell:labels:label", args=[thing.sort, thing.code]))
    return {
        "title": _title(thing, jobs),
        "lede": w("{note} · {unit}", "{note} · {unit}").fill(
            note=thing.note, unit=units_called(actor, [thing.unit]).get(thing.unit, thing.unit)
        ),
        "as_of": now,
        "scanned": scan is not None and scan.of(thing.sort, thing.code),
        "due": jobs.due,
        "later": _later(jobs.later) if jobs.later and not jobs.due else None,
        "offered": jobs.offered,
        "ways": [own, *([again] if actor.may(OPEN, thing.path) else [])],
    }


def _title(thing: Labelled, jobs: Jobs) -> Words:
    if jobs.due:
        return w("{thing}：待办 {n} 件", "{thing}: {n} due").fill(thing=thing.words, n=len(jobs.due))
    return w("{thing}：现在没有到时的任务", "{thing}: nothing is due now").fill(thing=thing.words)


def _later(waits: Waiting) -> Words:
    at = moment(waits.due_at) if waits.due_at else ""
    return w("下一次：{words}，{at} 起", "Next: {words}, from {at}").fill(words=waits.words, at=at)
