"""shell · kinds scanned: whoever scanned the label of a thing a moment ago records there as somebody who was there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lianfang.ground.places import labels
from lianfang.ground.places.labels import PLACE
from lianfang.kernel import clock
from lianfang.kernel.words import w

KEPT = timedelta(minutes=15)
_SESSION, _COOKIE, _SALT = "lianfang_label", "lianfang_label", "lianfang.label"
_LONGEST = 200
_LAPSED = w(
    "扫码只证明前后 15 分钟在场：这条按手工填写。请做完再扫，或扫后即记",
    "A scan shows who is there for 15 minutes: this was recorded as typed. Scan when the work is done, then record",
)


@dataclass(frozen=True, slots=True)
class Scan:
    """What was read from a label, when, and whether by the camera of our own page, which is then gone back to."""

    sort: str
    code: str
    token: str
    at: datetime
    here: bool = False

    @property
    def fresh(self) -> bool:
        """Whether it was a moment ago."""
        return timedelta(0) <= clock.current().now() - self.at <= KEPT

    def of(self, sort: str, code: str) -> bool:
        """Whether it was the label of this very thing, a moment ago."""
        return (self.sort, self.code) == (sort, code) and self.fresh

    def kept(self) -> list[object]:
        return [self.sort, self.code, self.token, self.at.isoformat(), self.here]


def read_now(sort: str, code: str, token: str, *, here: bool = False) -> Scan:
    """A label that is read at this moment."""
    return Scan(sort, code, token[:_LONGEST], clock.current().now(), here)


def remember(request: HttpRequest, scan: Scan) -> None:
    """Keeps what was read from a label with the session; whether it is good is asked when something is recorded."""
    request.session[_SESSION] = scan.kept()


def forget(request: HttpRequest) -> None:
    """What was read before counts no more."""
    request.session.pop(_SESSION, None)


def last(request: HttpRequest) -> Scan | None:
    """What was read within the last quarter of an hour."""
    scan = _scan(request.session.get(_SESSION))
    return scan if scan is not None and scan.fresh else None


def lay_by(answer: HttpResponse, scan: Scan) -> None:
    """Keeps a scan in the browser of somebody who is not signed in yet; it never stands in an address again."""
    said = signing.dumps(scan.kept(), salt=_SALT)
    answer.set_cookie(
        _COOKIE, said, max_age=int(KEPT.total_seconds()), path=reverse("shell:labels:at", args=["-"]).rstrip("-"),
        secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip


def laid_by(request: HttpRequest) -> Scan | None:
    """What the browser kept of before the sign-in."""
    said = request.COOKIES.get(_COOKIE)
    if not said:
        return None
    try:
        scan = _scan(signing.loads(said, salt=_SALT, max_age=KEPT))
    except signing.BadSignature:
        return None
    return scan if scan is not None and scan.fresh else None


def taken_up(answer: HttpResponse) -> HttpResponse:
    """The answer, after which the browser keeps nothing of it."""
    answer.delete_cookie(_COOKIE, path=reverse("shell:labels:at", args=["-"]).rstrip("-"), samesite="Lax")
    return answer


def label_of(request: HttpRequest, place: str | None, occurred_at: datetime | None = None) -> str | None:
    """What was read from the label of this very place: into the form, or within the last quarter of an hour.

    It shows that somebody is there now, and nothing of a time further away than that (`occurred_at`, by default now).
    """
    now = clock.current().now()
    if occurred_at is not None and abs(now - occurred_at) > KEPT:
        return None
    shown = labels.taken_apart(request.POST.get("place_q", ""))[1]
    if shown:
        return shown[:_LONGEST]
    scan = last(request)
    return scan.token if place and scan is not None and scan.of(PLACE, place) else None


def warn_lapsed(request: HttpRequest, place: str | None, label: str | None) -> None:
    """Tells who scanned the label of this place, yet too long before or after what was recorded, that it is typed."""
    scan = _scan(request.session.get(_SESSION))
    if label is None and place and scan is not None and (scan.sort, scan.code) == (PLACE, place):
        messages.warning(request, _LAPSED.say())


def onward(request: HttpRequest, code: str | None, otherwise: str, *, sort: str = PLACE) -> str:
    """Where one goes after recording: whoever scans from place to place (or lot to lot) in our page, back to its
    camera."""
    scan = last(request)
    if code and scan is not None and scan.here and scan.of(sort, code):
        return reverse("shell:labels:scan")
    return otherwise


def _scan(said: object) -> Scan | None:
    """A scan as it was kept; None for what is older, or was kept by an earlier version."""
    match said:
        case [str(sort), str(code), str(token), str(at), bool(here)]:
            return Scan(sort, code, token, datetime.fromisoformat(at), here)
    return None
