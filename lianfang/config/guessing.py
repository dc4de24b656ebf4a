"""config · guessing: whoever guesses passwords waits longer and longer; whose account it is comes in all the same.

Wrong passwords are counted in three places: for a login from one address, for a login from everywhere where it never
came in, and for an address with all logins that never came in there. A login is *at home* where it came in before. At
an address where it is at home only the first count holds, and a browser where it is has a count of its own: so nobody
keeps the owner out from elsewhere, nor from the next desk, and no neighbour's typing keeps out a whole office.

A code that is nobody's until it is shown (an invitation) is counted at the address alone: nobody keeps those who were
invited out from elsewhere, and whoever holds one good code guesses others no sooner for it.

Counts stand in the database's cache and hold across all processes. For the login from one place an attempt is counted
before the password is looked at, under a lock, and taken off again where it was right: guesses at once count like those
in a row. The two others count what turned out wrong, so that people who know their passwords never wait for each other.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.cache import cache

HOME_SECONDS = 180 * 24 * 60 * 60
_LOCK_SECONDS, _PATIENCE_SECONDS, _LOOK_SECONDS = 15, 20.0, 0.02


@dataclass(frozen=True, slots=True)
class Rule:
    """After `free` wrong passwords each further one is followed by a wait, twice as long as the one before.

    What was counted is forgotten `memory` seconds after the last wrong one.
    """

    name: str
    free: int
    first_wait: int
    longest_wait: int
    memory: int

    def wait_after(self, wrong: int) -> int:
        """The seconds until the next attempt, after so many wrong ones."""
        beyond = wrong - self.free
        return 0 if beyond < 0 else min(self.first_wait * 2 ** min(beyond, 20), self.longest_wait)


PAIR = Rule("pair", free=5, first_wait=30, longest_wait=15 * 60, memory=60 * 60)
STRANGERS = Rule("strangers", free=10, first_wait=30, longest_wait=30 * 60, memory=24 * 60 * 60)
CODES = Rule("codes", free=20, first_wait=5, longest_wait=5 * 60, memory=60 * 60)
_NOTHING = (0, 0.0)  # how many wrong ones, and until when one waits
ADDRESS = Rule("address", free=100, first_wait=5, longest_wait=5 * 60, memory=60 * 60)


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody tries a password for a login, or a code: from where, and whether the login came in there before.

    `browser` names the browser where it did; empty for any other. A code counts by its own `rule` and nowhere else.
    """

    login: str
    address: str
    browser: str
    home: bool
    rule: Rule = PAIR

    @property
    def own(self) -> str:
        """Where this place's attempts are counted."""
        return _key(self.rule.name, self.login, self.browser or self.address)

    @property
    def shared(self) -> list[tuple[Rule, str]]:
        """Where else a wrong password counts."""
        if self.home or self.rule is CODES:
            return []
        return [(STRANGERS, _key(STRANGERS.name, self.login)), (ADDRESS, _key(ADDRESS.name, self.address))]


def attempt(login: str, address: str, *, browser: str = "") -> Attempt:
    """The attempt, at home or not; `browser` is one where the login came in before."""
    home = bool(browser) or cache.get(_key("home", login, address)) is not None
    return Attempt(login, address, browser, home)


def attempt_code(what: str, address: str) -> Attempt:
    """The attempt of a code of some sort, whoever holds it."""
    return Attempt(what, address, "", home=False, rule=CODES)


def begin(attempt: Attempt) -> int:
    """Counts the attempt as a wrong one and gives 0; or, uncounted, the seconds that must pass before the next."""
    with _alone(attempt.own) as alone:
        if not alone:
            return 1
        now, found = time.time(), cache.get_many([attempt.own, *(key for _, key in attempt.shared)])
        until = max(at for _, at in [_NOTHING, *found.values()])
        if until > now:
            return max(1, round(until - now))
        _count(attempt.rule, attempt.own, found.get(attempt.own, _NOTHING))
    return 0


def right(attempt: Attempt) -> None:
    """The password was right: nothing counts at this place any more. What others got wrong goes on to count, and so
    does what was wrong before a right code.
    """
    if attempt.rule is not CODES:
        cache.delete(attempt.own)
        return
    with _alone(attempt.own) as alone:
        if alone:
            number, _ = cache.get(attempt.own, _NOTHING)
            cache.set(attempt.own, (max(0, number - 1), 0.0), CODES.memory)


def wrong(attempt: Attempt) -> None:
    """The password was wrong: so it counts wherever else it does."""
    for rule, key in attempt.shared:
        with _alone(key) as alone:
            if alone:
                _count(rule, key, cache.get(key, _NOTHING))


def _count(rule: Rule, key: str, before: tuple[int, float]) -> None:
    number = before[0] + 1
    cache.set(key, (number, time.time() + rule.wait_after(number)), rule.memory)


def came_in(login: str, address: str) -> None:
    """From now on the login is at home at this address."""
    cache.set(_key("home", login, address), True, HOME_SECONDS)


@contextmanager
def _alone(key: str) -> Iterator[bool]:
    """One count at a time; False where too many come at once."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while not cache.add(f"{key}:lock", True, _LOCK_SECONDS):
        if time.monotonic() > until:
            yield False
            return
        time.sleep(_LOOK_SECONDS)
    try:
        yield True
    finally:
        cache.delete(f"{key}:lock")


def _key(*words: str) -> str:
    """No login and no address stands readable in the cache's table."""
    return "guess:" + hashlib.sha256("\0".join(words).encode()).hexdigest()
