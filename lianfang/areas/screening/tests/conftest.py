"""screening · tests' ground: four units and whoever is named, so that the area is tested by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from lianfang.kernel import clock, ids, journal, ports, scope
from lianfang.kernel.entries import WITHDRAWAL, Draft
from lianfang.kernel.kinds import Origin

PATHS = {"T": "X/T/", "D1": "X/T/D1/", "C": "X/T/C/", "Z": "Z/"}
NOW = datetime(2020, 8, 10, 7, 40, tzinfo=UTC)  # 15:40 in the duty room: the day of the 10th is still open
TODAY = date(2020, 8, 10)


@pytest.fixture
def small_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Units T > (D1, C) and a stranger Z; places and persons are whatever is named."""

    def unit_paths(codes: Any) -> Any:
        actor = scope.acting_actor()
        seen = {code: PATHS[code] for code in codes if code in PATHS and actor.sees(PATHS[code])}
        return {code: ports.UnitPaths(((date(2020, 1, 1), path),)) for code, path in seen.items()}

    monkeypatch.setattr(ports.PORTS, "ask_unit_paths", lambda _, codes: lambda: unit_paths(codes))
    monkeypatch.setattr(ports.PORTS, "known_places", dict.fromkeys)
    monkeypatch.setattr(ports.PORTS, "known_persons", frozenset)


def actor_over(prefix: str = "X/T/", role: str = "officer") -> scope.Actor:
    from lianfang.areas.screening.card import CARD  # this file is read before Django has its settings

    verbs = CARD.verbs[role] | {"ledger.correct", "ledger.see"}
    return scope.Actor("tester", 7, (scope.Held(role, verbs, "", (prefix,)),))


def person(number: int) -> UUID:
    return UUID(int=number)


def draft(kind: str, data: Any, *, at: datetime | None = None, unit: str = "D1", **more: Any) -> Draft:
    moment = at or NOW - timedelta(hours=1)
    made: dict[str, Any] = {"id": ids.mint(moment), **more}
    return Draft(kind=f"screening.{kind}", unit=unit, occurred_at=moment, data=data, **made)


def reading(celsius: float, who: int = 1, *, again: bool = False, **more: Any) -> Draft:
    """A reading of person number `who`."""
    data = {"celsius": celsius, "site": "forehead", "remeasure": again}
    return draft("temperature_check", data, person=person(who), **more)


def withdrawal(of: Draft) -> Draft:
    at = of.occurred_at
    return Draft(
        id=ids.mint(at), kind=WITHDRAWAL, unit=of.unit, occurred_at=at, data={}, corrects=of.id, reason="误录",
        exercise=of.exercise,
    )  # fmt: skip


def record(*drafts: Draft, actor: scope.Actor | None = None, at: datetime = NOW) -> list[journal.Receipt]:
    actor = actor or actor_over()
    with scope.acting(actor):
        return journal.record(actor, drafts, origin=Origin.API, at=clock.FixedClock(at))


class Ground:
    """People and gates in the cast's tree: three at the crew, two in logistics, four on the estate, two gates."""

    CREW, LOG, ESTATE = "T161-D01", "T161-LOG", "C161"
    GATES = ("C161-GATE1", "C161-GATE2")
    COUNTS = {CREW: 3, LOG: 2, ESTATE: 4}

    def __init__(self, people: dict[str, list[UUID]]) -> None:
        self.people = people


@pytest.fixture
def ground(tree: dict[str, str], system: scope.Actor) -> Ground:
    """The cast's tree with registers and gates, all opened before the tests' day."""
    from lianfang.ground.people.actions import PersonSpec, register_people
    from lianfang.ground.places.actions import PlaceSpec, open_places
    from lianfang.ground.testing import OPENED_AT

    at = clock.FixedClock(OPENED_AT)
    specs = [PersonSpec(unit, f"李{n}") for unit, count in Ground.COUNTS.items() for n in range(count)]
    with scope.acting(system):
        persons = register_people(system, specs, at=at, origin=Origin.REPLAY)
        places = [
            PlaceSpec(code, "gate", Ground.ESTATE, f"{code[-1]}号门", f"Gate {code[-1]}") for code in Ground.GATES
        ]
        open_places(system, places, at=at, origin=Origin.REPLAY)
    found: dict[str, list[UUID]] = {}
    for spec, each in zip(specs, persons, strict=True):
        found.setdefault(spec.unit, []).append(each)
    return Ground(found)


TEAM = "XJCG/T161/"


def over(path: str = TEAM, role: str = "officer") -> scope.Actor:
    """Somebody with a role's verbs of the area over one branch of the cast's tree."""
    actor = actor_over(path, role)
    held = actor.held[0]
    verbs = held.verbs | {"people.see"}
    return scope.Actor("tester", 7, (scope.Held(role, verbs, path.rstrip("/").rpartition("/")[2], (path,)),))


def checked(ground: Ground, unit: str, who: int, celsius: float = 36.5, *, again: bool = False, **more: Any) -> Draft:
    """A reading of one of a unit's people."""
    data = {"celsius": celsius, "site": "forehead", "remeasure": again}
    return draft("temperature_check", data, unit=unit, person=ground.people[unit][who], **more)


def passed(ground: Ground, gate: int = 0, way: str = "in", who: str = "resident", **more: Any) -> Draft:
    """A passage at one of the estate's gates; `celsius` None: nobody measured."""
    data = {"direction": way, "category": who, "mask": True, "celsius": more.pop("celsius", 36.5)}
    return draft("gate_passage", data, unit=Ground.ESTATE, place=Ground.GATES[gate], **more)


@pytest.fixture
def hour(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The server's clock, which a test moves on; it begins in the morning's round."""
    from lianfang.areas.screening.tests.crew import MORNING, Hour

    made = Hour(MORNING)
    monkeypatch.setattr(clock, "current", lambda: made)
    return made


@pytest.fixture
def crew(tree: dict[str, str], system: scope.Actor, hour: Any) -> list[UUID]:
    """Eighteen people of a unit, who are measured this morning."""
    from lianfang.areas.screening.tests.crew import CREW, MANY
    from lianfang.ground.people import actions as people
    from lianfang.ground.people.actions import PersonSpec
    from lianfang.ground.testing import OPENED_AT
    from tests.support import slots

    specs = [PersonSpec(CREW, f"赵{n + 1:02d}") for n in range(MANY)]
    with scope.acting(system):
        made = people.register_people(system, specs, at=clock.FixedClock(OPENED_AT), origin=Origin.REPLAY)
    slots.derived(TODAY)
    return made
