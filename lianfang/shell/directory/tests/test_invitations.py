"""shell · directory · tests: people are invited by name, come in once with a code, and are listed until they come."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianfang.ground.access import actions as access
from lianfang.ground.access import actions_invitations as actions
from lianfang.ground.access import queries_invitations as queries
from lianfang.ground.access import vouching
from lianfang.ground.access.actions_invitations import InviteSpec
from lianfang.ground.access.models import Invitation, User
from lianfang.ground.people.actions import register_person
from lianfang.kernel import clock, scope
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor
from lianfang.shell.directory import invitation_pages
from lianfang.shell.directory.tests.test_pages import at

pytestmark = pytest.mark.django_db
WORD = "白杨树-3-两条河"


def code_on(page: str) -> str:
    found = re.search(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}", page)
    assert found is not None
    return found[0]


def come(code: str, word: str = WORD, **more: Any) -> Any:
    return Client(**more).post("/invited/", {"k": code, "password": word, "again": word})


def test_somebody_is_invited_by_name_and_comes_in_once(browser: Any, world: Any, system: Actor) -> None:
    admin = browser("admin", "T161")
    form = {"unit": "T161-LOG", "name": "张三", "number": "", "role": "reporter", "days": "7", "language": "zh-hans"}
    answer = admin.post(at("invitation-new"), form)
    assert answer.status_code == 302, answer.content.decode()[-1500:]
    sheet = admin.get(answer["Location"]).content.decode()
    code = code_on(sheet)
    assert "zhangsan" in sheet
    assert "lf-qr" in sheet
    assert "张三" in admin.get(at("invitations")).content.decode()
    refused = admin.post(at("invitation-new"), form)
    assert "此人已有账号 zhangsan" in refused.content.decode()
    assert "名册上没有“李四”" in admin.post(at("invitation-new"), {**form, "name": "李四"}).content.decode()
    wrong = Client().get("/invited/?k=abcd-efgh-jkmn-pqrs")
    assert (wrong.status_code, "邀请码不对" in wrong.content.decode()) == (404, True)
    door = Client().get(f"/invited/?k={code.upper().replace('-', ' ')}")
    assert (door.status_code, "张三，请设一个密码" in door.content.decode()) == (200, True)
    assert come(code, "1").status_code == 422, "a weak password uses nothing up"
    client = Client()
    came = client.post("/invited/", {"k": code, "password": WORD, "again": WORD})
    assert (came.status_code, came["Location"]) == (302, "/")
    assert "zhangsan" in client.get("/directory/accounts/me/").content.decode()
    again = come(code)
    assert (again.status_code, "这份邀请已经用过" in again.content.decode()) == (409, True)
    assert "张三" not in admin.get(at("invitations")).content.decode()
    assert "张三" in admin.get(at("invitations"), {"every": "on"}).content.decode()
    assert "重新邀请" not in admin.get(at("user", "zhangsan")).content.decode()
    assert admin.post(at("invite-again", "zhangsan")).status_code == 302, "told on the account's page"
    assert User.objects.get(username="zhangsan").check_password(WORD)


def test_an_invitation_ends_is_made_again_and_is_taken_back(
    browser: Any, world: Any, system: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = browser("admin", "T161")
    with scope.acting(system):
        (first,) = actions.invite(system, [InviteSpec(world.clerk, "张三", "T161-LOG", "reporter")])
        code = queries.code_of(first)
        assert [each.id for each in queries.invitations(system)] == [first]
    now = clock.current().now()
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(now + timedelta(days=7)))
    late = come(code)
    assert (late.status_code, "已于 08-17 16:40 过期" in late.content.decode()) == (410, True)
    assert "已过期" in admin.get(at("invitations")).content.decode()
    answer = admin.post(at("invite-again", "zhangsan"))
    newer = code_on(admin.get(answer["Location"]).content.decode())
    assert newer != code
    assert "已收回" in come(code).content.decode()
    with scope.acting(system):
        made = Invitation.objects.get(digest=actions.digest_of(newer))
    assert browser("admin", "MANAN").post(at("invitation-revoke", made.id)).status_code == 404
    assert admin.post(at("invitation-revoke", made.id)).status_code == 302
    gone = come(newer, headers={"accept-language": "en"})
    assert (gone.status_code, "was taken back" in gone.content.decode()) == (410, True)
    with scope.acting(system):
        assert [*vouching.discrepancies(connection)] == []
        with pytest.raises(Refused, match="invalid"):
            actions.invite(system, [InviteSpec(world.living, "王建国", "C161", "grid")], days=61)


def test_a_sheet_of_invitations_that_are_there_asks_no_more_often_for_many_than_for_few(
    browser: Any, world: Any, system: Actor
) -> None:
    admin = browser("admin", "T161")
    people = ["孙一", "周二", "吴三", "郑四", "冯五", "陈六"]
    with scope.acting(system):
        for name in people:
            register_person(system, unit="T161-LOG", name=name)
    heads = "姓名,部门,岗位\n"

    def send(names: list[str]) -> tuple[Any, int]:
        body = heads + "".join(f"{name},后勤,填报员\n" for name in names)
        with CaptureQueriesContext(_connection()) as asked:
            report = admin.post(at("accounts-import"), {"sheet": SimpleUploadedFile("账号.csv", body.encode())})
        return report.context["report"], len(asked)

    assert send(people)[0].accepted == 6
    few, asked_for_few = send(people[:2])
    many, asked_for_many = send(people)
    assert (few.duplicate, many.duplicate) == (2, 6)
    assert asked_for_many <= asked_for_few


def test_what_is_printed_is_good_page_by_page_and_what_ended_hides_none(
    browser: Any, world: Any, system: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invitation_pages, "_SHEET", 1)
    with scope.acting(system):
        third = register_person(system, unit="T161-LOG", name="李四")
        for name, person, unit, days in (
            ("张三", world.clerk, "T161-LOG", 7), ("王建国", world.living, "C161", 7), ("李四", third, "T161-LOG", 1),
        ):  # fmt: skip
            actions.invite(system, [InviteSpec(person, name, unit, "reporter")], days=days)
    now = clock.current().now()
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(now + timedelta(days=2)))
    admin = browser("admin", "T161")
    first = admin.get(at("invitation-sheet"))
    second = admin.get(at("invitation-sheet"), {"cursor": first.context["page"].next})
    assert second.context["page"].next is None
    printed = [[each.invitation.name for each in answer.context["sheets"]] for answer in (first, second)]
    assert [len(names) for names in printed] == [1, 1]
    assert {*printed[0], *printed[1]} == {"张三", "王建国"}
    page = first.content.decode()
    assert 'class="lf-crumbs lf-no-print"' in page
    assert at("invitations") in page
    assert "打开 http://testserver/invited/ 输入上面的邀请码" in page


def _connection() -> Any:
    from django.db import connection

    return connection


def test_a_sheet_invites_many_and_sent_again_nobody_twice(browser: Any, world: Any, system: Actor) -> None:
    admin = browser("admin", "T161")
    body = (
        "姓名,部门,岗位,范围\n张三,后勤,填报员,\n张三,后勤,库管员,T161-LOG\n王建国,C161,网格员,\n"
        "赵六,后勤,填报员,\n李秀英,C161,皇帝,\n"
    ).encode()
    file = SimpleUploadedFile("账号.csv", body)
    report = admin.post(at("accounts-import"), {"sheet": file}).context["report"]
    assert (report.accepted, {each.number: each.code for each in report.bad}) == (3, {5: "name", 6: "role"})
    again = admin.post(at("accounts-import"), {"sheet": SimpleUploadedFile("账号.csv", body)}).context["report"]
    assert (again.accepted, again.duplicate) == (0, 3)
    sheet = admin.get(at("invitation-sheet")).content.decode()
    assert sheet.count("lf-qr") == 2
    assert "填报员" in sheet
    with scope.acting(system):
        roles = {each.name: set(each.roles) for each in queries.invitations(system)}
    assert roles == {"张三": {"reporter", "keeper"}, "王建国": {"grid"}}
    assert browser("auditor", "T161").get(at("invitations")).status_code == 403


def test_nobody_prints_an_invitation_to_more_than_he_could_give(browser: Any, world: Any, system: Actor) -> None:
    with scope.acting(system):
        keeper, commander = actions.invite(
            system,
            [
                InviteSpec(world.clerk, "张三", "T161-LOG", "keeper"),
                InviteSpec(world.living, "王建国", "C161", "commander"),
            ],
        )
        codes = {each: queries.code_of(each) for each in (keeper, commander)}
    here = browser("commander", "T161")
    page = here.get(at("invitation-sheet")).content.decode()
    assert (codes[keeper] in page, codes[commander] in page) == (False, True)
    assert "另有 1 份不由您打印" in page
    refused = here.get(at("invitation-sheet"), {"only": str(keeper)})
    assert (refused.status_code, codes[keeper] in refused.content.decode()) == (403, False)
    assert "库管员" in refused.content.decode()
    assert browser("admin", "T161").get(at("invitation-sheet")).content.decode().count("lf-qr") == 2
    with scope.acting(system):
        access.give_grant(system, login="zhangsan", role="reporter", unit="MANAN")
    further = browser("admin", "T161")
    assert codes[keeper] not in further.get(at("invitation-sheet")).content.decode(), "it reaches beyond him"
    assert further.get(at("invitation-sheet"), {"only": str(keeper)}).status_code == 403


def test_printing_many_asks_no_more_often_than_printing_one(world: Any, system: Actor) -> None:
    admin = world.cast.admin
    people = [(world.clerk, "张三"), (world.living, "王建国")]
    asked = []
    for person, name in people:
        with scope.acting(system):
            actions.invite(system, [InviteSpec(person, name, "T161", "reporter")])
        with scope.acting(admin), CaptureQueriesContext(connection) as captured:
            found = queries.printed(admin, queries.invitations(admin, good=True))
        asked.append((len(found.codes), len(captured)))
    assert [codes for codes, _ in asked] == [1, 2]
    assert asked[0][1] == asked[1][1] <= 2


def test_the_name_is_the_persons_whatever_post_the_account_is_given(browser: Any, world: Any, system: Actor) -> None:
    with scope.acting(system):
        (made,) = actions.invite(system, [InviteSpec(world.clerk, "张三", "T161-LOG", "reporter")])
        user = User.objects.get(username="zhangsan")
        assert (user.first_name, user.title) == ("张三", ""), "whoever sees the unit reads the posts that answer for it"
        user.title = "后勤填报岗"
        user.save()
        assert queries.invitation(system, made).name == "张三"
        code = queries.code_of(made)
    admin = browser("admin", "T161")
    for page in (admin.get(at("invitation-sheet")), admin.get(at("invitations"))):
        said = page.content.decode()
        assert ("张三" in said, "后勤填报岗" in said) == (True, False)
    assert "待本人开通" in admin.get(at("users")).content.decode(), "the list of accounts says that nobody came yet"
    assert "张三，请设一个密码" in Client().get(f"/invited/?k={code}").content.decode()
    assert "张三" not in browser("superior", "XJCG").get(at("unit", "T161-LOG")).content.decode()


def test_a_person_who_is_named_twice_has_one_account(world: Any, system: Actor) -> None:
    with scope.acting(system):
        made = actions.invite(
            system,
            [
                InviteSpec(world.clerk, "张三", "T161-LOG", "reporter"),
                InviteSpec(world.clerk, "张三", "T161-LOG", "reporter"),
                InviteSpec(world.clerk, "张三", "T161", "keeper"),
                InviteSpec(world.living, "王建国", "C161", "grid"),
            ],
        )
        found = {each.login: set(each.roles) for each in queries.invitations(system)}
    assert len(made) == 2
    assert found == {"zhangsan": {"reporter", "keeper"}, "wangjianguo": {"grid"}}
