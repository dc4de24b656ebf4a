"""people · card: what people register."""

from __future__ import annotations

from lianfang.ground.people import payloads, projections
from lianfang.ground.people.verify import discrepancies
from lianfang.kernel.kinds import NO_PERSONAL_DATA, Door, Kind, Presence, Privacy
from lianfang.kernel.registry import Card
from lianfang.kernel.targets import Target
from lianfang.kernel.words import w

SEE, REGISTER, IDENTIFY, ERASE = "people.see", "people.register", "people.identify", "people.erase"
VIEWS, COPY = "people.views", "people.copy"
_COUNTED = Privacy(w("知道谁应当检查、由哪个单位负责", "to know who is due and which unit is responsible"), None, False)

HOUSEHOLD_OPENED = Kind(
    code="people.household_opened",
    words=w("住户登记", "household opened"),
    payload=payloads.HouseholdOpened,
    sentence=lambda data: w("登记住户 {code}", "opened the household {code}").fill(**data),
    privacy=NO_PERSONAL_DATA,
    record=REGISTER,
    see=SEE,
    door=Door.ACTION,
    projection=projections.HOUSEHOLD,
    primary=("code", "residency"),
)
PERSON_REGISTERED = Kind(
    code="people.person_registered",
    words=w("人员登记", "person registered"),
    payload=payloads.PersonRegistered,
    sentence=lambda data: w("登记一人", "registered a person"),
    privacy=_COUNTED,
    record=REGISTER,
    see=SEE,
    place=Presence.FORBIDDEN,
    person=Presence.REQUIRED,
    door=Door.ACTION,
    projection=projections.REGISTERED,
    primary=("counts", "household"),
)
MEMBERSHIP_CHANGED = Kind(
    code="people.membership_changed",
    words=w("人员隶属变更", "membership changed"),
    payload=payloads.MembershipChanged,
    sentence=lambda data: w("变更一人的隶属", "changed a person's membership"),
    privacy=_COUNTED,
    record=REGISTER,
    see=SEE,
    place=Presence.FORBIDDEN,
    person=Presence.REQUIRED,
    door=Door.ACTION,
    projection=projections.CHANGED,
    primary=("member", "counts"),
)
PERSON_ERASED = Kind(
    code="people.person_erased",
    words=w("个人信息删除", "person erased"),
    payload=payloads.PersonErased,
    sentence=lambda data: w("删除一人的个人信息，计数保留", "erased a person; the counts remain"),
    privacy=_COUNTED,
    record=ERASE,
    see=SEE,
    place=Presence.FORBIDDEN,
    person=Presence.REQUIRED,
    door=Door.ACTION,
    projection=projections.ERASED,
    primary=("note",),
)

_RECORDER = frozenset({SEE, REGISTER, IDENTIFY})
# Everybody whom a unit counts, by the kind of that unit. Nobody is named: who it is, people.identify shows. On the day
# on which somebody came nothing was due before that moment; whose words were only changed was there already.
_CAME = (
    "(SELECT max(s.occurred_at) FROM (SELECT person, unit, day, occurred_at FROM people_registration "
    "WHERE superseded_at IS NULL AND NOT exercise UNION ALL SELECT person, unit, day, occurred_at FROM people_change "
    "WHERE superseded_at IS NULL AND NOT exercise) s "
    "WHERE s.person = m.person AND s.unit = m.unit AND s.day = m.since_day)"
)
_BEFORE = (
    "EXISTS (SELECT 1 FROM people_membership b WHERE b.person = m.person AND b.unit = m.unit AND b.counts "
    "AND b.until_day = m.since_day AND b.since_day < b.until_day)"
)
TARGET = Target(
    code="person",
    words=w("在册人员", "person on a register"),
    matched_by="person",
    sql=(
        "SELECT m.person::text AS target, m.unit, p.path, u.kind, '' AS zh, '' AS en, "
        'false AS "left", '
        f"CASE WHEN m.since_day = %(day)s AND NOT {_BEFORE} THEN {_CAME} END AS since_at, "
        "NULL::timestamptz AS until_at "
        "FROM units_path p JOIN units_unit u ON u.code = p.unit JOIN people_membership m ON m.unit = p.unit "
        "WHERE p.path >= %(low)s AND p.path < %(high)s AND p.since_day <= %(day)s AND p.until_day > %(day)s "
        "AND u.kind = ANY(%(kinds)s) AND m.counts AND m.since_day <= %(day)s AND m.until_day > %(day)s"
    ),
)

CARD = Card(
    area="people",
    fenced=frozenset({REGISTER, ERASE}),
    targets=(TARGET,),
    verifiers=(discrepancies,),
    kinds=(HOUSEHOLD_OPENED, PERSON_REGISTERED, MEMBERSHIP_CHANGED, PERSON_ERASED),
    verbs={
        "officer": _RECORDER | {ERASE, VIEWS, COPY},
        "reporter": _RECORDER,
        "grid": _RECORDER,
        "site": _RECORDER,
        "gate": frozenset({SEE}),
        "commander": frozenset({SEE, ERASE, VIEWS}),
        "auditor": frozenset({VIEWS}),
        "inspector": frozenset({SEE}),
        "admin": frozenset({SEE, REGISTER, ERASE, VIEWS, COPY}),
    },
)
