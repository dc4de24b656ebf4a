"""supplies · tests of both ends at once: what is corrected while it is received is neither lost nor doubled.

One transaction is held open with what it said in it, and the other is started until it is done or waits: so it is the
same order each time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from lianfang.areas.supplies import actions_moving, queries_transit
from lianfang.areas.supplies.problems import CONFIRMED_ALREADY, SENDING_WITHDRAWN, TRANSFER_CAME
from lianfang.areas.supplies.queries_transit import ISSUES, TRANSFERS
from lianfang.areas.supplies.tests import moves
from lianfang.ground.access.roles import Role
from lianfang.kernel import clock, ids, scope
from lianfang.kernel.problems import Problem, Refused
from tests.support import entries, pages
from tests.support.at_once import until_it_waits
from tests.support.entries import NOW, correction

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
STORE, OTHER = "T161-LOG", "T161-D01"
receipt, issue, transfer = (partial(said, unit=STORE) for said in (moves.receipt, moves.issue, moves.transfer))
Says = Callable[[Any, Any], Any]


@pytest.fixture(autouse=True)
def _afternoon(tree: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 15:40 on 10 August in the cast's tree."""
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(NOW))


def _confirms(system: Any, named: Any) -> Any:
    with scope.acting(system):
        return actions_moving.confirm(system, entry=ids.mint(NOW), issue=named, quantity=Decimal(2))


def _takes_in(system: Any, named: Any) -> Any:
    with scope.acting(system):
        return actions_moving.take_in(system, entry=ids.mint(NOW), transfer=named, quantity=Decimal(2))


SENDINGS = [
    pytest.param("issue", issue, ISSUES, _confirms, CONFIRMED_ALREADY, id="issue"),
    pytest.param("transfer", transfer, TRANSFERS, _takes_in, TRANSFER_CAME, id="transfer"),
]


def _sent(system: Any, made: Any) -> Any:
    to = {"to_unit": OTHER} if made is issue else {"to": OTHER}
    one = made(2, "thermometer", **to)
    entries.accepted(system, receipt(20, "thermometer", at=NOW - timedelta(days=5)), one)
    return one


def _came(system: Any, slots: dict[str, str], one: Any) -> Any:
    with scope.acting(system):
        return queries_transit.found_of(system, slots, [one.id], but=[])[one.id]


@pytest.mark.parametrize(("noun", "made", "slots", "says", "already"), SENDINGS)
def test_a_correction_that_comes_meanwhile_makes_no_second_sending(
    system: Any, noun: str, made: Any, slots: dict[str, str], says: Says, already: Problem
) -> None:
    """The first receiver has said so of the first version and is not through; the second names the corrected one."""
    one = _sent(system, made)
    more = {"purpose": "换人"} if made is issue else {"note": "换车"}
    second = correction(one, {**one.data, **more})
    with transaction.atomic():
        says(system, one.id)
        corrected = until_it_waits(lambda: entries.accepted(system, second))
        assert corrected() is None, "a correction that says the same receiver does not wait for what came"
        late = until_it_waits(lambda: says(system, second.id))
    refused = late()
    assert isinstance(refused, Refused)
    assert refused.problem is already
    found = _came(system, slots, one)
    assert (found.entry, found.times, found.came, found.by) == (second.id, 1, 2, 0)


@pytest.mark.parametrize(("noun", "made", "slots", "says", "already"), SENDINGS)
def test_what_is_just_being_received_is_not_taken_back(
    system: Any, noun: str, made: Any, slots: dict[str, str], says: Says, already: Problem
) -> None:
    one = _sent(system, made)
    keeper = pages.browser(system, Role.KEEPER, STORE)
    page = f"/supplies/{noun}/{one.id}/withdraw/"
    form = keeper.get(page).context["form"]
    said = {name: form[name].value() for name in form.fields if form[name].value() is not None} | {"reason": "错记"}
    with transaction.atomic():
        says(system, one.id)
        withdrawn = until_it_waits(lambda: keeper.post(page, said))
    assert "已收到其中 2个" in pages.text(withdrawn(), 409)
    found = _came(system, slots, one)
    assert (found.withdrawn, found.times, found.came) == (False, 1, 2)


@pytest.mark.parametrize(("noun", "made", "slots", "says", "already"), SENDINGS)
def test_what_is_just_being_sent_elsewhere_is_not_received_here(
    system: Any, noun: str, made: Any, slots: dict[str, str], says: Says, already: Problem
) -> None:
    """The other order: the keeper's correction is not through when the receiver says so; it waits, and is told."""
    one = _sent(system, made)
    verbs = {"supplies.see", "supplies.record", "supplies.confirm", "units.see"}
    crew = entries.actor_with(verbs, f"XJCG/T161/T161-P01/{OTHER}/", login="crew")
    with transaction.atomic():
        with scope.acting(system):
            queries_transit.wait_for(system, slots, [one.id])
        entries.accepted(system, correction(one, {**one.data, "to_unit": "T161-OFFICE"}))
        late = until_it_waits(lambda: says(crew, one.id))
    refused = late()
    assert isinstance(refused, Refused)
    assert refused.problem is SENDING_WITHDRAWN
    with scope.acting(system):
        every = queries_transit.found_of(system, slots, [one.id], but=[])
    assert [(each.to_unit, each.times) for each in every.values()] == [("T161-OFFICE", 0)]
