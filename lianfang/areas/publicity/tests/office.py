"""publicity · tests' office: who writes, reviews, signs off and puts up; and short ways to a text that is out.

All texts are written for these tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from lianfang.areas.publicity import actions, actions_posting, queries, queries_posting
from lianfang.areas.publicity.rules import Hanging
from lianfang.ground.access import queries as access_queries
from lianfang.ground.access.models import User
from lianfang.ground.access.roles import Role
from lianfang.ground.files import actions as files
from lianfang.ground.files.tests import drawn
from lianfang.ground.places import actions as places
from lianfang.ground.places.actions import PlaceSpec
from lianfang.ground.testing import OPENED_AT, enlist
from lianfang.kernel import clock, scope
from lianfang.kernel.problems import Refused
from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor

NOW = datetime(2020, 8, 17, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PEOPLE = {
    "editor": (Role.EDITOR, "T161"),
    "second": (Role.EDITOR, "T161"),
    "chief": (Role.COMMANDER, "T161"),
    "scribe": (Role.REPORTER, "T161-LOG"),
    "hand": (Role.SITE, "T161-PROP"),
    "auditor": (Role.AUDITOR, "T161"),
    "stranger": (Role.EDITOR, "MANAN"),
}
PLACES = [
    PlaceSpec("BOARD-1", "notice_board", "T161-PROP", "1号公告栏", "Notice board 1"),
    PlaceSpec("BOARD-2", "notice_board", "T161-PROP", "2号公告栏", "Notice board 2"),
    PlaceSpec("GATE-1", "gate", "T161-PROP", "1号门岗", "Gate 1"),
    PlaceSpec("HALL-1", "office_building", "T161-LOG", "后勤楼", "Logistics hall"),
    PlaceSpec("FAR-1", "notice_board", "MANAN", "外单位公告栏", "Somebody else's board"),
]
BODY = "即日起进出小区请测温、出示健康码。\n\n## 怎么办\n\n请提前打开手机，排队保持一米距离。"


def how(moment: datetime = NOW) -> Recording:
    return Recording(at=clock.FixedClock(moment))


def begin(system: Actor) -> None:
    """Everybody gets a login and a role, and the places are in use."""
    enlist(system, {login: (str(role), unit) for login, (role, unit) in PEOPLE.items()})
    with scope.acting(system):
        places.open_places(system, PLACES, opened_at=OPENED_AT, at=clock.FixedClock(OPENED_AT))


@contextmanager
def acting(login: str) -> Iterator[Actor]:
    with scope.acting(access_queries.actor_of(User.objects.get(username=login))) as made:
        yield made


def browser(login: str, lang: str = "zh-hans") -> Client:
    client = Client()
    client.force_login(User.objects.get(username=login), backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["lianfang_language"] = lang
    return client


def refusal(act: Any, *args: Any, **said: Any) -> str:
    """The code of what is refused."""
    with pytest.raises(Refused) as refused:
        act(*args, **{"how": how(), **said})
    return refused.value.problem.code


def written(title: str = "进出小区的通知", *, by: str = "editor", unit: str = "T161", **more: Any) -> UUID:
    with acting(by) as writer:
        data = {"sort": "notice", "title": title, "body": BODY, **more}
        return actions.write_text(writer, unit=unit, data=data, how=how(NOW - DAY))


def sign(text: UUID, at: datetime = NOW - DAY) -> None:
    with acting("second") as second:
        version = queries.text(second, text).version
        actions.review_text(second, text=text, version=version, how=how(at))
    with acting("chief") as chief:
        actions.sign_text(chief, text=text, version=version, how=how(at))


def signed(title: str = "进出小区的通知", **more: Any) -> UUID:
    """A text that may go out."""
    text = written(title, **more)
    sign(text)
    return text


def plan(text: UUID, *, channel: str = "notice_board", **more: Any) -> dict[str, Any]:
    targets = {} if "groups" in more else {"places": ["BOARD-1", "BOARD-2"]}
    return {"text": text, "channel": channel, "from_at": NOW + HOUR, "until_at": NOW + 7 * DAY, **targets, **more}


def planned(text: UUID | None = None, *, at: datetime = NOW, **more: Any) -> UUID:
    with acting("editor") as editor:
        data = plan(text or signed(), **more)
        return actions_posting.plan_posting(editor, unit="T161", data=data, how=how(at))


def photo(actor: Actor, mark: int = 1) -> str:
    """A photo that this actor brought."""
    brought = files.bring(actor, name="here.jpg", content=drawn.picture(mark=mark), photos_only=True)
    return str(brought.sha256)


def put_up(posting: UUID, target: str = "BOARD-1", *, at: datetime = NOW, version: int = 1, by: str = "hand") -> UUID:
    """Put up by somebody at the place, with a photo; gives the entry."""
    with acting(by) as hand:
        data = {"version": version, "photo_sha256": photo(hand)}
        return actions_posting.post(hand, posting=posting, target=target, data=data, how=how(at)).id


def states(posting: UUID, at: datetime = NOW, by: str = "editor") -> dict[str, Hanging]:
    """How it stands with each place and group."""
    with acting(by) as actor:
        return {each.target: each.state(at) for each in queries_posting.slots(actor, at, posting=posting)}
