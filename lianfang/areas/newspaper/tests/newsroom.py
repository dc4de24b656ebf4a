"""newspaper · tests' newsroom: writers, an editor and who signs, and short ways to an issue that is out.

All texts are written for these tests.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lianfang.areas.newspaper import actions, actions_import, actions_issue, queries
from lianfang.areas.newspaper.exports import export
from lianfang.areas.newspaper.models import PublicArticle, PublicNotice
from lianfang.ground.access import actions as access
from lianfang.ground.access import queries as access_queries
from lianfang.ground.access.models import User
from lianfang.ground.access.roles import Role
from lianfang.ground.files.tests import drawn
from lianfang.ground.testing import OPENED_AT
from lianfang.kernel import clock, scope
from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor

NOW = datetime(2020, 8, 17, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
DAY = date(2020, 8, 17)
NEXT = DAY + timedelta(days=7)
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


@dataclass(frozen=True)
class Copy:
    """Two issues as files, and what they were in the database in which they came out."""

    folder: Path
    said: dict[str, Any]
    old: str
    new: str
    articles: list[tuple[Any, ...]]
    notices: list[tuple[Any, ...]]


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


def with_a_photo(title: str) -> UUID:
    """An article with a photo, as its form takes it, that may be printed."""
    photo = SimpleUploadedFile("门岗.jpg", drawn.from_a_phone(), content_type="image/jpeg")
    said = {
        "unit": "T161-LOG", "sort": "story", "title": title, "kicker": "", "deck": "", "source": "", "keywords": "",
        "authors": "张影（摄影）", "body": f"{BODY}\n\n【图1】", "photos.new": photo,
        "captions": "门岗测温｜小区门岗｜张影",
    }  # fmt: skip
    answer = browser("scribe").post("/newspaper/write/", said)
    assert answer.status_code == 302
    article = UUID(answer["Location"].rstrip("/").rpartition("/")[2])
    approve(article)
    return article


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


@cache
def a_copy() -> Copy:
    """Two issues that came out somewhere, with an erratum and a withdrawal in the older one: published and written as
    files once in a test run, for setting pages takes long. `taken_over` puts them into a test's own database."""
    first = approved(
        "三轮消毒一轮不少", kicker="后勤：", deck="只有副题里的词", keywords=["消毒"], summary="一处一记。"
    )
    second = approved("夜里的电话有人接", authors=[{"name": "何某"}])
    old, _ = published([[first, second], [with_a_photo("两次数得不一样不发车"), approved("门岗换班写在一张纸上")]])
    new, _ = published([[approved("下一期的头条"), approved("下一期的副刊")]], day=NEXT, number=2)
    with acting("chief") as chief:
        actions_issue.correct_article(chief, article=first, wrong="三轮", right="四轮", how=how())
        actions_issue.withdraw_article(chief, article=second, why="事实有误", how=how())
    folder = Path(mkdtemp(dir=os.environ["LIANFANG_TESTS"])) / "copy"
    said = export(folder)
    rows = [*PublicArticle.objects.order_by("pk").values_list("pk", "article", "slug", "page", "position", "title")]
    told = ("article", "said_at", "withdrawn", "wrong", "says")
    return Copy(folder, said, old, new, rows, [*PublicNotice.objects.order_by("article").values_list(*told)])


def taken_over(folder: Path) -> dict[str, Any]:
    """What became of importing a copy."""
    with scope.acting(scope.system_actor("paper-import")) as system:
        return actions_import.import_paper(system, folder=folder, how=how())


def published(pages: Sequence[Sequence[UUID]] | None = None, **more: Any) -> tuple[str, UUID]:
    """An issue that is out: its slug and its life."""
    issue = planned(pages or [[approved()]], **more)
    with acting("chief") as chief:
        actions_issue.sign_issue(chief, issue=issue, how=how())
        return actions_issue.publish_issue(chief, issue=issue, how=how()), issue
