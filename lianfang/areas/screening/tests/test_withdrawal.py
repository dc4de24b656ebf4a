"""screening · tests: a fever does not disappear at the hand of somebody who may neither record nor see it."""

from __future__ import annotations

import pytest

from lianfang.areas.screening.kinds_temperature_check import TEMPERATURE_CHECK
from lianfang.areas.screening.tests.conftest import actor_over, draft, reading, record, withdrawal
from lianfang.ground.access.roles import verbs_of
from lianfang.kernel import scope

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_tree")]


def _role(name: str) -> scope.Actor:
    return scope.Actor(name, 9, (scope.Held(name, verbs_of(name), "", ("X/T/",)),))


def test_a_property_worker_takes_no_temperature_check_and_no_gate_passage_back() -> None:
    fever = reading(38.4)
    passage = draft("gate_passage", {"direction": "in", "category": "resident", "mask": True}, place="C-GATE1")
    assert [receipt.status for receipt in record(fever, passage)] == ["accepted", "accepted"]
    worker = _role("property")
    refused = [receipt.problem for receipt in record(withdrawal(fever), withdrawal(passage), actor=worker)]
    assert [each and each.problem.code for each in refused] == ["not_found", "not_allowed"]
    with scope.acting(actor_over()):
        assert TEMPERATURE_CHECK.model.objects.filter(entry=fever.id, superseded_at=None).exists()
