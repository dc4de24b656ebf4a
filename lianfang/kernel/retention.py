"""kernel · retention: after so many days a record is no longer tied to the person whom it names, and a job sees to it.

The id in a sealed entry stays what it was: it is under the digest. What ends is that anybody is told whose it is, and
the salt under which the entry's personal words can be read, which is destroyed (`docs/decisions/0975`). Each ending is
an entry itself, so that a rebuild ends the same links.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.kernel import clock, cursors, ids, journal, keyring, reading
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import KINDS, NO_PERSONAL_DATA, Door, Kind, Origin
from lianfang.kernel.models import LinkEnd
from lianfang.kernel.payloads import Payload, fact
from lianfang.kernel.ports import PORTS
from lianfang.kernel.projections import Projection, Rows
from lianfang.kernel.registry import Discrepancy
from lianfang.kernel.scope import Actor, acting_actor
from lianfang.kernel.steps import again
from lianfang.kernel.words import Words, w

LINK_ENDED, END_LINKS = "ledger.link_ended", "ledger.end_links"
EVER = date(2000, 1, 1)


class LinkEnded(Payload):
    """Of entries of one kind, up to a day, nobody is told any more whose they are.

    `naming` are its fields that list persons. `of_steps` says that its entries are steps of things, which first have to
    be over. `holding` are the kinds of steps whose things hold back what else is known of a person named there, until
    they are over: settled and not reopened.
    """

    of_kind: str = fact("记录种类", "kind of records", max_length=80)
    kept_days: int = fact("保存天数", "days kept", ge=1, le=36_500)
    since_day: date = fact("自", "from")
    through_day: date = fact("至", "through")
    entries: int = fact("解除关联的记录", "entries whose link ended", ge=0)
    held: int = fact("因事项未了结而暂缓", "held back by open matters", ge=0)
    of_steps: bool = fact("须先办结", "only when closed")
    naming: list[str] = fact("列有人员的字段", "fields that list persons", max_length=50)
    holding: list[str] = fact("暂缓的依据", "what holds back", max_length=500)
    settling: list[str] = fact("办结的依据", "what settles it", max_length=500)
    reopening: list[str] = fact("重新打开的依据", "what reopens it", max_length=500)


def _sentence(data: Any) -> Words:
    kind = KINDS.get(data["of_kind"])
    said = w(
        "{kind}至 {day} 的 {n} 条记录与本人解除关联",
        "{n} entries ({kind}) up to {day} are no longer tied to the person",
    )
    called = kind.words if kind else Words(data["of_kind"], data["of_kind"])
    return said.fill(kind=called, day=data["through_day"], n=data["entries"])


LINK_ENDED_KIND = Kind(
    code=LINK_ENDED,
    words=w("解除与本人的关联", "link to the person ended"),
    payload=LinkEnded,
    sentence=_sentence,
    privacy=NO_PERSONAL_DATA,
    record=END_LINKS,
    see="ledger.see",
    door=Door.ACTION,
    alone=True,
    projection=Projection(
        rows=Rows.of(LinkEnd, LinkEnded, kept=True),
        then=("SELECT ledger_end_links(%(touched)s::uuid[], %(zone)s, %(closes)s::interval)",),
        also=("ledger_unlinked",),
    ),
    primary=("of_kind", "through_day"),
)


def unlinked(entry: str) -> str:
    """SQL that says whether the link of an entry to its person has ended; `entry` is the SQL of its id."""
    return f"EXISTS (SELECT FROM ledger_unlinked ul WHERE ul.entry = {entry})"


@dataclass(frozen=True, slots=True)
class Top:
    """A path with none above it, at which a unit stands or stood: what happens to all below is said there.

    `said_at` is the moment of which it is told: now, or the last one at which the unit stood at that path.
    """

    unit: str
    path: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """What is due for one kind below one unit on top: how much ends, and how much is held back."""

    kind: Kind
    top: Top
    since_day: date
    through_day: date
    entries: int
    held: int

    @property
    def unit(self) -> str:
        return self.top.unit


@dataclass(frozen=True, slots=True)
class Ended:
    """What one run did for a kind, as its entry says."""

    at: datetime
    kind: str
    unit: str
    since_day: date
    through_day: date
    entries: int
    held: int


def promised() -> list[Kind]:
    """The kinds that promise an end of the link to a person, in the order of their codes."""
    return sorted((kind for kind in KINDS if kind.privacy.retention_days is not None), key=lambda kind: kind.code)


def last_day(kind: Kind, today: date) -> date:
    """The last reporting day whose entries have been kept for as long as the kind says."""
    assert kind.privacy.retention_days is not None
    return today - timedelta(days=kind.privacy.retention_days + 1)


def over(code: str, day: date, today: date) -> bool:
    """Whether nobody is told any more whom a kind of records of that day was about, whether recorded or not."""
    kind = KINDS.get(code)
    return kind is not None and kind.privacy.retention_days is not None and day <= last_day(kind, today)


def due(now: datetime) -> list[Due]:
    """What a run at that moment would end; changes nothing. For the product's own hand, which sees every unit."""
    today = clock.day_of(now).date
    tops = _tops(now)
    return [each for kind in promised() for each in _due(kind, tops, last_day(kind, today), now)]


def end_links(actor: Actor, *, at: clock.Clock | None = None) -> list[Due]:
    """Ends what is due and records it, kind by kind; gives what it did. Run again, it finds nothing left."""
    given = at or clock.current()
    found = [each for each in due(given.now()) if each.entries]
    return [done for each in found for done in again(partial(_end, actor, each, given))]


def _end(actor: Actor, found: Due, given: clock.Clock) -> list[Due]:
    """Ends what was found and what came to it since; counted while nobody else records, so that the count holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_enter(true)")
    now, kind = given.now(), found.kind
    done = [each for each in _due(kind, [found.top], found.through_day, now) if each.entries]
    for each in done:
        said = LinkEnded(
            of_kind=kind.code, kept_days=kind.privacy.retention_days or 1, since_day=each.since_day,
            through_day=each.through_day, entries=each.entries, held=each.held, of_steps=kind.streams,
            naming=sorted(kind.names_persons), **_codes(),
        )  # fmt: skip
        draft = Draft(id=ids.mint(now), kind=LINK_ENDED, unit=each.unit, occurred_at=found.top.said_at, data=said)
        journal.record_one(actor, draft, origin=Origin.AUTOMATIC, at=given)
    return done


def runs(actor: Actor, *, before: datetime | None = None, limit: int = 50) -> list[Ended]:
    """What was ended for units that the actor sees, or that stand above them; newest first."""
    rows = reading.rows(
        actor,
        "SELECT recorded_at, of_kind, unit, since_day, through_day, entries, held FROM ledger_link_end "
        "WHERE superseded_at IS NULL AND (%(before)s::timestamptz IS NULL OR recorded_at < %(before)s) "
        "ORDER BY recorded_at DESC, entry DESC LIMIT %(limit)s",
        before=before, limit=limit,
    )  # fmt: skip
    return [Ended(*row) for row in rows]


def newest(actor: Actor) -> dict[str, Ended]:
    """The last run that ended anything, by kind."""
    rows = reading.rows(
        actor,
        "SELECT DISTINCT ON (of_kind) recorded_at, of_kind, unit, since_day, through_day, entries, held "
        "FROM ledger_link_end WHERE superseded_at IS NULL ORDER BY of_kind, recorded_at DESC, entry DESC",
    )
    return {row[1]: Ended(*row) for row in rows}


def discrepancies(database: BaseDatabaseWrapper) -> Iterator[Discrepancy]:
    """Salts that are missing, changed, or still there after the link of their entry has ended."""
    asked = ([kind.code for kind in KINDS if kind.personal], f'%"{keyring.MARK_SALTED}%')
    for entry, unit, at, salted, salt, mac, ended_at, destroyed_at in cursors.walked(database, _SALTS, asked):
        day = clock.day_of(at).date.isoformat() if at else ""
        wrong = _salt_fault(entry, salted, salt, mac, ended_at, destroyed_at)
        if wrong:
            yield Discrepancy("salt", unit or "", day, str(entry), f"{wrong.zh} / {wrong.en}")


_SALTS = """
SELECT f.id, e.unit, e.recorded_at, e.id IS NOT NULL, s.salt, s.mac, l.recorded_at, s.destroyed_at
FROM (SELECT id FROM ledger_entry WHERE kind = ANY(%s) AND data::text LIKE %s
      UNION SELECT entry FROM kernel_entry_salt) f
LEFT JOIN ledger_entry e ON e.id = f.id LEFT JOIN kernel_entry_salt s ON s.entry = f.id
LEFT JOIN ledger_unlinked u ON u.entry = f.id LEFT JOIN ledger_link_end l ON l.entry = u.ended_by
ORDER BY f.id
"""


def _salt_fault(
    entry: Any, salted: bool, salt: bytes | None, mac: bytes | None, ended_at: Any, destroyed_at: Any
) -> Words | None:
    if not salted:
        return w("没有这样的记录，却有其盐值", "a salt of no such entry")
    if mac is None:
        return w("盐值缺失", "the salt is missing")
    if ended_at is not None:
        if salt is not None or destroyed_at != ended_at:
            return w("已解除关联，盐值却未销毁", "its link has ended, yet the salt is still there")
        return None
    if salt is None or destroyed_at is not None or bytes(mac) != keyring.vouch_salt(entry, bytes(salt)):
        return w("盐值被改动或提前销毁", "the salt was changed, or destroyed before its time")
    return None


def _tops(now: datetime) -> list[Top]:
    """The paths with none above them that any unit has had: what lies below is due whatever became of the unit."""
    today = clock.day_of(now).date
    tops: list[Top] = []
    for held in sorted(PORTS.paths_ever(today), key=lambda held: held.path):
        if tops and held.path.startswith(tops[-1].path):
            continue
        last = clock.reporting_day(held.last_day).to_at - timedelta(microseconds=1)
        tops.append(Top(held.unit, held.path, now if held.last_day >= today else last))
    return tops


def _codes() -> dict[str, list[str]]:
    """The kinds of steps that hold back, that settle a thing, and that reopen one."""
    return {
        "holding": [kind.code for kind in promised() if kind.streams],
        "settling": sorted(kind.code for kind in KINDS if kind.settles or kind.closes),
        "reopening": sorted(kind.code for kind in KINDS if kind.reopens),
    }


def _due(kind: Kind, tops: list[Top], through: date, now: datetime) -> Iterator[Due]:
    acting_actor()
    with connection.cursor() as cursor:
        for top in tops:
            cursor.execute(
                "SELECT min(day) FILTER (WHERE NOT held), count(*) FILTER (WHERE NOT held), "
                "count(*) FILTER (WHERE held) "
                "FROM ledger_links_of(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::interval)",
                (
                    kind.code, top.path, EVER, through, kind.streams, sorted(kind.names_persons), *_codes().values(),
                    now, settings.TIME_ZONE, str(clock.day_closes_at()),
                ),
            )  # fmt: skip
            since, entries, held = cursor.fetchone()
            if entries or held:
                yield Due(kind, top, since or through, through, entries, held)
