"""shell · guide.steps: what a campaign has a visitor see and do, and how far this visitor has come.

The place is kept in a cookie of its own: it must outlive the change from one login to another, and is nobody's record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from lianfang.kernel.words import Words

COOKIE = "lianfang_guide"
_KEPT_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to see or do.

    `login` of the demonstration does it, on the page at `href()`. `here` is the pattern of the addresses on which it
    is shown: a visitor who comes to the next step's page by himself has done this one. `mark` holds CSS selectors of
    what is to be pressed, or looked at, the best first, between them ", "; the first that the page shows is marked.
    """

    title: Words
    says: Words
    login: str
    href: Callable[[], str]
    here: str
    mark: str = ""

    def shown_at(self, path: str, login: str) -> bool:
        return login == self.login and re.fullmatch(self.here, path) is not None


Telling = Callable[[], Sequence[Step]]
_telling: list[Telling] = []


def leads(telling: Telling) -> None:
    """A campaign says its steps; called once, where a demonstration runs. They are made when a page asks."""
    _telling.append(telling)


def steps() -> tuple[Step, ...]:
    """The steps in order; none where no demonstration runs."""
    if not getattr(settings, "DEMO", False):
        return ()
    return tuple(step for ask in _telling for step in ask())


def place(request: HttpRequest) -> int | None:
    """The index of the step at which a visitor stands; None for who has not begun or has ended it."""
    at = number(request.COOKIES.get(COOKIE, ""))
    return at if at is not None and at < len(steps()) else None


def number(said: str) -> int | None:
    """A short number as a browser sends it; None for anything else."""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 4 else None


def arrived(request: HttpRequest, at: int, login: str) -> int:
    """The step that this page belongs to: the next one where the visitor came to its page by himself."""
    known = steps()
    after = at + 1
    if known[at].shown_at(request.path, login) or after == len(known):
        return at
    return after if known[after].shown_at(request.path, login) else at


def keep(response: HttpResponse, at: int | None) -> None:
    """Keeps the place for the next page; None ends the guide."""
    if at is None:
        response.delete_cookie(COOKIE)
        return
    response.set_cookie(
        COOKIE, str(at), max_age=_KEPT_SECONDS, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
    )
