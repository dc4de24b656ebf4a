"""access · queries: what a login is called by those who meet it in a record or on a paper."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from lianfang.ground.access.kept import Kept
from lianfang.kernel import reading, scope
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w

_CALLED_FOR_SECONDS = 30.0  # how long another process may still show a name that was changed
_called: Kept[str, tuple[float, Called]] = Kept()
_NOBODY = frozenset({"automatic", ""})
_AUTOMATIC = w("系统自动", "automatic")


@dataclass(frozen=True, slots=True)
class Called:
    """Whose login it is, for records and papers that name whoever did something."""

    login: str
    name: str = ""
    title: str = ""
    phone: str = ""

    @property
    def words(self) -> Words:
        """The person's name; without one the office, and only then the login. The product itself is automatic."""
        if self.login in _NOBODY:
            return _AUTOMATIC
        said = self.name or self.title or self.login
        return Words(said, said)

    @property
    def in_full(self) -> Words:
        """The name with the office beside it: 王某（值班员）."""
        if not (self.name and self.title):
            return self.words
        return w(f"{self.name}（{self.title}）", f"{self.name} ({self.title})")


def titles(actor: Actor, logins: Collection[str]) -> dict[str, str]:
    """How logins are called by those who meet them in a record, in the language that is active now."""
    return {login: each.words.say() for login, each in called(actor, logins).items()}


def called(actor: Actor, logins: Collection[str]) -> dict[str, Called]:
    """Whose logins these are: at most one question for all of them, and none for those asked a moment ago.

    What another request forgets meanwhile is told all the same: from what was found here.
    """
    now, before = time.monotonic(), _called.forgotten
    known = {login: each for login in set(logins) if login and (each := _known_of(login, now))}
    if missing := sorted({each for each in logins if each} - known.keys()):
        statement = "SELECT username, first_name, title, phone FROM access_user WHERE username = ANY(%(logins)s)"
        found = {row[0]: Called(*row) for row in reading.rows(actor, statement, logins=missing)}
        told = {each: found.get(each, Called(each)) for each in missing}
        known |= told
        _called.keep({login: (now, each) for login, each in told.items()}, since=before)
    return {login: known.get(login) or Called(login) for login in logins}


def meet(logins: Iterable[str | None]) -> None:
    """Asks once whose logins these are, for a page that says it of each with `who`."""
    called(scope.acting_actor(), {each for each in logins if each})


def who(login: str) -> Words:
    """Whose login it is; a page with many lets them `meet` first."""
    return called(scope.acting_actor(), [login])[login].words


def _known_of(login: str, now: float) -> Called | None:
    kept = _called.get(login)
    return kept[1] if kept and now - kept[0] < _CALLED_FOR_SECONDS else None


def forget() -> None:
    """Drops the names that this process knows."""
    _called.forget()
