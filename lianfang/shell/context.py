"""shell · context: what every page knows without asking: who reads it, what time it is, where it can go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from lianfang.kernel import clock
from lianfang.kernel.words import Words
from lianfang.shell import nav
from lianfang.shell.components import text

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "lianfang_theme"
BAR_ITEMS = 4  # the thumb's row; a fifth place belongs to "all pages"


@dataclass(frozen=True, slots=True)
class Who:
    """The reader as the frame shows them; `holds` says whether they hold a verb anywhere."""

    name: str
    unit: Words | str = ""
    unit_code: str = ""
    roles: Words | str = ""
    holds: Callable[[str], bool] = lambda verb: False


@dataclass(frozen=True, slots=True)
class ClockFace:
    """The clock in the top bar: the moment it was handed over, and how fast it runs from there."""

    at: datetime
    rate: float

    @property
    def words(self) -> str:
        return text.moment(self.at)

    @property
    def exact(self) -> str:
        return text.local(self.at).isoformat(timespec="milliseconds")

    @property
    def offset_minutes(self) -> int:
        offset = text.local(self.at).utcoffset()
        return int(offset.total_seconds() // 60) if offset else 0


_describe: Callable[[HttpRequest], Who | None] | None = None


def describe_reader(describe: Callable[[HttpRequest], Who | None]) -> None:
    """Hands in the one function that knows how to describe a request's reader (its floor knows accounts)."""
    global _describe
    _describe = describe


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor. What may fail or costs a query is worked out only when a template asks for it."""
    return {
        "theme": theme_of(request),
        "demo": getattr(settings, "DEMO", False),
        "who": SimpleLazyObject(lambda: _who(request)),
        "clock": SimpleLazyObject(_clock_face),
        "nav": SimpleLazyObject(lambda: _sections(request)),
        "bar": SimpleLazyObject(lambda: _bar(request)),
        "account_links": SimpleLazyObject(_account_links),
        "demo_logins": getattr(settings, "DEMO_LOGINS", ()),
    }


def theme_of(request: HttpRequest) -> str:
    """The theme the reader chose, or the machine's own."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else "auto"


def _who(request: HttpRequest) -> Who | None:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    if _describe and (who := _describe(request)):
        return who
    actor = getattr(request, "actor", None)
    verbs: frozenset[str] = actor.verbs if actor else frozenset()
    home = (actor.home if actor else None) or ""
    return Who(user.get_username(), home, holds=verbs.__contains__)


def _clock_face() -> ClockFace:
    now = clock.current()
    rate = now.rate if isinstance(now, clock.CampaignClock) else 0.0 if isinstance(now, clock.FixedClock) else 1.0
    return ClockFace(now.now(), rate)


def _sections(request: HttpRequest) -> list[tuple[Words, list[nav.NavLink]]]:
    who = _who(request)
    return nav.sections(request.path, who.holds) if who else []


def _bar(request: HttpRequest) -> list[nav.NavLink]:
    """The pages a thumb reaches: those marked for the bar first, then the first of the list."""
    links = [link for _, section in _sections(request) for link in section]
    return sorted(links, key=lambda link: not link.bar)[:BAR_ITEMS]


def _account_links() -> dict[str, str]:
    """Addresses of the account's own pages, as far as this installation has them."""
    names = {"password": "account_change_password", "mfa": "mfa_index", "logout": "account_logout"}
    found = {}
    for key, name in names.items():
        try:
            found[key] = reverse(name)
        except NoReverseMatch:
            continue
    return found
