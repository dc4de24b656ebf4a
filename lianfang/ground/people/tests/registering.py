"""people · tests: somebody registered in one line, and what stood against an act."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection

from lianfang.ground.people import actions
from lianfang.ground.testing import NOW
from lianfang.kernel.clock import FixedClock, day_of
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor

AT = FixedClock(NOW)
TODAY = day_of(NOW).date
NUMBER = "650000199001010019"
PHONE = "14400000001"


def refused(problem: str, act: object, *args: object, **named: object) -> Refused:
    """What stood against an act; it must be this problem."""
    with pytest.raises(Refused) as raised:
        act(*args, **named)  # type: ignore[operator]
    assert raised.value.problem.code == problem
    return raised.value


def register(actor: Actor, name: str = "王建国", unit: str = "T161-LOG", **more: object) -> UUID:
    return actions.register_person(actor, unit=unit, name=name, at=AT, **more)  # type: ignore[arg-type]


def rows(sql: str, *parameters: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
