"""places · queries: the places that the actor sees."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from lianfang.ground.places import labels
from lianfang.ground.places.sorts import PLACE_KINDS
from lianfang.ground.units.queries import today
from lianfang.ground.units.queries import unit as unit_of
from lianfang.kernel import characters, reading, scope
from lianfang.kernel.labelled import Labelled
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.scope import Actor, acting_actor, prefix_range
from lianfang.kernel.words import Words

_SELECT = "SELECT code, kind, unit, path, zh, en, parent, opened_on, closed_on FROM places_place WHERE "

# The place in which a place stands by itself or as a part of a part; no place is part of more than a few others.
_STANDS_IN = (
    "(WITH RECURSIVE up(code, parent, steps) AS ("
    "SELECT l.code, l.parent, 0 FROM places_place l WHERE l.code = {code} "
    "UNION ALL SELECT l.code, l.parent, up.steps + 1 FROM up JOIN places_place l ON l.code = up.parent "
    "WHERE up.steps < 8) SELECT up.code FROM up WHERE up.steps > 0 AND up.parent IS NULL)"
)


def apart_sql(one: str, other: str) -> str:
    """SQL: whether two places, by SQL expressions for their codes, are known to stand in two buildings.

    Of a place that is part of none nobody knows how far it is from another one.
    """
    return f"({_STANDS_IN.format(code=one)} <> {_STANDS_IN.format(code=other)})"


@dataclass(frozen=True, slots=True)
class Place:
    """A place. `closed_on` is the first reporting day on which it is out of use."""

    code: str
    kind: str
    unit: str
    path: str
    zh: str
    en: str
    parent: str | None
    opened_on: date
    closed_on: date | None

    @property
    def words(self) -> Words:
        """The place's name in both languages."""
        return Words(self.zh, self.en)

    @property
    def kind_words(self) -> Words:
        """What sort of place it is."""
        return PLACE_KINDS.words_of(self.kind)

    @property
    def labelled(self) -> Labelled:
        """The place as a thing that carries a label."""
        return Labelled(labels.PLACE, self.code, self.words, self.unit, self.path, self.kind_words, self.closed_on)

    def open_on(self, day: date) -> bool:
        """Whether the place is in use on that reporting day."""
        return self.opened_on <= day and (self.closed_on is None or day < self.closed_on)


def place(actor: Actor, code: str) -> Place:
    """The place of that code. Raises `not_found` where there is none in the actor's scope."""
    found = _places(actor, "code = %(code)s", code=_clean(code))
    if not found:
        raise Refused(NOT_FOUND)
    return found[0]


def places(actor: Actor, codes: Collection[str]) -> dict[str, Place]:
    """Those of the places that the actor sees, by code."""
    cleaned = [_clean(code) for code in codes]
    return {each.code: each for each in _places(actor, "code = ANY(%(codes)s)", codes=cleaned)} if cleaned else {}


def called(actor: Actor, names: Collection[str]) -> dict[str, list[Place]]:
    """The places in use that go by each of some names, in either language, whatever their capitals and the width of
    their letters and digits."""
    wanted = {_alike(_clean(name)): name for name in names}
    found: dict[str, list[Place]] = {}
    for place in _places(
        actor,
        "(lower(normalize(zh, NFKC)) = ANY(%(names)s) OR lower(normalize(en, NFKC)) = ANY(%(names)s)) "
        "AND opened_on <= %(day)s AND (closed_on IS NULL OR closed_on > %(day)s)",
        names=list(wanted), day=today(),
    ):  # fmt: skip
        for name in {_alike(place.zh), _alike(place.en)} & wanted.keys():
            found.setdefault(wanted[name], []).append(place)
    return found


def _alike(name: str) -> str:
    return characters.folded(name).lower()


def by_code(actor: Actor, shown: str) -> Place:
    """The place that a scanned or typed code means: the code itself, or an address or label that ends in it.

    What stands on the wall stays good for as long as the place does. Raises `not_found`.
    """
    said = labels.taken_apart(shown.strip())[0].rstrip("/").replace(":", "/").rpartition("/")[2]
    return place(actor, said.upper())


def places_of(actor: Actor, unit: str, kinds: Collection[str] | None = None, *, day: date | None = None) -> list[Place]:
    """The places in use that a unit itself answers for on a day (today), of some kinds or all, by code."""
    where, named = "unit = %(unit)s AND opened_on <= %(day)s AND (closed_on IS NULL OR closed_on > %(day)s)", {}
    if kinds is not None:
        where += " AND kind = ANY(%(kinds)s)"
        named["kinds"] = [str(kind) for kind in kinds]
    return _places(actor, f"{where} ORDER BY code", unit=_clean(unit), day=day or today(), **named)


def parts_of(actor: Actor, code: str) -> list[Place]:
    """The places that are part of a place, whichever unit answers for them, by code."""
    return _places(actor, "parent = %(code)s ORDER BY code", code=_clean(code))


def listed(
    actor: Actor,
    *,
    under: str | None = None,
    path: str | None = None,
    kind: str | None = None,
    kinds: Collection[str] | None = None,
    text: str | None = None,
    closed: bool = False,
    after: str | None = None,
    limit: int = 50,
) -> list[Place]:
    """One page of places by code: of a unit and all below it, of one kind or some, by a part of code or name.

    `after` is the code of the last one of the page before. `path` stands for `under` where the unit is known already.
    """
    where, named = ["code > %(after)s"], {"after": after or "", "limit": limit, "day": today()}
    if under is not None:
        path = unit_of(actor, under).path
    if path is not None:
        named["low"], named["high"] = prefix_range(path)
        where.append("path >= %(low)s AND path < %(high)s")
    if kind is not None:
        where.append("kind = %(kind)s")
        named["kind"] = kind
    if kinds is not None:
        where.append("kind = ANY(%(kinds)s)")
        named["kinds"] = [str(each) for each in kinds]
    if text and text.strip():
        literal = _clean(text.strip()).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        where.append("(code ILIKE %(part)s OR zh ILIKE %(part)s OR en ILIKE %(part)s)")
        named["part"] = f"%{literal}%"
    if not closed:
        where.append("(closed_on IS NULL OR closed_on > %(day)s)")
    return _places(actor, f"{' AND '.join(where)} ORDER BY code LIMIT %(limit)s", **named)


def search(actor: Actor, text: str, *, limit: int = 20) -> list[Place]:
    """The places in use whose code or name holds a text, the nearest first."""
    said = _clean(text.strip())
    if not said:
        return []
    literal = said.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return _places(
        actor,
        "(code ILIKE %(part)s OR zh ILIKE %(part)s OR en ILIKE %(part)s) "
        "AND (closed_on IS NULL OR closed_on > %(day)s) "
        "ORDER BY code <> upper(%(said)s), zh <> %(said)s, NOT (code ILIKE %(end)s OR zh LIKE %(start)s), code "
        "LIMIT %(limit)s",
        said=said, part=f"%{literal}%", start=f"{literal}%", end=f"%-{literal}", day=today(), limit=limit,
    )  # fmt: skip


def history(actor: Actor, code: str) -> list[UUID]:
    """The entries recorded about a place that still stand."""
    return reading.column(
        actor,
        "SELECT entry FROM places_opening WHERE code = %(code)s AND superseded_at IS NULL "
        "UNION ALL SELECT entry FROM places_closing WHERE place = %(code)s AND superseded_at IS NULL "
        "UNION ALL SELECT entry FROM places_label WHERE place = %(code)s AND superseded_at IS NULL",
        code=_clean(code),
    )


def counts(actor: Actor, unit: str, *, day: date | None = None) -> dict[str, int]:
    """How many places of each kind a unit itself answers for on a day (today)."""
    found = reading.rows(
        actor,
        "SELECT kind, sum(delta)::int FROM places_count WHERE unit = %(unit)s AND day <= %(day)s "
        "GROUP BY kind HAVING sum(delta) <> 0 ORDER BY kind",
        unit=_clean(unit), day=day or today(),
    )  # fmt: skip
    return dict(found)


def counted(actor: Actor, path: str = "", *, day: date | None = None) -> int:
    """How many places the units of a path and below it answer for on a day (today); all that are seen without one."""
    found: int = reading.value(
        actor,
        "SELECT coalesce(sum(delta), 0)::int FROM places_count "
        "WHERE path >= %(low)s AND path < %(high)s AND day <= %(day)s",
        **reading.under(path), day=day or today(),
    )  # fmt: skip
    return found


def known_places(codes: Collection[str]) -> dict[str, str]:
    """Those of the codes that name a place in the actor's scope, each with its kind: the kernel's question.

    Places out of use are known too, because what was done before they were closed may still arrive.
    """
    clean = [code for code in codes if "\0" not in code]
    statement = "SELECT code, kind FROM places_place WHERE code = ANY(%(codes)s)"
    return dict(reading.rows(acting_actor(), statement, codes=clean))


def shorts_taken(shorts: Collection[str]) -> frozenset[str]:
    """Those of the short codes that a label has or had, also out of the actor's sight."""
    system = scope.system_actor("naming")
    with scope.acting(system):
        statement = "SELECT short FROM places_label WHERE short = ANY(%(shorts)s)"
        return frozenset(reading.column(system, statement, shorts=list(shorts)))


def label_history(actor: Actor, sort: str, code: str) -> list[UUID]:
    """The entries about the labels of a thing, in the order of time."""
    return reading.column(
        actor,
        "SELECT entry FROM places_label WHERE sort = %(sort)s AND code = %(code)s ORDER BY recorded_at, entry",
        sort=sort, code=_clean(code),
    )  # fmt: skip


def _places(actor: Actor, where: str, **named: Any) -> list[Place]:
    return [Place(*row) for row in reading.rows(actor, _SELECT + where, **named)]


def _clean(text: str) -> str:
    """Without NUL, which no text in the database can hold: such a code is simply not there."""
    return text.replace("\0", "")
