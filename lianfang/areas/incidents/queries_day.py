"""incidents · queries of a day: the answer to kernel.occurrences, for what is reported of a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from lianfang.areas.incidents import policy, queries
from lianfang.areas.incidents.kinds import SEE
from lianfang.areas.incidents.queries import Brief
from lianfang.areas.incidents.rules import STATES
from lianfang.ground.places import queries as places
from lianfang.kernel import reading
from lianfang.kernel.clock import Day
from lianfang.kernel.occurrences import Occurrence
from lianfang.kernel.scope import Actor, ranges
from lianfang.kernel.words import Words, w


def of_day(actor: Actor, path: str, day: Day, now: datetime, also: Collection[UUID] = ()) -> list[Occurrence]:
    """Everything that became known below a path on a reporting day, or stood open when it began; never an exercise.

    Nothing is left out however much it is: a report is signed over all of it, and its number is a figure of the report.
    """
    listed = queries.briefs(
        actor,
        "NOT i.exercise AND %(seen)s::path_ranges @> i.path AND i.path >= %(low)s AND i.path < %(high)s "
        "AND (i.incident = ANY(%(also)s) OR "
        "(i.state <> 'dismissed' AND i.known_at < %(to_at)s AND (i.known_at >= %(from_at)s OR i.closed_at IS NULL "
        "OR i.closed_at >= %(from_at)s))) ORDER BY i.known_at, i.incident",
        **reading.under(path), from_at=day.from_at, to_at=day.to_at, also=list(also),
        seen=ranges(actor.prefixes(SEE)),
    )  # fmt: skip
    if not listed:
        return []
    acts = queries.standing_acts([each.id for each in listed if each.state == "open"])
    called = places.places(actor, {each.place for each in listed if each.place})
    return [_occurrence(each, acts, called, now) for each in listed]


def _occurrence(
    one: Brief, acts: dict[UUID, list[queries.Act]], called: dict[str, places.Place], now: datetime
) -> Occurrence:
    place = called[one.place].words if one.place in called else one.place or ""
    return Occurrence(
        id=one.id,
        code=one.code,
        words=policy.event_words(one.code, policy.day_of(one.known_at)),
        unit=one.unit,
        place=place,
        at=one.occurred_at,
        state=one.state,
        handling=_handling(one, acts, now),
        open=one.state in ("proposed", "open"),
        dropped=one.state == "dismissed",
        href=one.href,
    )


def _handling(one: Brief, acts: dict[UUID, list[queries.Act]], now: datetime) -> Words:
    """How far it has come."""
    if one.state != "open":
        return STATES[one.state]
    steps = policy.stands(one.code, acts[one.id], one.known_at, now)
    said = w("{state}，{total} 步已办 {done}", "{state}, {done} of {total} steps done")
    return said.fill(state=STATES["open"], total=len(steps), done=sum(each.settled for each in steps))
