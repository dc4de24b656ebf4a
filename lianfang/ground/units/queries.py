"""units · queries: the tree as the actor sees it, on a reporting day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from lianfang.kernel import clock, reading
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.scope import EVERYTHING, Actor, prefix_range
from lianfang.kernel.words import Words

_CALLED = """CASE WHEN {unit}.former IS NULL THEN {unit}.{zh} ELSE coalesce((
  SELECT n.said->>'{zh}' FROM jsonb_array_elements({unit}.former) WITH ORDINALITY AS n(said, turn)
  WHERE (n.said->>'until')::date > {day} ORDER BY n.turn LIMIT 1), {unit}.{zh}) END"""


def called_sql(language: str, *, day: str = "%(day)s", unit: str = "u") -> str:
    """SQL for the name (`zh` or `en`) by which a row of `units_unit` went on a reporting day."""
    return _CALLED.format(zh=language, day=day, unit=unit)


_SELECT = f"""
SELECT u.code, u.kind, p.parent, p.path, {called_sql("zh")} AS zh, {called_sql("en")} AS en, u.opened_on, u.closed_on
FROM units_path p JOIN units_unit u ON u.code = p.unit
WHERE p.since_day <= %(day)s AND p.until_day > %(day)s
"""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit on a reporting day, by its name of that day. `closed_on` is the first day on which it stands no more."""

    code: str
    kind: str
    parent: str | None
    path: str
    zh: str
    en: str
    opened_on: date
    closed_on: date | None

    @property
    def words(self) -> Words:
        """The unit's name in both languages."""
        return Words(self.zh, self.en)

    @property
    def depth(self) -> int:
        """How many units stand above it."""
        return self.path.count("/") - 1

    def open_on(self, day: date) -> bool:
        """Whether the unit stands on that reporting day."""
        return self.opened_on <= day and (self.closed_on is None or day < self.closed_on)


@dataclass(frozen=True, slots=True)
class Host:
    """Where a unit is, and the authority of that place which it tells first."""

    locality: str
    authority: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """One fact in the life of a unit: the entry that said it, its kind and the day from which it holds."""

    entry: UUID
    kind: str
    day: date
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit in a tree that is opened step by step; `below` is how many stand directly below it."""

    unit: Unit
    below: int


def today() -> date:
    """The reporting day of this moment."""
    return clock.day_of(clock.current().now()).date


def unit(actor: Actor, code: str, *, day: date | None = None) -> Unit:
    """The unit of that code. Raises `not_found` where there is none in the actor's scope."""
    found = units(actor, [code], day=day)
    if not found:
        raise Refused(NOT_FOUND)
    return next(iter(found.values()))


def units(actor: Actor, codes: list[str], *, day: date | None = None) -> dict[str, Unit]:
    """Those of the units that the actor sees, by code."""
    found = _units(actor, "AND p.unit = ANY(%(codes)s)", day, codes=[_clean(code) for code in codes]) if codes else []
    return {each.code: each for each in found}


def name_on(actor: Actor, code: str, day: date) -> Words:
    """The name by which a unit went on a day, for a paper that is made again; its code where it is out of sight."""
    found = reading.row(
        actor, f"SELECT {called_sql('zh')}, {called_sql('en')} FROM units_unit u WHERE u.code = %(code)s",
        code=_clean(code), day=day,
    )  # fmt: skip
    return Words(*found) if found else Words(code, code)


def host(actor: Actor, code: str) -> Host | None:
    """Where a unit is and whom it tells there, as it was said last; None where nobody said."""
    found = reading.rows(
        actor,
        "SELECT locality, authority, phone FROM units_hosting WHERE unit = %(unit)s AND superseded_at IS NULL "
        "AND NOT exercise ORDER BY occurred_at DESC, recorded_at DESC, entry DESC LIMIT 1",
        unit=_clean(code),
    )
    return Host(*found[0]) if found else None


def tree(actor: Actor, code: str, *, day: date | None = None) -> list[Unit]:
    """The unit and everything below it on that day, in the order of paths (a parent before its children)."""
    low, high = prefix_range(unit(actor, code, day=day).path)
    return _units(actor, "AND p.path >= %(low)s AND p.path < %(high)s ORDER BY p.path", day, low=low, high=high)


def kinds_below(actor: Actor, path: str, *, day: date | None = None) -> dict[str, int]:
    """How many units of each kind stand at a path and below it on a day (today)."""
    found = reading.rows(
        actor,
        "SELECT u.kind, count(*) FROM units_path p JOIN units_unit u ON u.code = p.unit "
        "WHERE p.path >= %(low)s AND p.path < %(high)s AND p.since_day <= %(day)s AND p.until_day > %(day)s "
        "GROUP BY u.kind",
        **reading.under(path), day=day or today(),
    )  # fmt: skip
    return dict(found)


def children(actor: Actor, code: str, *, day: date | None = None) -> list[Unit]:
    """The units directly below a unit on that day, in the order of their codes."""
    unit(actor, code, day=day)
    return _units(actor, "AND p.parent = %(code)s ORDER BY p.path", day, code=_clean(code))


def branches(
    actor: Actor, parents: Collection[str], *, limit: int = 500, day: date | None = None
) -> dict[str, list[Branch]]:
    """The open units directly below each of some units, in the order of their codes, at most `limit` in all."""
    on = day or today()
    found = _units(
        actor,
        "AND p.parent = ANY(%(codes)s) AND (u.closed_on IS NULL OR u.closed_on > %(day)s) "
        "ORDER BY p.path LIMIT %(limit)s",
        on,
        codes=[_clean(code) for code in parents],
        limit=limit,
    )
    below = below_counts(actor, [each.code for each in found], day=on)
    made: dict[str, list[Branch]] = {}
    for each in found:
        made.setdefault(each.parent or "", []).append(Branch(each, below.get(each.code, 0)))
    return made


def below_counts(actor: Actor, codes: Collection[str], *, day: date | None = None) -> dict[str, int]:
    """How many open units stand directly below each of some units; those with none are left out."""
    found = reading.rows(
        actor,
        "SELECT p.parent, count(*) FROM units_path p JOIN units_unit u ON u.code = p.unit "
        "WHERE p.parent = ANY(%(codes)s) AND p.since_day <= %(day)s AND p.until_day > %(day)s "
        "AND (u.closed_on IS NULL OR u.closed_on > %(day)s) GROUP BY p.parent",
        codes=[_clean(code) for code in codes], day=day or today(),
    )  # fmt: skip
    return dict(found)


def counted(actor: Actor, *, day: date | None = None) -> int:
    """How many units the actor sees that are open on a day (today)."""
    found: int = reading.value(
        actor,
        "SELECT count(*) FROM units_unit WHERE opened_on <= %(day)s AND (closed_on IS NULL OR closed_on > %(day)s)",
        day=day or today(),
    )
    return found


def ancestors(actor: Actor, below: Unit, *, day: date | None = None) -> list[Unit]:
    """The units above a unit that the actor sees, the highest first: for the crumbs of a page."""
    codes = below.path.split("/")[:-2]
    return sorted(units(actor, codes, day=day).values(), key=lambda each: each.path)


def tops(actor: Actor, *, day: date | None = None) -> list[Unit]:
    """The highest units that the actor sees on that day."""
    prefixes = actor.prefixes()
    if EVERYTHING in prefixes:
        return _units(actor, "AND p.parent IS NULL ORDER BY p.path", day)
    # A path ends in its unit's code: asked by code, it is the question that a page has asked of its own unit already.
    found = units(actor, [path.split("/")[-2] for path in prefixes], day=day).values()
    return sorted((each for each in found if each.path in prefixes), key=lambda each: each.path)


def listed(
    actor: Actor,
    *,
    under: str | None = None,
    kind: str | None = None,
    text: str | None = None,
    closed: bool = False,
    after: str | None = None,
    limit: int = 50,
    day: date | None = None,
) -> list[Unit]:
    """One page of units in the order of paths: `after` is the path of the last one of the page before."""
    on = day or today()
    where, named = ["p.path > %(after)s"], {"after": after or "", "limit": limit}
    if under is not None:
        named["low"], named["high"] = prefix_range(unit(actor, under, day=on).path)
        where.append("p.path >= %(low)s AND p.path < %(high)s")
    if kind is not None:
        where.append("u.kind = %(kind)s")
        named["kind"] = kind
    if text:
        where.append(_MEANT)
        named |= _wanted(text)
    if not closed:
        where.append("(u.closed_on IS NULL OR u.closed_on > %(day)s)")
    return _units(actor, f"AND {' AND '.join(where)} ORDER BY p.path LIMIT %(limit)s", on, **named)


_MEANT = """(
  u.code ILIKE %(part)s OR u.zh ILIKE %(part)s OR u.en ILIKE %(part)s OR u.initials LIKE %(start)s
  OR replace(u.pinyin, ' ', '') LIKE %(start)s
  OR EXISTS (SELECT 1 FROM units_alias a WHERE a.unit = u.code AND a.alias ILIKE %(part)s))
"""


def search(actor: Actor, text: str, *, limit: int = 20) -> list[Unit]:
    """Units by code, name, alias, pinyin or its initials; the nearest first."""
    if not text.strip():
        return []
    order = (
        "ORDER BY u.code <> upper(%(said)s), u.zh <> %(said)s, NOT (u.zh LIKE %(start)s OR u.initials LIKE %(start)s), "
        "p.path LIMIT %(limit)s"
    )
    return _units(actor, f"AND {_MEANT} {order}", None, limit=limit, **_wanted(text))


def called(actor: Actor, names: Collection[str]) -> dict[str, list[Unit]]:
    """The open units that go by each of some words: name in either language or alias, whatever their capitals and the
    width of their letters and digits."""
    found: dict[str, list[Unit]] = {}
    rows = reading.rows(actor, _CALLED_SO, names=[_clean(name) for name in names], day=today())
    for said, *row in rows:
        found.setdefault(said, []).append(Unit(*row))
    return found


_CALLED_SO = f"""
WITH stands AS ({_SELECT} AND (u.closed_on IS NULL OR u.closed_on > %(day)s)), word AS (
  SELECT u.code, lower(normalize(v.said, NFKC)) AS said
  FROM units_unit u CROSS JOIN LATERAL (VALUES (u.zh), (u.en)) AS v(said)
  UNION SELECT a.unit, lower(normalize(a.alias, NFKC)) FROM units_alias a
)
SELECT n.said, s.* FROM unnest(%(names)s::text[]) AS n(said)
JOIN word ON word.said = lower(normalize(n.said, NFKC)) JOIN stands s ON s.code = word.code
"""


def aliases(actor: Actor, code: str) -> list[str]:
    """The other words by which a unit is known, earlier names among them."""
    return reading.column(
        actor, "SELECT alias FROM units_alias WHERE unit = %(unit)s ORDER BY alias", unit=_clean(code)
    )


def readings(actor: Actor, codes: Collection[str]) -> dict[str, tuple[str, str]]:
    """How the names of units are read: the syllables of each, and their initials."""
    found = reading.rows(
        actor, "SELECT code, pinyin, initials FROM units_unit WHERE code = ANY(%(codes)s)",
        codes=[_clean(code) for code in codes],
    )  # fmt: skip
    return {code: (pinyin, initials) for code, pinyin, initials in found}


def paths(actor: Actor, code: str) -> list[tuple[date, date | None, str]]:
    """Where a unit stood: (from day, until day or None, path), oldest first; only what the actor sees."""
    found = reading.rows(
        actor,
        "SELECT since_day, NULLIF(until_day, '9999-12-31'), path FROM units_path WHERE unit = %(unit)s "
        "ORDER BY since_day",
        unit=_clean(code),
    )
    return [(since, until, path) for since, until, path in found]


def history(actor: Actor, code: str) -> list[Step]:
    """Every fact recorded about a unit that still stands, oldest first."""
    found = reading.rows(
        actor,
        """
        SELECT entry, kind, day, recorded_at FROM (
          SELECT entry, 'units.unit_opened' AS kind, day, recorded_at, superseded_at, unit FROM units_opening
          UNION ALL SELECT entry, 'units.unit_moved', from_day, recorded_at, superseded_at, unit FROM units_move
          UNION ALL SELECT entry, 'units.unit_renamed', day, recorded_at, superseded_at, unit FROM units_renaming
          UNION ALL SELECT entry, 'units.unit_closed', from_day, recorded_at, superseded_at, unit FROM units_closing
          UNION ALL SELECT entry, 'units.unit_hosted', day, recorded_at, superseded_at, unit FROM units_hosting
        ) s WHERE unit = %(unit)s AND superseded_at IS NULL ORDER BY recorded_at, entry
        """,
        unit=_clean(code),
    )
    return [Step(*row) for row in found]


def _units(actor: Actor, condition: str, day: date | None, **named: Any) -> list[Unit]:
    return [Unit(*row) for row in reading.rows(actor, _SELECT + condition, day=day or today(), **named)]


def _wanted(text: str) -> dict[str, str]:
    said = _clean(text.strip())
    literal = said.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return {"said": said, "part": f"%{literal}%", "start": f"{literal.lower()}%"}


def _clean(text: str) -> str:
    """Without NUL, which no text in the database can hold: such a code is simply not there."""
    return text.replace("\0", "")
