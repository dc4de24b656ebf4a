"""people · queries of doors: households as people point to them: 3栋2单元301, 3-2-301, C161-B03-2-301."""

from __future__ import annotations

from lianfang.ground.people import queries, rules
from lianfang.ground.people.card import SEE
from lianfang.ground.people.queries import Household
from lianfang.kernel.scope import Actor, ranges

# A building is said by its number: as its code ends (C161-B03), or as its name begins (3号楼).
_OF_BUILDING = r"""
AND (ltrim(substring(h.place from '([0-9]+)$'), '0') = %(building)s OR EXISTS (
  SELECT FROM places_place b WHERE b.code = h.place
  AND substring(b.zh from '0*([0-9]+) *(?:栋|幢|座|号楼|号|楼|#)') = %(building)s))
"""
BY_DOOR = (
    "h.door = %(door)s AND (%(entrance)s::int IS NULL OR h.entrance = %(entrance)s) {building} "
    "AND h.code > %(after)s AND %(seen)s::path_ranges @> h.path ORDER BY h.code LIMIT %(limit)s"
)
# `^@`, not LIKE: under a policy an index is used only for what leaks nothing, and LIKE is not known to.
BY_CODE = (
    "h.code ^@ %(start)s AND h.code > %(after)s AND %(seen)s::path_ranges @> h.path ORDER BY h.code LIMIT %(limit)s"
)


def said(actor: Actor, text: str, *, after: str = "", limit: int = 20) -> list[Household]:
    """The households that a text means, by code: by the beginning of a code, or by a door with or without entrance and
    building. `after` is the code of the last one of the page before."""
    named = {"after": after.replace("\0", ""), "limit": limit, "seen": ranges(actor.prefixes(SEE))}
    if start := rules.household_start(text):
        found = queries.households_where(actor, BY_CODE, start=start, **named)
        if found:
            return found
    door = rules.door_meant(text)
    if door is None:
        return []
    where = BY_DOOR.format(building=_OF_BUILDING if door.building else "")
    return queries.households_where(
        actor, where, door=door.door, entrance=door.entrance, building=door.building, **named
    )
