"""people · actions: people come onto registers, change units and are erased here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from lianfang.ground.people import identities, payloads, ports, problems, queries, rules
from lianfang.ground.people.card import PERSON_REGISTERED, REGISTER
from lianfang.ground.people.payloads import Residency
from lianfang.ground.recording import Turn, record_all, take_turn, valid
from lianfang.ground.units.queries import unit as unit_of
from lianfang.kernel import clock, ids, keyring
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
from lianfang.kernel.ports import PORTS
from lianfang.kernel.problems import INVALID, NOT_FOUND, Fault, Refused
from lianfang.kernel.scope import Actor


@dataclass(frozen=True, slots=True)
class PersonSpec:
    """Somebody to be registered. `id` and that of the `entry` are minted where they are not given."""

    unit: str
    name: str
    id_number: str | None = None
    phone: str | None = None
    counts: bool = True
    household: str | None = None
    residency: Residency | str | None = None
    id: UUID | None = None
    entry: UUID | None = None


@dataclass(frozen=True, slots=True)
class HouseholdSpec:
    """A dwelling to be put on the register of a unit; `place` is its building."""

    code: str
    unit: str
    residency: Residency | str
    place: str | None = None
    entrance: int | None = None
    floor: int | None = None
    door: str | None = None


@transaction.atomic
def open_households(
    actor: Actor,
    specs: Sequence[HouseholdSpec],
    *,
    opened_at: datetime | None = None,
    at: clock.Clock | None = None,
    mint: ids.Mint = ids.mint,
    origin: Origin = Origin.CONSOLE,
) -> None:
    """Puts households on the register, all or none. Raises `household_taken`, `not_found`, `invalid`."""
    now = (at or clock.current()).now()
    drafts = [
        Draft(
            id=mint(now),
            kind="people.household_opened",
            unit=spec.unit,
            place=spec.place,
            occurred_at=opened_at or now,
            data=valid(
                payloads.HouseholdOpened,
                {
                    "code": spec.code, "residency": _residency(spec.residency), "entrance": spec.entrance,
                    "floor": spec.floor, "door": spec.door,
                },
            ),
        )
        for spec in specs
    ]  # fmt: skip
    taken, codes = {"people_founding_code": problems.HOUSEHOLD_TAKEN}, [spec.code for spec in specs]
    record_all(actor, drafts, origin=origin, at=at, taken=taken, codes=codes)


def register_person(
    actor: Actor,
    *,
    unit: str,
    name: str,
    id_number: str | None = None,
    phone: str | None = None,
    counts: bool = True,
    household: str | None = None,
    residency: Residency | str | None = None,
    occurred_at: datetime | None = None,
    at: clock.Clock | None = None,
    mint: ids.Mint = ids.mint,
    origin: Origin = Origin.CONSOLE,
) -> UUID:
    """Puts a person on a unit's register and gives the person's id.

    Needs `people.register` at the unit. Raises `person_known` for an identity number that somebody has already,
    `invalid`, `not_found`.
    """
    spec = PersonSpec(unit, name, id_number, phone, counts, household, residency)
    return register_people(actor, [spec], occurred_at=occurred_at, at=at, mint=mint, origin=origin)[0]


@transaction.atomic
def register_people(
    actor: Actor,
    specs: Sequence[PersonSpec],
    *,
    occurred_at: datetime | None = None,
    at: clock.Clock | None = None,
    mint: ids.Mint = ids.mint,
    origin: Origin = Origin.CONSOLE,
) -> list[UUID]:
    """Puts many people on registers at once, all or none; 2,000 take a few seconds. Raises as `register_person`.

    A fault names the person by its place in `specs`, as in `people.3.id_number`.
    """
    now = (at or clock.current()).now()
    plain = _plain(specs)
    _check_households(specs)
    persons = [spec.id or mint(now) for spec in specs]
    since = occurred_at or now
    drafts = [
        _draft(spec.entry or mint(now), PERSON_REGISTERED.code, spec.unit, person, since, _registered(spec))
        for spec, person in zip(specs, persons, strict=True)
    ]
    paths = _paths(actor, [spec.unit for spec in specs], since)
    keyring.make_keys([(person, paths[spec.unit]) for spec, person in zip(specs, persons, strict=True)])
    with ports.registering(persons):
        record_all(actor, drafts, origin=origin, at=at)
    try:
        with transaction.atomic():
            written = identities.keep([(person, *words) for person, words in zip(persons, plain, strict=True)])
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") != "people_person_id_number":
            raise
        raise Refused(problems.PERSON_KNOWN) from None
    if written < len(specs):  # the unit is about to move out of the actor's scope
        raise Refused(NOT_FOUND)
    return persons


@transaction.atomic
def change_membership(
    actor: Actor,
    *,
    person: UUID,
    unit: str,
    member: bool = True,
    counts: bool = False,
    household: str | None = None,
    residency: Residency | str | None = None,
    occurred_at: datetime | None = None,
    at: clock.Clock | None = None,
    mint: ids.Mint = ids.mint,
    origin: Origin = Origin.CONSOLE,
) -> None:
    """Says how a person belongs to a unit from this reporting day on; with `member` false: no more.

    Raises `counted_elsewhere` where another unit counts the person (then transfer), `not_a_member`, `not_found`.
    """
    now = (at or clock.current()).now()
    take_turn(Turn.PEOPLE)
    _known(person)
    day = clock.day_of(occurred_at or now).date
    if not member and unit not in _units_now(person, day):
        raise Refused(problems.NOT_A_MEMBER)
    data = valid(
        payloads.MembershipChanged,
        {"member": member, "counts": counts, "household": household, "residency": _residency(residency)},
    )
    draft = _draft(mint(now), "people.membership_changed", unit, person, occurred_at or now, data)
    _record_changes(actor, [draft], origin, at)


@dataclass(frozen=True, slots=True)
class Joining:
    """A person of a unit's register lives in a household from now on; whether the unit counts the person stays."""

    person: UUID
    unit: str
    household: str
    counts: bool


@transaction.atomic
def join_households(
    actor: Actor,
    joins: Sequence[Joining],
    *,
    at: clock.Clock | None = None,
    mint: ids.Mint = ids.mint,
    origin: Origin = Origin.CONSOLE,
) -> None:
    """Says in which households people of the register live, from this reporting day on, all or none.

    Raises `not_found`, `not_allowed`.
    """
    now = (at or clock.current()).now()
    take_turn(Turn.PEOPLE)
    drafts = [
        _draft(
            mint(now), "people.membership_changed", each.unit, each.person, now,
            valid(payloads.MembershipChanged, {"member": True, "counts": each.counts, "household": each.household}),
        )
        for each in joins
    ]  # fmt: skip
    _record_changes(actor, drafts, origin, at)


@transaction.atomic
def transfer_person(
    actor: Actor,
    *,
    person: UUID,
    from_unit: str,
    to_unit: str,
    household: str | None = None,
    residency: Residency | str | None = None,
    occurred_at: datetime | None = None,
    at: clock.Clock | None = None,
    mint: ids.Mint = ids.mint,
    origin: Origin = Origin.CONSOLE,
) -> None:
    """Moves a person from one unit's register to another's, which then counts them, from the reporting day on in which
    it occurred (this one).

    Needs `people.register` at both. Raises `not_a_member`, `not_found`, `not_allowed`.
    """
    now = (at or clock.current()).now()
    moved_at = occurred_at or now
    take_turn(Turn.PEOPLE)
    _known(person)
    actor.must(REGISTER, unit_of(actor, to_unit, day=clock.day_of(moved_at).date).path)
    if from_unit not in _units_now(person, clock.day_of(moved_at).date):
        raise Refused(problems.NOT_A_MEMBER)
    left = payloads.MembershipChanged(member=False)
    joined = valid(
        payloads.MembershipChanged,
        {"member": True, "counts": True, "household": household, "residency": _residency(residency)},
    )
    drafts = [
        _draft(mint(now), "people.membership_changed", from_unit, person, moved_at, left),
        _draft(mint(now), "people.membership_changed", to_unit, person, moved_at, joined),
    ]
    _record_changes(actor, drafts, origin, at)


@transaction.atomic
def erase_person(
    actor: Actor,
    *,
    person: UUID,
    note: str | None = None,
    at: clock.Clock | None = None,
    mint: ids.Mint = ids.mint,
    origin: Origin = Origin.CONSOLE,
) -> None:
    """Destroys a person's name, numbers and key forever; the entry, and what was counted, remain.

    Words about the person in earlier entries can then be read by nobody, and every seal still holds. Needs
    `people.erase` at the unit that counts the person. Raises `person_erased`, `not_found`, `not_allowed`.
    """
    now = (at or clock.current()).now()
    take_turn(Turn.PEOPLE)
    home = queries.person_row(person)
    data = valid(payloads.PersonErased, {"note": note})
    record_all(actor, [_draft(mint(now), "people.person_erased", home, person, now, data)], origin=origin, at=at)


def _draft(entry: UUID, kind: str, unit: str, person: UUID, occurred_at: datetime, data: Any) -> Draft:
    return Draft(id=entry, kind=kind, unit=unit, person=person, occurred_at=occurred_at, data=data)


def _plain(specs: Sequence[PersonSpec]) -> list[tuple[str, str | None, str | None]]:
    """Name, identity number and telephone of each, cleaned; or every fault in them."""
    plain, faults = [], []
    for index, spec in enumerate(specs):
        words = (
            spec.name.strip(),
            rules.plain_id_number(spec.id_number) if spec.id_number else None,
            rules.plain_phone(spec.phone) if spec.phone else None,
        )
        plain.append(words)
        asks = rules.unclear(spec.id_number) if spec.id_number else None
        if asks is not None:
            faults.append(Fault(f"people.{index}.id_number", asks, "unclear"))
        faults += [Fault(f"people.{index}.{each.path}", each.says, each.code) for each in rules.faults_in(*words)]
    if faults:
        raise Refused(INVALID, faults=tuple(faults))
    return plain


def _registered(spec: PersonSpec) -> payloads.PersonRegistered:
    return valid(
        payloads.PersonRegistered,
        {"counts": spec.counts, "household": spec.household, "residency": _residency(spec.residency)},
    )


def _residency(said: Residency | str | None) -> Residency | str | None:
    """The residency that was meant; what is none of them is left to the payload to refuse."""
    return None if said is None else next((each for each in Residency if each == said), said)


def _paths(actor: Actor, units: Sequence[str], at: datetime) -> Mapping[str, str]:
    """The path of each unit on the day; raises `not_found` or `not_allowed` where the actor may not register."""
    day, known = clock.day_of(at).date, PORTS.unit_paths(set(units))
    paths = {unit: known[unit].on(day) for unit in set(units) if unit in known}
    for unit in units:
        if unit not in paths:
            raise Refused(NOT_FOUND)
        actor.must(REGISTER, paths[unit])
    return paths


def _check_households(specs: Sequence[PersonSpec]) -> None:
    wanted = {spec.household for spec in specs if spec.household}
    with connection.cursor() as cursor:
        cursor.execute("SELECT code FROM people_household WHERE code = ANY(%s)", (sorted(wanted),))
        missing = wanted - {row[0] for row in cursor.fetchall()}
    faults = tuple(
        Fault(f"people.{index}.household", problems.NO_SUCH_HOUSEHOLD.fill(code=spec.household), "not_found")
        for index, spec in enumerate(specs)
        if spec.household in missing
    )
    if faults:
        raise Refused(INVALID, faults=faults)


def _known(person: UUID) -> None:
    if person not in ports.known_persons([person]):
        queries.person_row(person)
        raise Refused(NOT_FOUND)


def _units_now(person: UUID, day: Any) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit FROM people_membership WHERE person = %s AND since_day <= %s AND until_day > %s",
            (person, day, day),
        )
        return {row[0] for row in cursor.fetchall()}


def _record_changes(actor: Actor, drafts: list[Draft], origin: Origin, at: clock.Clock | None) -> None:
    taken = {"people_membership_counts_once": problems.COUNTED_ELSEWHERE}
    record_all(actor, drafts, origin=origin, at=at, taken=taken)
