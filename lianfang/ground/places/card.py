"""places · card: what places register."""

from __future__ import annotations

from functools import partial

from lianfang.ground.places import payloads, projections
from lianfang.ground.places.shortcodes import shown
from lianfang.kernel.kinds import NO_PERSONAL_DATA, Door, Kind, Presence
from lianfang.kernel.registry import Card
from lianfang.kernel.targets import Target
from lianfang.kernel.words import w

SEE, OPEN, SCAN = "places.see", "places.open", "places.scan"

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
_label = partial(
    Kind,
    privacy=NO_PERSONAL_DATA,
    record=OPEN,
    see=SEE,
    place=Presence.OPTIONAL,
    door=Door.ACTION,
    projection=projections.LABELLED,
)
LABEL_ISSUED = _label(
    code="places.label_issued",
    words=w("发放标签", "label issued"),
    payload=payloads.LabelIssued,
    sentence=lambda data: w("发放标签：{code}（短码 {short}）", "issued the label of {code} (short code {short})").fill(
        code=data["code"], short=shown(data["short"])
    ),
    primary=("code", "short"),
)
LABEL_REPLACED = _label(
    code="places.label_replaced",
    words=w("更换标签", "label replaced"),
    payload=payloads.LabelReplaced,
    sentence=lambda data: w("更换标签：{why}", "replaced the label: {why}").fill(**data),
    primary=("why",),
)
LABEL_REVOKED = _label(
    code="places.label_revoked",
    words=w("作废标签", "label revoked"),
    payload=payloads.LabelRevoked,
    sentence=lambda data: w("作废标签 {code}：{why}", "revoked the label of {code}: {why}").fill(**data),
    primary=("code", "why"),
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
    kinds=(PLACE_OPENED, PLACE_CLOSED, LABEL_ISSUED, LABEL_REPLACED, LABEL_REVOKED),
    verbs={
        **{role: frozenset({SEE}) for role in ("superior", "editor", "auditor")},
        **{
            role: frozenset({SEE, SCAN})
            for role in ("grid", "gate", "keeper", "laundry", "inspector", "site", "property", "reporter")
        },
        "officer": frozenset({SEE, OPEN, SCAN}),
        **{role: frozenset({SEE, OPEN}) for role in ("admin", "commander")},
    },
    verb_words={SCAN: w("扫码（导航中显示）", "scan labels (shown in the navigation)")},
)  # fmt: skip
