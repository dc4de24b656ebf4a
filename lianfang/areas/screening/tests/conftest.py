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

    monkeypatch.setattr(ports.PORTS, "unit_paths", unit_paths)
    monkeypatch.setattr(ports.PORTS, "known_places", frozenset)
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
