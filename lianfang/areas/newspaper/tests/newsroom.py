"""newspaper · tests' newsroom: writers, an editor and who signs, and short ways to an issue that is out.

All texts are written for these tests.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.test import Client

from lianfang.areas.newspaper import actions, actions_issue, queries
from lianfang.ground.access import actions as access
from lianfang.ground.access import queries as access_queries
from lianfang.ground.access.models import User
from lianfang.ground.access.roles import Role
from lianfang.ground.testing import OPENED_AT
from lianfang.kernel import clock, scope
from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor

NOW = datetime(2020, 8, 17, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
DAY = date(2020, 8, 17)
PEOPLE = {
    "editor": (Role.EDITOR, "T161"),
    "second": (Role.EDITOR, "T161"),
    "chief": (Role.COMMANDER, "T161"),
    "scribe": (Role.REPORTER, "T161-LOG"),
    "auditor": (Role.AUDITOR, "T161"),
    "stranger": (Role.EDITOR, "MANAN"),
}
BODY = """值班室的灯亮到天明。后勤的同事把口罩和消毒液一箱一箱点清，送到每一个岗位。

## 三轮消毒 一轮不少

办公楼、电梯、楼道每天消毒三轮，做完一处记一处，谁做的、几点做的，当天就能查到。

> 记下来的，才算做过。

## 守好每一道门

进出的人都量体温，异常的当场复测，十分钟后再测一次。"""


def how(moment: datetime = NOW) -> Recording:
    return Recording(at=clock.FixedClock(moment))


def enlist(system: Actor, *, named: bool = True) -> None:
    """Everybody gets a login and a role, and the paper its name."""
    with scope.acting(system):
        for login, (role, unit) in PEOPLE.items():
            access.create_user(system, login=login, unit=unit)
            access.give_grant(system, login=login, role=role, unit=unit, at=clock.FixedClock(OPENED_AT))
    if named:
        with acting("editor") as editor:
            actions.set_paper(editor, unit="T161", data={"name": "一六一队报"}, how=how())


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


def written(title: str = "三轮消毒一轮不少", *, by: str = "scribe", unit: str = "T161-LOG", **more: Any) -> UUID:
    data = {"sort": "story", "title": title, "body": BODY, "authors": [{"name": "秦通讯", "role": "通讯员"}], **more}
    with acting(by) as writer:
        return actions.write_article(writer, unit=unit, data=data, how=how())


def approved(title: str = "三轮消毒一轮不少", **more: Any) -> UUID:
    """An article that may be printed."""
    article = written(title, **more)
    approve(article)
    return article


def approve(article: UUID) -> None:
    with acting("editor") as editor:
        actions.proof_article(editor, article=article, version=queries.article(editor, article).version, how=how())
    with acting("chief") as chief:
        actions.approve_article(chief, article=article, version=queries.article(chief, article).version, how=how())


def plan(pages: Sequence[Sequence[UUID]], *, day: date = DAY, number: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "dated": day,
        "issue_no": number,
        "pages": [
            {
                "number": n,
                "name": ("要闻", "疫情防控", "政治·文化", "副刊")[(n - 1) % 4],
                "template": "front" if n == 1 else "inner",
                "articles": [
                    {"article": each, "size": "lead" if not at else "normal"} for at, each in enumerate(placed)
                ],
            }
            for n, placed in enumerate(pages, start=1)
        ],
        **more,
    }


def planned(pages: Sequence[Sequence[UUID]], **more: Any) -> UUID:
    with acting("editor") as editor:
        return actions_issue.plan_issue(editor, unit="T161", data=plan(pages, **more), how=how())


def published(pages: Sequence[Sequence[UUID]] | None = None, **more: Any) -> tuple[str, UUID]:
    """An issue that is out: its slug and its life."""
    issue = planned(pages or [[approved()]], **more)
    with acting("chief") as chief:
        actions_issue.sign_issue(chief, issue=issue, how=how())
        return actions_issue.publish_issue(chief, issue=issue, how=how()), issue
