"""publicity · actions of screens: a screen gets its address, a new one, or loses it; that it asked is noted."""

from __future__ import annotations

from datetime import datetime

from django.core.cache import cache

from lianfang.areas.publicity import kinds_screen
from lianfang.areas.publicity import queries_screen as queries
from lianfang.areas.publicity.kinds import REVIEW
from lianfang.ground.places import queries as places
from lianfang.kernel.entries import Receipt
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.recording import Recording, record_act
from lianfang.kernel.scope import Actor
from lianfang.kernel.steps import next_version, takes_step


@takes_step
def set_screen(actor: Actor, *, place: str, note: str = "", how: Recording = Recording()) -> Receipt:
    """The screen at a place gets an address; one that it had before is good no more.

    Raises `not_found`, `not_allowed`, `places_closed`.
    """
    found = places.place(actor, place)
    stream = queries.stream_of(found.code)
    step = next_version(stream)
    actor.must(REVIEW, found.path)
    said = kinds_screen.ScreenSet(note=note or None)
    return record_act(actor, kinds_screen.SET, found.unit, said, how, stream=stream, version=step, place=found.code)


@takes_step
def end_screen(actor: Actor, *, place: str, why: str, how: Recording = Recording()) -> Receipt:
    """The address of a place's screen is good no more. Raises `not_found` where it has none, `not_allowed`."""
    step = next_version(queries.stream_of(place))
    found = queries.screen(actor, place)
    actor.must(REVIEW, found.path)
    if not found.in_use:
        raise Refused(NOT_FOUND)
    said = kinds_screen.ScreenEnded(why=why)
    return record_act(
        actor, kinds_screen.ENDED, found.unit, said, how, stream=found.stream, version=step, place=found.place
    )


def note_asked(place: str, now: datetime) -> None:
    """That the screen at a place asked: for the desk, to see which are dead."""
    cache.set(queries.seen_key(place), now.isoformat(), queries.SEEN_SECONDS)
