"""units · card: what the tree of units registers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianfang.ground.units import payloads, projections
from lianfang.kernel.kinds import NO_PERSONAL_DATA, Door, Kind, Presence
from lianfang.kernel.registry import Card
from lianfang.kernel.targets import Target
from lianfang.kernel.words import Words, listed, w

SEE, OPEN, MOVE = "units.see", "units.open", "units.move"

UNIT_OPENED = Kind(
    code="units.unit_opened",
    words=w("单位设立", "unit opened"),
    payload=payloads.UnitOpened,
    sentence=lambda data: w("设立单位“{zh}”", "opened the unit “{en}”").fill(zh=data["zh"], en=data["en"]),
    privacy=NO_PERSONAL_DATA,
    record=OPEN,
    see=SEE,
    place=Presence.FORBIDDEN,
    door=Door.ACTION,
    projection=projections.OPENED,
    primary=("zh", "kind"),
)
UNIT_MOVED = Kind(
    code="units.unit_moved",
    words=w("单位划转", "unit moved"),
    payload=payloads.UnitMoved,
    sentence=lambda data: w("自 {from_day} 起划归 {parent}", "belongs to {parent} from {from_day}").fill(**data),
    privacy=NO_PERSONAL_DATA,
    record=MOVE,
    see=SEE,
    place=Presence.FORBIDDEN,
    door=Door.ACTION,
    projection=projections.MOVED,
    primary=("parent", "from_day"),
)


def _renamed(data: Mapping[str, Any]) -> Words:
    if not data.get("aliases"):
        return w("更名为“{zh}”", "renamed to “{en}”").fill(zh=data["zh"], en=data["en"])
    also = listed([Words(each, each) for each in data["aliases"]])
    said = w("名为“{zh}”，又称“{also}”", "called “{en}”, also “{also}”")
    return said.fill(zh=data["zh"], en=data["en"], also=also)


UNIT_RENAMED = Kind(
    code="units.unit_renamed",
    words=w("单位更名", "unit renamed"),
    payload=payloads.UnitRenamed,
    sentence=_renamed,
    privacy=NO_PERSONAL_DATA,
    record=OPEN,
    see=SEE,
    place=Presence.FORBIDDEN,
    door=Door.ACTION,
    projection=projections.RENAMED,
    primary=("zh",),
)
UNIT_CLOSED = Kind(
    code="units.unit_closed",
    words=w("单位撤销", "unit closed"),
    payload=payloads.UnitClosed,
    sentence=lambda data: w("自 {from_day} 起撤销", "closed from {from_day}").fill(**data),
    privacy=NO_PERSONAL_DATA,
    record=OPEN,
    see=SEE,
    place=Presence.FORBIDDEN,
    door=Door.ACTION,
    projection=projections.CLOSED,
    primary=("from_day",),
)
UNIT_HOSTED = Kind(
    code="units.unit_hosted",
    words=w("属地登记", "local authority named"),
    payload=payloads.UnitHosted,
    sentence=lambda data: w(
        "所在地 {locality}，属地联系单位 {authority}", "in {locality}; local authority {authority}"
    ).fill(**data),
    privacy=NO_PERSONAL_DATA,
    record=OPEN,
    see=SEE,
    place=Presence.FORBIDDEN,
    door=Door.ACTION,
    projection=projections.HOSTED,
    primary=("authority", "locality"),
)

# Every unit of some kinds. On the first day on which one stands no more it is shown as having left; on the day on which
# it was opened nothing was due of it before that moment.
TARGET = Target(
    code="unit",
    words=w("单位", "unit"),
    matched_by="unit",
    sql=(
        "SELECT u.code AS target, u.code AS unit, p.path, u.kind, u.zh, u.en, "
        'coalesce(u.closed_on = %(day)s, false) AS "left", '
        "CASE WHEN u.opened_on = %(day)s THEN (SELECT max(o.occurred_at) FROM units_opening o "
        "WHERE o.unit = u.code AND o.superseded_at IS NULL AND NOT o.exercise) END AS since_at, "
        "NULL::timestamptz AS until_at "
        "FROM units_path p JOIN units_unit u ON u.code = p.unit "
        "WHERE p.path >= %(low)s AND p.path < %(high)s AND p.since_day <= %(day)s AND p.until_day > %(day)s "
        "AND u.kind = ANY(%(kinds)s) AND u.opened_on <= %(day)s "
        "AND (u.closed_on IS NULL OR u.closed_on > %(day)s OR (u.closed_on = %(day)s AND u.opened_on < %(day)s))"
    ),
)

CARD = Card(
    area="units",
    fenced=frozenset({OPEN, MOVE}),
    targets=(TARGET,),
    kinds=(UNIT_OPENED, UNIT_MOVED, UNIT_RENAMED, UNIT_CLOSED, UNIT_HOSTED),
    verbs={
        **{
            role: frozenset({SEE})
            for role in (
                "superior", "commander", "officer", "reporter", "grid", "gate", "keeper", "property", "site", "laundry",
                "editor", "inspector", "auditor",
            )
        },
        "admin": frozenset({SEE, OPEN, MOVE}),
    },
)  # fmt: skip
