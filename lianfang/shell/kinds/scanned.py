"""shell · kinds scanned: whoever scanned the label of a place a moment ago records there as somebody who was there."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest

from lianfang.ground.places import labels
from lianfang.kernel import clock

_SESSION, _KEPT = "lianfang_label", timedelta(minutes=15)
_LONGEST = 200


def remember(request: HttpRequest, place: str, label: str) -> None:
    """Keeps what was read from a label with the session; whether it is good is asked when something is recorded."""
    if label:
        request.session[_SESSION] = [place, label[:_LONGEST], clock.current().now().isoformat()]


def label_of(request: HttpRequest, place: str | None) -> str | None:
    """What was read from the label of this very place: into the form, or within the last quarter of an hour."""
    shown = labels.taken_apart(request.POST.get("place_q", ""))[1]
    if shown:
        return shown[:_LONGEST]
    known = request.session.get(_SESSION)
    if not place or not known or known[0] != place:
        return None
    age = clock.current().now() - datetime.fromisoformat(known[2])
    return str(known[1]) if timedelta(0) <= age <= _KEPT else None
