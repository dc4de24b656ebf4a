"""watch · console of the handover: what is open at the unit and was done on the shift, and the two signatures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lianfang.areas.watch import actions_handover, policy, presenters, queries, queries_log, queries_open
from lianfang.areas.watch.forms import OfferForm, SignForm
from lianfang.areas.watch.presenters_handover import did_links, groups_of, kept_groups, kept_lines, summary
from lianfang.areas.watch.rules import Handover, Staffing
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.open_matters import Reading
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.acting import acted, shown
from lianfang.shell.components.tables import State, Table, Text, When
from lianfang.shell.components.text import moment
from lianfang.shell.components.types import Fact
from lianfang.shell.forms import ActForm
from lianfang.shell.reader import signed_in

_BACK = timedelta(days=7)
_AHEAD = timedelta(days=2)  # no shift ends later
_MOMENT = timedelta(microseconds=1)


@signed_in
def handover_page(request: HttpRequest, actor: Actor, unit: str) -> HttpResponse:
    """The next change of shift with all that goes with it, for both sides; below it, those of the last week.

    With `at` it is one of those: what was signed then.
    """
    found, now = presenters.unit_seen(actor, unit), clock.current().now()
    known = queries.handovers(actor, now - _BACK, now + _AHEAD, [unit])
    past = {key: one for key, one in known.items() if one.change_at <= now}
    asked = next((one for one in past.values() if one.change_at == _asked_at(request)), None)
    post = queries.post(actor, unit)
    handover = asked or (queries.next_handover(post, known, now) if post is not None else None)
    form: ActForm | None = None
    if handover is not None and asked is None and request.method == "POST":
        form = SignForm(request.POST) if "offered" in request.POST else OfferForm(request.POST)
        marks = request.POST.get("read")  # what the page showed that was signed
        went = acted(
            request, form, lambda said: _sign(actor, unit, handover, said, marks), done=lambda words: words,
            to=reverse("watch:handover", args=[unit]),
        )  # fmt: skip
        if went is not None:
            return went
    staffed = _sides(actor, unit, handover) if handover else []
    offer = handover.offer if handover else None
    logins = [each.by for one in past.values() for each in (one.offer, one.signature) if each]
    called = presenters.names(actor, staffed, *logins, offer.by if offer else None)
    context = {
        "title": _title(handover, now),
        "lede": found.words,
        "as_of": now,
        "crumbs": [presenters.crumb(found)],
        "handover": handover,
        "ruled": policy.watched(now),
        "chip": presenters.handover_chip(handover, now) if handover else None,
        "facts": _facts(staffed, handover, called, now),
        "timeline": presenters.handover_events(handover, called) if handover else [],
        "offer": offer,
        "past": PastTable([one for _, one in sorted(past.items(), reverse=True)], called, now, unit),
        **(_signed(handover) if handover and handover.signature else {}),
    }
    if handover is not None and handover.signature is None:
        read = queries_open.all_open(actor, found, now, handover.taking.ends_at)
        context |= _open_now(actor, found, handover, staffed, read, form, now)
        context |= _forms(actor, handover, staffed, form, read)
    return shown(request, form, "watch/handover.html", context)


def _asked_at(request: HttpRequest) -> datetime | None:
    """Which change of shift an address asks for; None for the next one."""
    try:
        return datetime.fromisoformat(request.GET.get("at", ""))
    except ValueError:
        return None


def _open_now(
    actor: Actor,
    unit: Unit,
    handover: Handover,
    staffed: Sequence[Staffing],
    read: Reading,
    form: ActForm | None,
    now: datetime,
) -> dict[str, Any]:
    """What is open now, what has changed since it was offered or shown, and what the shift has done."""
    offer = handover.offer
    came, went = queries_open.changed(offer, read) if offer else ([], [])
    new = {each.key for each in came}
    if form is not None and form.errors and isinstance(form, OfferForm | SignForm):
        shown = set(form.data.get("read", "").split())
        new |= {each.key for each in read.matters if shown and queries_open.mark_of(each.key) not in shown}
    leaving = handover.leaving
    until = min(now, leaving.ends_at) + _MOMENT
    return {
        "summary": summary(read),
        "groups": groups_of(read, new),
        "hidden": read.hidden,
        "came": len(came),
        "went": kept_lines(went),
        "lines": queries_log.of_shift(actor, unit.code, leaving.begins_at, until),
        "made": did_links(
            queries_open.did(actor, unit, staffed[0].people, leaving.begins_at, until), unit, leaving.begins_at
        ),
    }


def _signed(handover: Handover) -> dict[str, Any]:
    """What both signed, as the ledger keeps it."""
    offer, signature = handover.offer, handover.signature
    if offer is None or signature is None:
        return {}
    count, hidden = offer.matters_count, offer.matters_hidden or 0
    return {
        "kept": kept_groups(offer.matters),
        "kept_count": count,
        "kept_more": max(0, (count or 0) - hidden - len(offer.matters)),
        "hidden": hidden,
        "signed_came": kept_lines(signature.came),
        "signed_went": kept_lines(signature.went),
    }


def _sign(actor: Actor, unit: str, handover: Handover, said: Mapping[str, Any], read: str | None) -> Words:
    """Records the signature of one side or the other; what to say of it."""
    change_at = handover.change_at
    if "offered" in said:
        actions_handover.sign_handover(actor, unit=unit, change_at=change_at, offered=said["offered"], read=read)
        return w("已接班，双方签字完成", "Taken over; both have signed")
    actions_handover.offer_handover(actor, unit=unit, change_at=change_at, note=said["note"], read=read)
    return w("已交班，等接班人签字", "Handed over; the other side signs next")


def _sides(actor: Actor, unit: str, handover: Handover) -> list[Staffing]:
    said = queries.roster(actor, handover.leaving.begins_at, handover.taking.ends_at, [unit])
    return [said.get((unit, each.on, each.code), Staffing(each)) for each in (handover.leaving, handover.taking)]


def _forms(
    actor: Actor, handover: Handover, staffed: Sequence[Staffing], form: ActForm | None, read: Reading
) -> dict[str, Any]:
    """The form of the side that this reader stands on, and from when it can be signed."""
    leaving, taking = staffed
    now, opens_at = clock.current().now(), handover.change_at - policy.limits_at(handover.change_at).opens
    early = now < opens_at
    offers = actor.login in leaving.people
    offer = handover.offer
    signs = offer is not None and actor.login in taking.people and actor.login != offer.by
    initial = {"note": offer.note or ""} if offer else {}
    return {
        "offer_form": (form if isinstance(form, OfferForm) else OfferForm(initial=initial)) if offers else None,
        "sign_form": offer if signs else None,
        "failed": form if form is not None and form.errors else None,
        "read": queries_open.marks_of([each.key for each in read.matters]),
        "early": early,
        "opens_said": moment(opens_at),
        "waits_for": offer is None and actor.login in taking.people,
    }


def _title(handover: Handover | None, now: datetime) -> Words:
    if handover is None:
        return w("现在没有要办的交接", "No handover is due now")
    at = moment(handover.change_at)
    if handover.signature is not None:
        return w("{at}换班：交接已完成", "Change of {at}: handed over").fill(at=at)
    return w("{at}换班：{leaving}交给{taking}", "Change of {at}: {leaving} to {taking}").fill(
        at=at, leaving=handover.leaving.words, taking=handover.taking.words
    )


def _facts(
    staffed: Sequence[Staffing], handover: Handover | None, called: presenters.Names, now: datetime
) -> list[Fact]:
    if handover is None:
        return []
    leaving, taking = staffed
    grace = policy.limits_at(handover.change_at).grace
    found = [
        Fact(w("交班班次", "Outgoing shift"), leaving.shift.said),
        Fact(w("交班人员", "Outgoing crew"), presenters.listed(leaving.people, called) or presenters.NOBODY),
        Fact(w("接班班次", "Incoming shift"), taking.shift.said),
        Fact(w("接班人员", "Incoming crew"), presenters.listed(taking.people, called) or presenters.NOBODY),
    ]
    if handover.signature is None:
        found.append(Fact(w("双方签字截至", "Both sign until"), moment(handover.change_at + grace)))
    days = presenters.other_day(handover, now)
    return [*found, Fact(w("计入", "Counted for"), days)] if days else found


class PastTable(Table[Handover]):
    """Handovers with both sides; each opens what was signed."""

    called: presenters.Names
    now: datetime
    unit: str
    tall = False

    change_at = When(
        w("换班", "Change"),
        link=lambda t, row: f"{reverse('watch:handover', args=[t.unit])}?{presenters.asked_at(row)}",
    )
    offered = Text(w("交班人", "Handed over by"), lambda t, row: t.called[row.offer.by] if row.offer else "")
    signed = Text(w("接班人", "Taken over by"), lambda t, row: t.called[row.signature.by] if row.signature else "")
    state = State(w("签字", "Signatures"), lambda t, row: presenters.handover_chip(row, t.now))
