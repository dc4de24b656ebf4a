"""governance · tests' office: a team, its logistics, the bureau above, and short ways to act as their people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from lianfang.areas.governance import actions
from lianfang.ground.access import queries as access_queries
from lianfang.ground.access.models import User
from lianfang.ground.access.roles import Role
from lianfang.kernel import clock, scope
from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor

ZONE = ZoneInfo("Asia/Shanghai")
PEOPLE = {
    "bureau": (Role.SUPERIOR, "XJCG"),
    "chief": (Role.COMMANDER, "T161"),
    "clerk": (Role.OFFICER, "T161"),
    "scribe": (Role.REPORTER, "T161"),
    "log": (Role.REPORTER, "T161-LOG"),
    "prop": (Role.REPORTER, "T161-PROP"),
    "auditor": (Role.AUDITOR, "T161"),
    "stranger": (Role.OFFICER, "MANAN"),
}


def at(hour: int, minute: int = 0, *, day: int = 10) -> datetime:
    """A moment in August 2020 on the wall's clock."""
    return datetime(2020, 8, day, hour, minute, tzinfo=ZONE)


def how(moment: datetime) -> Recording:
    return Recording(at=clock.FixedClock(moment))


@contextmanager
def acting(login: str) -> Iterator[Actor]:
    with scope.acting(access_queries.actor_of(User.objects.get(username=login))) as made:
        yield made


def received(moment: datetime | None = None, *, unit: str = "T161", by: str = "chief", **more: Any) -> UUID:
    """A synthetic document arrived."""
    data = {"issuer": "（合成）上级单位", "title": "关于加强值守的通知", "wants_report": True, **more}
    with acting(by) as one:
        return actions.receive_directive(one, unit=unit, data=data, how=how(moment or at(9)))


def acknowledged(stream: UUID, moment: datetime | None = None, by: str = "chief") -> None:
    with acting(by) as one:
        actions.acknowledge_directive(one, directive=stream, how=how(moment or at(9, 30)))


def measure(
    stream: UUID, unit: str = "T161-LOG", *, due: datetime | None = None, moment: datetime | None = None, **more: Any
) -> UUID:
    said = {"text": "落实 24 小时值守", "role": "reporter", "due_at": due or at(18, day=11), **more}
    with acting("chief") as one:
        return actions.set_measure(one, directive=stream, unit=unit, how=how(moment or at(10)), **said)


def in_hand() -> tuple[UUID, UUID]:
    """A directive that was acknowledged, with one measure for logistics."""
    stream = received()
    acknowledged(stream)
    return stream, measure(stream)


def answered(stream: UUID, moment: datetime | None = None, by: str = "log") -> None:
    with acting(by) as one:
        actions.answer_measure(one, measure=stream, text="已排班并落实", how=how(moment or at(15)))
