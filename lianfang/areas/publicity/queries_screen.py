"""publicity · queries of screens: which places have one, the address of each, what it shows now, when it asked last.

Who stands before a screen has no login, so what it shows is read as the house, and only as postings give it: a version
that is signed off, at its place, in its time.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.core.cache import cache

from lianfang.areas.publicity import queries
from lianfang.areas.publicity.kinds import SEE
from lianfang.areas.publicity.queries_faces import Version, version
from lianfang.kernel import reading
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.scope import Actor, ranges

CHANNEL = "screen"
_SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: typed with a remote control, read from a slip of paper
_READ_AS = str.maketrans("oil", "011", "- ")
_LENGTH = 13  # 65 bits
_SEEN = "publicity-screen:{place}"
SEEN_SECONDS = 60 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Step:
    """A screen got an address (`set`), or lost it."""

    entry: UUID
    set: bool
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Screen:
    """A place with an electronic screen, by its steps."""

    stream: UUID
    place: str
    unit: str
    path: str
    steps: tuple[Step, ...]

    @property
    def last(self) -> Step:
        return self.steps[-1]

    @property
    def in_use(self) -> bool:
        return self.last.set

    @property
    def code(self) -> str:
        """Its address as it is good now; of a screen that ended the one it had."""
        return code_of(next(step for step in reversed(self.steps) if step.set).entry)


def stream_of(place: str) -> UUID:
    """The life of a place's screen."""
    return uuid5(NAMESPACE_URL, f"lianfang:screen:{place}")


def code_of(entry: UUID) -> str:
    """The address that a step gave: it follows from the step and a key that is not in the database."""
    made = int.from_bytes(hmac.digest(settings.LABEL_KEY, f"lianfang screen 1\n{entry}".encode(), hashlib.sha256))
    signs = "".join(_SIGNS[made >> 5 * at & 31] for at in range(_LENGTH))
    return f"{signs[:4]}-{signs[4:8]}-{signs[8:]}"


def screens(actor: Actor) -> list[Screen]:
    """The screens of the actor's units, by place."""
    rows = reading.rows(actor, _STEPS, seen=ranges(actor.prefixes(SEE)))
    found: dict[tuple[UUID, str, str, str], list[Step]] = {}
    for stream, place, unit, path, kind, entry, at, data in rows:
        said = reading.loaded(data)
        step = Step(entry, kind == "publicity.screen_set", at, said.get("note") or said.get("why") or "")
        found.setdefault((stream, place, unit, path), []).append(step)
    return [Screen(*key, tuple(steps)) for key, steps in found.items()]


def screen(actor: Actor, place: str) -> Screen:
    """The screen of a place. Raises `not_found`."""
    found = next((each for each in screens(actor) if each.place == place), None)
    if found is None:
        raise Refused(NOT_FOUND)
    return found


def by_code(system: Actor, code: str) -> tuple[Screen, Step] | None:
    """The screen to which an address belongs and the step that gave it, whether it is good still or not."""
    plain = code.lower().translate(_READ_AS)
    for each in screens(system):
        for step in each.steps:
            if step.set and hmac.compare_digest(code_of(step.entry).replace("-", ""), plain):
                return each, step
    return None


@dataclass(frozen=True, slots=True)
class Showing:
    """A text that a screen shows, until when."""

    of: Version
    until_at: datetime


def showing(actor: Actor, place: str, now: datetime) -> list[Showing]:
    """What the screen at a place is to show now: versions that are signed off, and nothing else."""
    found: dict[UUID, Showing] = {}
    for each in queries.showing(actor, place, now, CHANNEL):
        until = each.slot.until_at
        before = found.get(each.text.stream)
        found[each.text.stream] = Showing(
            version(each.text, each.version), max(until, before.until_at) if before else until
        )
    return list(found.values())


def asked_at(places: Collection[str]) -> dict[str, datetime]:
    """When the screens of some places asked last; those that have not, in two months, are left out."""
    keys = {_SEEN.format(place=place): place for place in places}
    found = cache.get_many(list(keys))
    return {keys[key]: datetime.fromisoformat(at) for key, at in found.items()}


def seen_key(place: str) -> str:
    """Under which it is kept when a screen asked last: with the counters, not in the ledger, for it proves nothing."""
    return _SEEN.format(place=place)


_STEPS = (
    "SELECT s.stream, s.place, s.unit, s.path, s.kind, s.entry, s.recorded_at, s.data FROM publicity_screen_step s "
    "WHERE s.superseded_at IS NULL AND %(seen)s::path_ranges @> s.path ORDER BY s.place, s.stream, s.number"
)
