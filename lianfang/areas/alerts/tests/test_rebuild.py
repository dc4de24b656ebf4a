"""alerts · tests · rebuild: whatever was done in whatever order, the tables are what the ledger gives."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianfang.areas.alerts import actions, queries
from lianfang.areas.alerts.tests.conftest import NOON, Trial, alerts, gap
from lianfang.ground.testing import Cast
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, rebuild, scope
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor
from tests.support import entries

_TABLES = ["alerts_alert", "alerts_channel_step", "alerts_step"]
_ACT = st.tuples(
    st.sampled_from(("put", "take", "grow", "look", "acknowledge", "hand_on", "resolve", "reopen", "channel", "close")),
    st.integers(0, 4),
    st.integers(1, 90),
)


def _do(trial: Trial, cast: Cast, act: str, which: int, minute: float) -> None:
    """One act, as far as it can be done; what is refused changes nothing."""
    key, actor = f"g{which}", cast.commander
    if act in ("put", "grow"):
        trial.put(gap(key, count=which + (40 if act == "grow" else 1), exercise=which == 4))
    elif act == "take" and gap(key).key in trial.gaps:
        trial.take(key)
    elif act == "look":
        trial.look(minute)
    at = clock.FixedClock(NOON + timedelta(minutes=minute))
    with scope.acting(actor):
        if act == "channel":
            said = {"min_severity": "notice", "language": "en", "url": "json://hook.example.org/key-of-hook"}
            actions.set_channel(actor, unit=units.unit(actor, "T161"), channel=None, name=key, at=at, **said)
        elif act == "close" and (open_now := queries.open_channels()):
            actions.close_channel(actor, channel=open_now[0].id, at=at)
    standing = alerts()
    if standing and act in ("acknowledge", "hand_on", "resolve", "reopen"):
        number = standing[which % len(standing)].alert
        more = {"to": "commander@T161"} if act == "hand_on" else {"note": "好"}
        with scope.acting(actor):
            try:
                with transaction.atomic():
                    getattr(actions, act)(actor, alert=number, at=at, **more)
            except Refused:
                return


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(acts=st.lists(_ACT, min_size=3, max_size=14))
def test_any_life_equals_a_rebuild(acts: list[Any], story: Any) -> None:
    trial, cast = story
    with transaction.atomic():
        trial.gaps.clear()
        minute = 0.0
        for act, which, later in acts:
            minute += later
            _do(trial, cast, act, which, minute)
        with scope.acting(scope.system_actor()):
            stood = entries.contents(_TABLES)
            assert entries.rebuilt(f"alerts.{noun}" for noun in _NOUNS) == stood
        transaction.set_rollback(True)


_NOUNS = (
    "opened", "grew", "acknowledged", "handed_on", "escalated", "resolved", "reopened", "channel_set",
)  # fmt: skip


@pytest.fixture
def story(trial: Trial, cast: Cast, officer: Actor) -> Any:
    return trial, cast


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_rebuild_finds_no_difference(trial: Trial, cast: Cast, officer: Actor) -> None:
    for act, which, minute in (
        ("put", 0, 0), ("put", 4, 0), ("look", 0, 0), ("acknowledge", 0, 1), ("grow", 0, 2), ("look", 0, 3),
        ("look", 0, 200), ("take", 0, 0), ("look", 0, 201), ("put", 0, 0), ("look", 0, 202), ("channel", 1, 203),
        ("close", 0, 204),
    ):  # fmt: skip
        _do(trial, cast, act, which, minute)
    assert {step for each in alerts() for step in _acts(each.alert)} >= {"opened", "grew", "escalated", "reopened"}
    assert rebuild.compare(connections["owner"]) == []


def _acts(number: Any) -> list[str]:
    with scope.acting(scope.system_actor()) as system:
        return [step.act for step in queries.steps(system, number)]
