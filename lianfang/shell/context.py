"""shell · context: what every page knows without asking: who reads it, what time it is, where it can go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseError
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from lianfang.ground.access import demo
from lianfang.ground.access.roles import words_of
from lianfang.ground.people import masking
from lianfang.ground.units.queries import Unit, unit
from lianfang.kernel import clock
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.playbook import current
from lianfang.shell import day_control, live, nav
from lianfang.shell.components import text
from lianfang.shell.components.types import Link
from lianfang.shell.day_asked import day_asked
from lianfang.shell.guide import steps as guide
from lianfang.shell.guide.views import strip as guide_strip
from lianfang.shell.kinds.lists import lists_at
from lianfang.shell.uncovering import ASKED_FOR_WORDS

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "lianfang_theme"
_ENDED = w(
    "防控方案“{name}”已于 {day} 到期：此后不派任务、不作判定，请管理员启用修订版",
    "The playbook '{name}' ended on {day}: nothing is due or judged since; ask for a new edition to be applied",
)


@dataclass(frozen=True, slots=True)
class Who:
    """The reader as the frame shows them. `verbs` is what menus are made from, never what a decision rests on.

    `since`: the first day of the unit that the page is about, else of the unit that is all they see; None where they
    see others too, which may be older.
    """

    name: str
    unit: Words | str = ""
    unit_code: str = ""
    roles: str = ""
    verbs: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()
    since: date | None = None


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


class Frame:
    """What stands around one page; each part is worked out once, and only if a template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def who(self) -> Who | None:
        return describe(self._request)

    @cached_property
    def reader(self) -> nav.Reader | None:
        """Of whom the navigation is made."""
        today = clock.day_of(clock.current().now()).date
        return nav.Reader(self.who.held, self.who.verbs, today) if self.who else None

    @cached_property
    def order(self) -> nav.Order:
        """Which pages are this reader's; none are a stranger's."""
        return nav.order(self.reader, current()) if self.reader else nav.Order((), ())

    @cached_property
    def sections(self) -> list[tuple[Words, list[nav.NavLink]]]:
        return nav.sections(self._request.path, self.order.chosen, day_control.keeping(self._request))

    @cached_property
    def here_is_shown(self) -> bool:
        """Whether the page that lies under this path, if any, is among those that are shown."""
        active = any(link.active for _, links in self.sections for link in links)
        return active or not nav.here_at(self._request.path)

    @cached_property
    def day(self) -> day_control.DayControl | None:
        """The control of the day that the page speaks of."""
        return day_control.control_of(self._request, self.who.since) if self.who else None

    @cached_property
    def live_pieces(self) -> list[live.LiveShown]:
        return live.pieces(self.who.verbs.__contains__) if self.who else []

    @cached_property
    def kind_lists(self) -> list[Link]:
        """The lists of records to which this page leads without saying so itself."""
        match = self._request.resolver_match
        return lists_at(match.view_name, self.who.verbs.__contains__) if self.who and match else []

    @cached_property
    def bar(self) -> list[nav.NavLink]:
        """The pages a thumb reaches: the four that are most this reader's."""
        return nav.bar(self._request.path, self.order.ranked, day_control.keeping(self._request))


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor. What may fail or costs a query is lazy, so that an error page needs no database."""
    frame = Frame(request)
    demonstration = getattr(settings, "DEMO", False)
    return {
        "theme": theme_of(request),
        "demo": demonstration,
        "playbook_ended": SimpleLazyObject(_playbook_ended),
        "who": SimpleLazyObject(lambda: frame.who),
        "clock": SimpleLazyObject(_clock_face),
        "live_pieces": SimpleLazyObject(lambda: frame.live_pieces),
        "day_control": SimpleLazyObject(lambda: frame.day),
        "nav": SimpleLazyObject(lambda: frame.sections),
        "nav_elsewhere": SimpleLazyObject(lambda: not frame.here_is_shown),
        "kind_lists": SimpleLazyObject(lambda: frame.kind_lists),
        "bar": SimpleLazyObject(lambda: frame.bar),
        "names": SimpleLazyObject(lambda: _names(request)),
        "account_links": SimpleLazyObject(_account_links),
        "guide": SimpleLazyObject(lambda: guide_strip(request)) if demonstration else None,
        "guided": demonstration and bool(guide.steps()),
        "demo_logins": [(login, demo.words_of_login(login)) for login in demo.LOGINS] if demonstration else (),
        "demo_password": demo.PASSWORD if demonstration else "",
    }


def describe(request: HttpRequest) -> Who | None:
    """The reader of a request; None for a stranger."""
    user, actor = getattr(request, "user", None), getattr(request, "actor", None)
    if user is None or not user.is_authenticated:
        return None
    if not isinstance(actor, Actor):
        return Who(str(user))
    roles = text.pick("、", ", ").join(words_of(role).say() for role in sorted(actor.roles))
    home = _home(actor)
    words = home.words if home else actor.home or ""
    about = _about(request, actor)
    if about is None and home and {grant.unit for grant in actor.held} == {home.code}:
        about = home
    since = about.opened_on if about else None
    return Who(str(user), words, actor.home or "", roles, actor.verbs, actor.roles, since)


def _about(request: HttpRequest, actor: Actor) -> Unit | None:
    """The unit that the page is about, as its address says it; None where it names none that the reader sees.

    Asked for pages of a day alone: only they need to know since when it stands.
    """
    if day_asked(request) is None:
        return None
    match = request.resolver_match
    code = (match.kwargs.get("unit") if match else None) or request.GET.get("unit", "")
    try:
        return unit(actor, str(code)) if code else None
    except Refused:
        return None


def _home(actor: Actor) -> Unit | None:
    """The unit at which the reader's pages open; None for whoever has none, and where it stands no more."""
    try:
        return unit(actor, actor.home) if actor.home else None
    except Refused:
        return None


def _names(request: HttpRequest) -> dict[str, Any]:
    """What the bar about names says: what they are shown for, or whether there are some that can be asked for."""
    here = masking.this_page()
    if here is None:
        return {}
    said = ASKED_FOR_WORDS[here.purpose] if here.purpose else None
    can_be_asked = here.concealed and request.method in ("GET", "HEAD")  # one comes back to the page by its address
    return {"shown": said, "concealed": can_be_asked, "here": request.get_full_path(), "purposes": ASKED_FOR_WORDS}


def theme_of(request: HttpRequest) -> str:
    """The theme the reader chose, or the machine's own."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else "auto"


def _playbook_ended() -> str:
    """What every page says once the playbook's last day has passed; empty before, and where no database answers."""
    try:
        playbook, today = current(), clock.day_of(clock.current().now()).date
    except DatabaseError:
        return ""
    if playbook.meta.valid_to is None or not playbook.ended_by(today):
        return ""
    return _ENDED.fill(name=playbook.meta.words, day=playbook.meta.valid_to.isoformat()).say()


def _clock_face() -> ClockFace:
    now = clock.current()
    rate = now.rate if isinstance(now, clock.CampaignClock) else 0.0 if isinstance(now, clock.FixedClock) else 1.0
    return ClockFace(now.now(), rate)


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
