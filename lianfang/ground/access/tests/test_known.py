"""access · tests: what a process knows of actors for a moment is dropped once it was changed, and stays so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from lianfang.ground.access import actions, queries, queries_called
from lianfang.ground.testing import NOW, Cast
from lianfang.kernel import reading, scope
from lianfang.kernel.clock import FixedClock
from lianfang.kernel.scope import Actor
from tests.support.at_once import at_once

AT = FixedClock(NOW)


@pytest.fixture
def told(cast: Cast) -> Callable[[], tuple[int, str]]:
    """What another request is told of `own`: the grants held, and the name."""

    def ask() -> tuple[int, str]:
        held = queries.actor_of(cast.users["own"]).held
        with scope.acting(cast.superior):
            return len(held), queries_called.called(cast.superior, ["own"])["own"].name

    return ask


def _changed(system: Actor) -> None:
    """`own` is another in what a process keeps."""
    with scope.acting(system):
        (grant,) = queries.grants(system, login="own")
        actions.end_grant(system, grant=grant.id, at=AT)
        actions.set_person(system, login="own", name="王建国", phone="13800138000")


def test_whoever_asks_before_a_change_holds_leaves_nothing_old_behind(
    committed_db: None, cast: Cast, system: Actor, told: Callable[[], Any], standing_clock: Any
) -> None:
    with transaction.atomic():
        _changed(system)
        assert at_once(told) == [(1, "")], "until it is committed, others are told what holds"
    assert at_once(told) == [(0, "王建国")], "and from then on what holds now"


def test_what_was_read_before_a_change_is_not_kept_after_it(
    committed_db: None, cast: Cast, system: Actor, told: Callable[[], Any], standing_clock: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """An answer that comes back after the change was made, by a question from before it."""
    read = reading.rows

    def slowly(*args: Any, **named: Any) -> Any:
        found = read(*args, **named)
        queries.forget()
        return found

    with monkeypatch.context() as slow:
        slow.setattr(queries.reading, "rows", slowly)
        queries.forget()
        assert told() == (1, "")
    assert not queries._known
    assert not queries_called._called
