"""alerts · tests · proposals: what is to be told at once is an alert in the same transaction; its answer ends it."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from lianfang.areas.alerts import reactions
from lianfang.areas.alerts.tests.conftest import NOON, acts, only
from lianfang.ground.testing import Cast
from lianfang.kernel import ids
from lianfang.kernel.scope import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposed() -> Any:
    """A proposal as the ledger hands it to those who hear it."""
    return SimpleNamespace(
        id=ids.mint(NOON), kind="incidents.proposed", unit="T161-LOG", path="XJCG/T161/T161-LOG/",
        stream=ids.mint(NOON), known_at=None, occurred_at=NOON - timedelta(minutes=2), recorded_at=NOON,
        exercise=False, facts={"code": "E01"},
    )  # fmt: skip


def test_a_proposal_is_an_urgent_alert_of_the_duty_officer(proposed: Any, cast: Cast, officer: Actor) -> None:
    react = reactions.REACTIONS["incidents.proposed"]
    react([proposed])
    react([proposed])  # told twice, raised once
    alert = only()
    assert (alert.severity, alert.role, alert.owner_unit) == ("urgent", "officer", "T161")
    assert alert.zh.startswith("突发情况待受理：发热或症状 · "), "by what and where, in the words of the playbook"
    assert (alert.opened_at, alert.due_at) == (NOON, NOON + timedelta(minutes=5))
    assert not alert.exercise


@pytest.mark.parametrize("answer", ["incidents.opened", "incidents.dismissed"])
def test_its_answer_ends_it(proposed: Any, cast: Cast, officer: Actor, answer: str) -> None:
    reactions.REACTIONS["incidents.proposed"]([proposed])
    entry = ids.mint(NOON)
    reactions.REACTIONS[answer](
        [SimpleNamespace(id=entry, stream=proposed.stream, recorded_at=NOON + timedelta(minutes=3))]
    )
    assert (only().state, only().ended_how) == ("resolved", "mended")
    reactions.REACTIONS[answer]([SimpleNamespace(id=entry, stream=ids.mint(NOON), recorded_at=NOON)])
    assert acts() == ["opened", "resolved"]


def test_a_drill_stays_a_drill(proposed: Any, cast: Cast, officer: Actor) -> None:
    proposed.exercise = True
    reactions.REACTIONS["incidents.proposed"]([proposed])
    assert only().exercise
