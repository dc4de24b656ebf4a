"""shell · ledger queries: entries, what was set aside, and seals, as an actor may see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from lianfang.ground.people import masking
from lianfang.ground.people.identities import note
from lianfang.kernel import evidence, keyring, reading, sql_batch
from lianfang.kernel.entries import WITHDRAWAL, Recorded, revealed
from lianfang.kernel.kinds import KINDS, Evidence, Kind
from lianfang.kernel.ports import PORTS
from lianfang.kernel.problems import NOT_FOUND, Fault, Refused
from lianfang.kernel.retention import unlinked
from lianfang.kernel.scope import Actor, prefix_range
from lianfang.kernel.words import w

PAGE_SIZE = 50
PAGE_LIMIT = 500
COUNTED_UP_TO = 10_000

_PERSON = Recorded._fields.index("person")
_COLUMNS = ", ".join(f"e.{name}::text" if name == "data" else f"e.{name}" for name, _ in sql_batch.COLUMNS)
_SINCE = f"c.entry, c.kind, {evidence.seconded_by('e.id')}, {unlinked('e.id')}"
# A correction counts where it names the entry's own unit and kind; the kernel's projections read it the same way.
_CORRECTION = (
    f"LEFT JOIN ledger_correction c ON c.corrects = e.id AND c.unit = e.unit AND c.kind IN (e.kind, '{WITHDRAWAL}')"
)

_CALLED = (
    "e.id IN (WITH RECURSIVE forth(id) AS (SELECT s.entry FROM sheets_source s WHERE s.ref = %(source)s UNION "
    "SELECT c.entry FROM ledger_correction c JOIN forth f ON c.corrects = f.id) SELECT id FROM forth)"
)


class Entry(Recorded):
    """One entry as it stands, with what was recorded about it since."""

    superseded_by: UUID | None = None
    superseded_kind: str | None = None
    seconded_by: str | None = None
    unlinked: bool = False

    @property
    def person(self) -> UUID | None:
        """Whom it names; nobody once that link has ended. In `columns`, which are sealed, the id stands as it was."""
        named: Any = self[_PERSON]
        return None if self.unlinked else named

    @property
    def grade(self) -> str:
        """The evidence that counts: what the entry earned itself, or that somebody else saw it."""
        return str(Evidence.SECONDED) if self.seconded_by else self.evidence

    @property
    def stands(self) -> bool:
        return self.superseded_by is None and self.kind != WITHDRAWAL

    @property
    def columns(self) -> tuple[Any, ...]:
        """What the digest is made of, in its order."""
        return self[:-1]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which entries are asked for. `unit` includes everything below it; `from_at` ≤ occurred < `to_at`; `source` is the
    id by which another system knows an entry, and those that correct it."""

    unit: str | None = None
    kinds: tuple[str, ...] = ()
    from_at: datetime | None = None
    to_at: datetime | None = None
    place: str | None = None
    person: UUID | None = None
    source: str | None = None
    standing: bool = False
    after: UUID | None = None
    newest_first: bool = True
    size: int = PAGE_SIZE


def seconders(entry: UUID) -> frozenset[str]:
    """Who seconded an entry."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT recorded_by FROM ledger_seconding WHERE seconds = %s AND superseded_at IS NULL", (entry,)
        )
        return frozenset(row[0] for row in cursor.fetchall())


def entries(actor: Actor, asked: Asked) -> list[Entry]:
    """The entries asked for, in the order of their ids, at most `size`."""
    where, parameters = _where(actor, asked)
    if asked.after is not None:
        where.append(f"e.id {'<' if asked.newest_first else '>'} %(after)s")
        parameters["after"] = asked.after
    order = "DESC" if asked.newest_first else "ASC"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS}, {_SINCE} FROM ledger_entry e {_CORRECTION} "
            f"WHERE {' AND '.join(where)} ORDER BY e.id {order} LIMIT %(size)s",
            {**parameters, "size": max(1, min(asked.size, PAGE_LIMIT + 1))},
        )
        return [_entry(row) for row in cursor]


def count(actor: Actor, asked: Asked) -> int:
    """How many entries are asked for, counted up to `COUNTED_UP_TO` + 1 and no further."""
    where, parameters = _where(actor, asked)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM ledger_entry e {_CORRECTION if asked.standing else ''} "
            f"WHERE {' AND '.join(where)} LIMIT {COUNTED_UP_TO + 1}) counted",
            parameters,
        )
        counted: int = cursor.fetchone()[0]
    return counted


def totals(actor: Actor, asked: Asked, names: Sequence[str]) -> dict[str, Any]:
    """The sums of some whole-number or decimal fields over everything asked for; None where nothing was recorded."""
    if not names:
        return {}
    where, parameters = _where(actor, asked)
    sums = ", ".join(f"sum((e.data->>%(field{i})s)::numeric)" for i in range(len(names)))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {sums} FROM ledger_entry e {_CORRECTION} WHERE {' AND '.join(where)} AND NOT e.exercise",
            {**parameters, **{f"field{i}": name for i, name in enumerate(names)}},
        )
        row = cursor.fetchone()
    return dict(zip(names, row, strict=True))


def entry(actor: Actor, wanted: UUID) -> Entry:
    """One entry. Raises `not_found` outside the actor's scope and where the kind is not theirs to see."""
    found = by_ids([wanted]).get(wanted)
    if found is None or not may_see(actor, found):
        raise Refused(NOT_FOUND)
    return found


def may_see(actor: Actor, of: Entry) -> bool:
    """Whether entries of the kind are the actor's to see where this one stands."""
    kind = KINDS.get(of.kind)
    return kind is not None and actor.may(kind.see, of.path)


def by_ids(ids: Collection[UUID]) -> dict[UUID, Entry]:
    """Entries by id, as far as the connection's scope reaches; callers ask `may_see`."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS}, {_SINCE} FROM ledger_entry e {_CORRECTION} WHERE e.id = ANY(%s)",
            (list(ids),),
        )
        return {row[0]: _entry(row) for row in cursor}


def ending_in(actor: Actor, tail: str, limit: int) -> list[UUID]:
    """The entries whose number ends in six characters, the newest first; callers ask `may_see`."""
    return reading.column(
        actor,
        "SELECT ledger_ending_in(%(tail)s, %(limit)s)", tail=tail, limit=limit,
    )  # fmt: skip


def chain(actor: Actor, of: Entry) -> list[Entry]:
    """The entry with everything that it corrects and that corrects it, as far as the actor may see; oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE back(id, corrects) AS ("
            " SELECT id, corrects FROM ledger_entry WHERE id = %(id)s"
            " UNION SELECT e.id, e.corrects FROM ledger_entry e JOIN back b ON e.id = b.corrects),"
            "forth(id) AS (SELECT %(id)s::uuid"
            " UNION SELECT c.entry FROM ledger_correction c JOIN forth f ON c.corrects = f.id)"
            "SELECT id FROM back UNION SELECT id FROM forth",
            {"id": of.id},
        )
        ids = [row[0] for row in cursor]
    found = by_ids(ids)
    linked = [each for each in found.values() if may_see(actor, each)]
    # What was recorded in one moment stands after what it corrects.
    return sorted(linked, key=lambda each: (each.recorded_at, _corrections_before(each, found), each.id))


def _corrections_before(of: Entry, found: Mapping[UUID, Entry]) -> int:
    """How many entries lie between this one and the first of its chain."""
    count, before = 0, of.corrects
    while before is not None and before in found and count < len(found):
        count, before = count + 1, found[before].corrects
    return count


def facts_of(actor: Actor, listed: Iterable[Entry]) -> dict[UUID, dict[str, Any]]:
    """The data of entries, with personal words readable for whoever wrote them, and for whoever may know people by name
    there and has asked for it on this page, which is noted."""
    listed = list(listed)
    concealing = [e for e in listed if (kind := KINDS.get(e.kind)) and kind.personal and e.person]
    told = {e.id: masking.told_for(actor, e.unit, e.path, None) for e in concealing if e.recorded_by != actor.login}
    opened = [e for e in concealing if e.id not in told or told[e.id] is not None or actor.user_id == 0]
    for why in {each for each in told.values() if each is not None}:
        seen = {(e.person, e.unit, e.path) for e in concealing if told.get(e.id) is why and e.person}
        note(actor, seen, why)
    keys = keyring.keys_of({e.person for e in opened if e.person}) if opened else {}
    salts = keyring.salts_of([e.id for e in opened]) if opened else {}
    open_ids = {e.id for e in opened}
    found: dict[UUID, dict[str, Any]] = {}
    for each in listed:
        data = each.facts
        if each.id in open_ids:
            key = keys.get(each.person) if each.person else None
            data = revealed(each.id, KINDS[each.kind], data, key, salts.get(each.id))
        elif each.unlinked:
            kind = KINDS[each.kind]
            data = {**revealed(each.id, kind, data, None, None), **dict.fromkeys(kind.names_persons & data.keys())}
        found[each.id] = data
    return found


def paths_of_unit(unit: str) -> tuple[str, ...]:
    """Every path that the unit has had. Raises `not_found` outside the scope."""
    known = PORTS.unit_paths({unit}).get(unit) if "\x00" not in unit else None
    if known is None:
        raise Refused(
            NOT_FOUND, faults=(Fault("unit", w("没有找到：{code}", "not found: {code}").fill(code=unit[:80])),)
        )
    return tuple(dict.fromkeys(path for _, path in known.since))


def visible_kinds(actor: Actor) -> list[Kind]:
    """The kinds that the actor may see somewhere, in the order of their codes."""
    return sorted((kind for kind in KINDS if actor.prefixes(kind.see)), key=lambda kind: kind.code)


def _in_utc(moment: datetime | None) -> datetime | None:
    """A moment as the database takes it: a zone sixteen hours or more from UTC, which JSON may name, it refuses."""
    try:
        return moment.astimezone(UTC) if moment else None
    except OverflowError:  # at the end of the calendar no hour is missed
        return moment.replace(tzinfo=UTC) if moment else None


def _where(actor: Actor, asked: Asked) -> tuple[list[str], dict[str, Any]]:
    parameters: dict[str, Any] = {}
    where = [_seen(actor, asked.kinds, parameters)]
    if asked.unit is not None:
        where.append(_ranges("e.path", paths_of_unit(asked.unit), parameters, "unit"))
    for condition, name, value in (
        ("e.occurred_at >= %(from_at)s", "from_at", _in_utc(asked.from_at)),
        ("e.occurred_at < %(to_at)s", "to_at", _in_utc(asked.to_at)),
        ("e.place = %(place)s", "place", asked.place),
        (f"e.person = %(person)s AND NOT {unlinked('e.id')}", "person", asked.person),
        (_CALLED, "source", asked.source),
    ):
        if value is not None:
            where.append(condition)
            parameters[name] = value
    if asked.standing:
        where.append(f"c.entry IS NULL AND e.kind <> '{WITHDRAWAL}'")
    return where, parameters


def _seen(actor: Actor, kinds: tuple[str, ...], parameters: dict[str, Any]) -> str:
    """Each kind only where the actor holds its verb; kinds with the same reach share one condition."""
    reach: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for kind in KINDS:
        if not kinds or kind.code in kinds:
            reach[actor.prefixes(kind.see)].append(kind.code)
    reach.pop((), None)
    parts = []
    for i, (prefixes, codes) in enumerate(reach.items()):
        parameters[f"kinds{i}"] = codes
        named = f"e.kind = %(kinds{i})s" if len(codes) == 1 else f"e.kind = ANY(%(kinds{i})s)"
        if len(codes) == 1:
            parameters[f"kinds{i}"] = codes[0]
        parts.append(f"({named} AND {_ranges('e.path', prefixes, parameters, f'reach{i}')})")
    return f"({' OR '.join(parts)})" if parts else "false"


def _ranges(column: str, prefixes: Sequence[str], parameters: dict[str, Any], name: str) -> str:
    if "" in prefixes:
        return "true"
    parts = []
    for i, prefix in enumerate(prefixes):
        parameters[f"{name}_low{i}"], parameters[f"{name}_high{i}"] = prefix_range(prefix)
        parts.append(f"{column} >= %({name}_low{i})s AND {column} < %({name}_high{i})s")
    return f"({' OR '.join(parts)})"


def _entry(row: Sequence[Any]) -> Entry:
    values: list[Any] = [bytes(value) if isinstance(value, memoryview) else value for value in row]
    made = Entry(*values[: len(sql_batch.COLUMNS)])
    made.superseded_by, made.superseded_kind, made.seconded_by, made.unlinked = values[len(sql_batch.COLUMNS) :]
    return made
