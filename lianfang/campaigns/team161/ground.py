"""campaigns · team161.ground: the plan's units, logins, places, households and people, opened before the first day."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from lianfang.campaigns.team161.plan import Plan
from lianfang.campaigns.team161.plan.shapes import SHANGHAI
from lianfang.ground.access import actions as access
from lianfang.ground.access import demo
from lianfang.ground.people import actions as people
from lianfang.ground.people.actions import HouseholdSpec, PersonSpec
from lianfang.ground.places import actions as places
from lianfang.ground.places.actions import PlaceSpec
from lianfang.ground.units import actions as units
from lianfang.ground.units.actions import UnitSpec
from lianfang.kernel import clock, ids
from lianfang.kernel.kinds import Origin
from lianfang.kernel.scope import Actor

# A whole day before the first window opens (2020-07-15 16:00), so that everything stands when it does.
OPENED_AT = datetime(2020, 7, 14, 17, 0, tzinfo=SHANGHAI)


def open_ground(plan: Plan, system: Actor) -> None:
    """Opens everything that stands before the first act. The same plan gives the same entries."""
    at, mint = clock.FixedClock(OPENED_AT), ids.seeded_mint(f"{plan.seed}/ground")
    step = {"at": at, "mint": mint, "origin": Origin.REPLAY}
    specs = [UnitSpec(u.code, u.kind, u.zh, u.en, u.parent, u.aliases) for u in plan.units]
    units.open_units(system, specs, **step)  # type: ignore[arg-type]
    for each in plan.units:
        if each.authority:
            units.host_unit(system, code=each.code, locality=each.locality, authority=each.authority, **step)  # type: ignore[arg-type]
    placed = [PlaceSpec(p.code, p.kind, p.unit, p.zh, p.en, p.parent) for p in plan.places]
    places.open_places(system, placed, **step)  # type: ignore[arg-type]
    _settle_people(plan, system, at, mint)
    _give_logins(plan, system, at, mint)


def _settle_people(plan: Plan, system: Actor, at: clock.Clock, mint: ids.Mint) -> None:
    """The households of the estate and everybody's register, all of it synthetic."""
    homes = {home.code: home for home in plan.households}
    people.open_households(
        system,
        [HouseholdSpec(h.code, "C161", h.residency, h.building, h.entrance, h.floor, h.door) for h in plan.households],
        at=at,
        mint=mint,
        origin=Origin.REPLAY,
    )
    known = person_ids(plan)
    specs = [
        PersonSpec(
            unit=person.unit,
            name=person.name,
            id_number=person.id_number,
            phone=person.phone,
            counts=person.counting,
            household=person.household,
            residency=homes[person.household].residency if person.household else None,
            id=known[person.index],
        )
        for person in plan.people
    ]
    people.register_people(system, specs, at=at, mint=mint, origin=Origin.REPLAY)


def _give_logins(plan: Plan, system: Actor, at: clock.Clock, mint: ids.Mint) -> None:
    """The demonstration's logins with their password, and the others of the script without one."""
    demo.create_demo_logins(system, at=at, mint=mint, origin=Origin.REPLAY)
    for login in plan.logins:
        if not login.demo:
            name, phone = demo.sample_person(login.login)
            access.create_user(
                system, login=login.login, unit=login.unit, title=login.zh, name=name, phone=phone, demo=True
            )
            for role in login.roles:
                access.give_grant(
                    system, login=login.login, role=role, unit=login.unit, at=at, mint=mint, origin=Origin.REPLAY
                )


def person_ids(plan: Plan) -> dict[int, UUID]:
    """The id of each person of the plan by index: the same for the same seed."""
    mint = ids.seeded_mint(f"{plan.seed}/people")
    return {person.index: mint(OPENED_AT) for person in plan.people}
