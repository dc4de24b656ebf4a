"""places · card: what places register."""

from __future__ import annotations

from lianfang.ground.places import payloads, projections
from lianfang.kernel.kinds import NO_PERSONAL_DATA, Door, Kind, Presence
from lianfang.kernel.registry import Card
from lianfang.kernel.targets import Target
from lianfang.kernel.words import w

SEE, OPEN = "places.see", "places.open"

PLACE_OPENED = Kind(
    code="places.place_opened",
    words=w("地点启用", "place opened"),
    payload=payloads.PlaceOpened,
    sentence=lambda data: w("启用地点“{zh}”", "opened the place “{en}”").fill(zh=data["zh"], en=data["en"]),
    privacy=NO_PERSONAL_DATA,
    record=OPEN,
    see=SEE,
    place=Presence.FORBIDDEN,
    door=Door.ACTION,
    projection=projections.OPENED,
    primary=("code", "zh", "kind"),
)
PLACE_CLOSED = Kind(
    code="places.place_closed",
    words=w("地点停用", "place closed"),
    payload=payloads.PlaceClosed,
    sentence=lambda data: w("自 {from_day} 起停用", "out of use from {from_day}").fill(**data),
    privacy=NO_PERSONAL_DATA,
    record=OPEN,
    see=SEE,
    place=Presence.REQUIRED,
    door=Door.ACTION,
    projection=projections.CLOSED,
    primary=("from_day",),
)
LABEL_REPLACED = Kind(
    code="places.label_replaced",
    words=w("更换标签", "label replaced"),
    payload=payloads.LabelReplaced,
    sentence=lambda data: w("更换标签：{why}", "replaced the label: {why}").fill(**data),
    privacy=NO_PERSONAL_DATA,
    record=OPEN,
    see=SEE,
    place=Presence.REQUIRED,
    door=Door.ACTION,
    projection=projections.LABELLED,
    primary=("why",),
)

# Every place of some kinds, at the path that its unit had on that day; on the first day out of use it has left. On the
# day on which it came into use nothing was due at it before that moment.
TARGET = Target(
    code="place",
    words=w("地点", "place"),
    matched_by="place",
    sql=(
        "SELECT l.code AS target, l.unit, p.path, l.kind, l.zh, l.en, "
        'coalesce(l.closed_on = %(day)s, false) AS "left", '
        "CASE WHEN l.opened_on = %(day)s THEN (SELECT max(o.occurred_at) FROM places_opening o "
        "WHERE o.code = l.code AND o.superseded_at IS NULL AND NOT o.exercise) END AS since_at, "
        "NULL::timestamptz AS until_at "
        "FROM units_path p JOIN places_place l ON l.unit = p.unit "
        "WHERE p.path >= %(low)s AND p.path < %(high)s AND p.since_day <= %(day)s AND p.until_day > %(day)s "
        "AND l.kind = ANY(%(kinds)s) AND l.opened_on <= %(day)s "
        "AND (l.closed_on IS NULL OR l.closed_on > %(day)s OR (l.closed_on = %(day)s AND l.opened_on < %(day)s))"
    ),
)

CARD = Card(
    area="places",
    targets=(TARGET,),
    kinds=(PLACE_OPENED, PLACE_CLOSED, LABEL_REPLACED),
    verbs={
        **{
            role: frozenset({SEE})
            for role in (
                "superior", "grid", "gate", "keeper", "laundry", "editor", "inspector", "auditor", "site", "property",
                "reporter",
            )
        },
        **{role: frozenset({SEE, OPEN}) for role in ("admin", "commander", "officer")},
    },
)  # fmt: skip
