"""alerts · tests' ground: a source of gaps that a test fills and empties, and the cast with posts in the tree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from lianfang.kernel import clock, scope
from lianfang.kernel.gaps import Gap, GapSource, Severity
from lianfang.kernel.registry import REGISTRY, Card
from lianfang.kernel.words import w

if TYPE_CHECKING:  # this file is read before Django has its settings
    from lianfang.areas.alerts.models import Alert, Step

NOON = datetime(2020, 8, 10, 4, 0, tzinfo=UTC)  # 12:00 in the duty room
SOURCE = "trial.gap"
PATHS = {"T161-LOG": "XJCG/T161/T161-LOG/", "T161-PROP": "XJCG/T161/T161-PROP/", "T161": "XJCG/T161/"}


def gap(key: str = "round-1", *, unit: str = "T161-LOG", since: datetime = NOON, **more: Any) -> Gap:
    """A gap of the trial source: the reporter of a unit answers, unless the test says otherwise."""
    said: dict[str, Any] = {"severity": Severity.WARNING, "role": "reporter", "href": "/sanitation/", **more}
    words = w("消毒第一轮未做（{key}）", "first disinfection round missed ({key})").fill(key=key)
    return Gap(f"{SOURCE}:{key}", unit, PATHS.get(unit, f"XJCG/T161/{unit}/"), since, words, **said)


@dataclass
class Trial:
    """A source whose gaps the test sets, and the looks at it."""

    gaps: dict[str, Gap] = field(default_factory=dict)
    proof: dict[str, UUID] = field(default_factory=dict)
    fault: Exception | None = None

    def put(self, *gaps: Gap) -> None:
        self.gaps.update({each.key: each for each in gaps})

    def take(self, key: str = "round-1") -> None:
        del self.gaps[f"{SOURCE}:{key}"]

    def standing(self, now: datetime, since: datetime) -> list[Gap]:
        if self.fault:
            raise self.fault
        return [each for each in self.gaps.values() if since <= each.since <= now]

    def look(self, after_minutes: float = 0) -> datetime:
        """One look around, so long after noon; gives the moment."""
        from lianfang.areas.alerts import actions

        now = NOON + timedelta(minutes=after_minutes)
        with scope.acting(scope.system_actor()) as system, clock.standing_at(now):
            actions.look_around(system, now=now)
        return now


@pytest.fixture
def trial(monkeypatch: pytest.MonkeyPatch) -> Trial:
    """The trial source, the only one that there is."""
    made = Trial()
    source = GapSource(
        SOURCE,
        w("试验缺口", "trial gap"),
        made.standing,
        lambda keys: {k: made.proof[k] for k in keys if k in made.proof},
    )
    everything = REGISTRY.gaps
    monkeypatch.setattr(REGISTRY, "gaps", lambda: {SOURCE: source} if everything() is not None else {})
    monkeypatch.setitem(REGISTRY.cards, "trial-gaps", Card(area="trial-gaps"))
    return made


@pytest.fixture
def officer(cast: Any, system: Any) -> Any:
    """The duty officer of T161; gives the actor."""
    return _grant("officer", "officer", "T161", "值班员")


def _grant(login: str, role: str, unit: str, title: str = "") -> Any:
    from lianfang.ground.access import queries as access_queries
    from lianfang.ground.testing import enlist

    made = enlist(scope.system_actor(), {login: (role, unit)}, title=title)
    access_queries.forget()
    return access_queries.actor_of(made[login])


@pytest.fixture
def grant() -> Callable[..., Any]:
    """`grant("login", "officer", "T161")` makes somebody who holds the role there; gives the actor."""
    return _grant


def alerts() -> list[Alert]:
    from lianfang.areas.alerts.models import Alert

    with scope.acting(scope.system_actor()):
        return list(Alert.objects.order_by("key"))


def only() -> Alert:
    (found,) = alerts()
    return found


def life(number: UUID | None = None) -> list[Step]:
    from lianfang.areas.alerts import queries

    with scope.acting(scope.system_actor()) as system:
        return queries.steps(system, number or only().alert)


def acts() -> list[str]:
    return [step.act for step in life()]
