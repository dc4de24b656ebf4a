"""publicity · tests' town: a team, its logistics, a stranger, short ways to rumours and tips; all made up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.test import Client

from lianfang.areas.publicity import actions_rumour, actions_tip
from lianfang.areas.publicity.queries_tip import Tip, Told
from lianfang.ground.access import queries as access_queries
from lianfang.ground.access.models import User
from lianfang.ground.access.roles import Role
from lianfang.kernel import clock, ids, scope
from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor

NOW = datetime(2020, 8, 10, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
PEOPLE = {
    "editor": (Role.EDITOR, "T161"),
    "officer": (Role.OFFICER, "T161"),
    "chief": (Role.COMMANDER, "T161"),
    "scribe": (Role.REPORTER, "T161-LOG"),
    "auditor": (Role.AUDITOR, "T161"),
    "stranger": (Role.EDITOR, "MANAN"),
}
SOURCE = {"issuer": "（合成）市卫生健康委", "document": "（合成）第 12 号通报", "dated": NOW.date()}


def how(hours: float = 0) -> Recording:
    """An act so many hours after ten o'clock."""
    return Recording(at=clock.FixedClock(NOW + timedelta(hours=hours)))


@contextmanager
def acting(login: str) -> Iterator[Actor]:
    with scope.acting(access_queries.actor_of(User.objects.get(username=login))) as made:
        yield made


def browser(login: str = "", lang: str = "zh-hans") -> Client:
    client = Client()
    if login:
        client.force_login(User.objects.get(username=login), backend="django.contrib.auth.backends.ModelBackend")
        client.cookies["lianfang_language"] = lang
    return client


def rumour(claim: str = "（合成）听说小区要停水三天", *, by: str = "scribe", hours: float = 0, **more: Any) -> UUID:
    with acting(by) as one:
        data = {"claim": claim, "channel": "wechat", **more}
        return actions_rumour.receive_rumour(one, unit="T161-LOG", data=data, how=how(hours))


def found(stream: UUID, verdict: str = "false", *, hours: float = 1) -> None:
    with acting("officer") as one:
        data = {
            "verdict": verdict,
            "says": "（合成）没有停水计划",
            **({} if verdict == "unknown" else {"source": SOURCE}),
        }
        actions_rumour.find_out(one, rumour=stream, how=how(hours), **data)


def rebutted(stream: UUID, *, hours: float = 2) -> None:
    with acting("editor") as one:
        data = {"text": "（合成）没有停水", "source": SOURCE, "channels": ["wechat"]}
        actions_rumour.rebut(one, rumour=stream, how=how(hours), **data)


def closed(stream: UUID, *, hours: float = 3) -> None:
    with acting("officer") as one:
        actions_rumour.close_rumour(one, rumour=stream, conclusion="（合成）已澄清", how=how(hours))


def desk(*, opened: bool = True, unit: str = "T161") -> None:
    with acting("chief") as one:
        data = {"open": opened, "phone": "010-00000000"}
        actions_tip.set_desk(one, unit=unit, data=data, how=how(-1))


def tip(text: str = "（合成）三号楼门岗没人", contact: str = "13900000000", *, hours: float = 0) -> Tip:
    """A tip over the public form."""
    told = Told(text, "（合成）老张", contact)
    return actions_tip.tell(stream=ids.mint(NOW), topic="danger", told=told, how=how(hours))


def taken(each: Tip, *, by: str = "officer", hours: float = 1) -> None:
    with acting(by) as one:
        actions_tip.take(one, tip=each.stream, gist="（合成）门岗空岗", how=how(hours))
