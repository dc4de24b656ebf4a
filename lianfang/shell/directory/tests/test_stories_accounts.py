"""shell · directory: stories of accounts: who gets one, with which role, and how a lost device is shut out."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.contrib.auth import get_user_model
from django.test import Client

from lianfang.ground.access import queries as access
from lianfang.kernel import scope
from lianfang.shell.directory.tests.stage import World, post, shown
from lianfang.shell.directory.tests.test_pages import at

Browser = Callable[..., Client]


def test_a_lost_device_can_do_nothing_more(browser: Browser, world: World) -> None:
    client = browser("gate", "C161")
    made = shown(post(client, at("token-new", "gate-c161"), device="一号门岗手机", days="30"))
    token = re.search(r"lf_[\w-]+", made).group()  # type: ignore[union-attr]
    headers = {"authorization": f"Bearer {token}"}
    assert Client(headers=headers).get("/api/v1/units").status_code == 200
    page = shown(client.get(at("account")))
    assert "一号门岗手机" in page
    assert token not in page
    revoke = re.search(r'action="(/directory/tokens/[^"]+)"', page).group(1)  # type: ignore[union-attr]
    assert post(client, revoke).status_code == 302
    assert Client(headers=headers).get("/api/v1/units").status_code == 401
    assert post(client, at("token-new", "gate-c161"), device="x", days="9999").status_code == 422
    assert client.get(at("token-new", "own")).status_code == 404


def test_a_token_for_another_is_laid_ready_and_taken_by_that_other(browser: Browser, world: World) -> None:
    admin, guard = browser("admin", "XJCG"), browser("gate", "C161")
    laid = post(admin, at("token-new", "gate-c161"), device="一号门岗手机", days="30")
    assert laid["Location"] == at("user", "gate-c161")
    page = shown(admin.get(at("user", "gate-c161")))
    assert "待本人领取" in page
    assert "/take/" not in page
    take = re.search(r'action="(/directory/tokens/[^"]+/take/)"', shown(guard.get(at("account")))).group(1)  # type: ignore[union-attr]
    assert post(admin, take).status_code == 404
    token = re.search(r"lf_[\w-]+", shown(post(guard, take))).group()  # type: ignore[union-attr]
    assert Client(headers={"authorization": f"Bearer {token}"}).get("/api/v1/units").status_code == 200
    assert post(guard, take).status_code == 409


def test_a_commander_is_offered_the_roles_that_he_may_give(browser: Browser, world: World) -> None:
    commander = browser("commander", "T161")
    page = shown(commander.get(at("grant-new")))
    assert 'value="commander"' in page
    assert 'value="auditor"' not in page
    said = {"login": "own", "role": "superior", "unit": "T161", "note": "x"}
    assert post(commander, at("grant-new"), **said).status_code == 422


def test_an_account_comes_with_its_role_and_nobody_types_a_login(browser: Browser, world: World) -> None:
    admin = browser("admin", "XJCG")
    asked = {"title": "李梅", "unit": "T161-LOG", "language": "zh-hans", "login": ""}
    made = shown(post(admin, at("user-new"), **asked, role="reporter"))
    assert "limei" in made
    assert "填报员" in shown(admin.get(at("user", "limei")))
    assert '<option value="limei">李梅（limei）</option>' in shown(admin.get(at("grant-new")))
    refused = post(browser("commander", "T161"), at("user-new"), **{**asked, "title": "王五"}, role="superior")
    assert refused.status_code == 422
    assert "王五" in shown(refused)
    assert admin.get(at("user", "wangwu")).status_code == 404, "the account comes with its role or not at all"


def test_an_account_is_shut_and_its_grant_ended(browser: Browser, world: World) -> None:
    admin, own = browser("admin", "XJCG"), Client()
    own.force_login(get_user_model().objects.get(username="own"), backend="django.contrib.auth.backends.ModelBackend")
    assert own.get(at("units")).status_code == 200
    assert post(admin, at("user-active", "own"), active="no").status_code == 302
    assert own.get(at("units")).status_code == 302
    assert post(admin, at("user-active", "own"), active="yes").status_code == 302
    with scope.acting(world.cast.admin):
        (grant,) = access.grants(world.cast.admin, login="own")
    assert post(admin, at("grant-end", grant.id)).status_code == 422
    assert post(admin, at("grant-end", grant.id), note="调离").status_code == 302
    page = shown(admin.get(at("grant", grant.id)))
    assert "已终止" in page
    assert "调离" in page
    assert own.get(at("unit", "T161-LOG")).status_code == 404


def test_an_account_says_who_uses_it(browser: Browser, world: World) -> None:
    admin, own = browser("admin", "XJCG"), Client()
    own.force_login(get_user_model().objects.get(username="own"), backend="django.contrib.auth.backends.ModelBackend")
    assert post(admin, at("user-person", "own"), name="王建国", phone="0991-1234567").status_code == 302
    page = shown(admin.get(at("user", "own")))
    assert "王建国" in page
    assert "0991-1234567" in page
    assert "王建国" in shown(admin.get(at("users")))
    wrong = post(own, at("user-person", "own"), name="王建国", phone="十二")
    assert wrong.status_code == 422
    assert "不是电话号码" in shown(wrong)
    assert post(own, at("user-person", "own"), name="王建国", phone="13800000000").status_code == 302
    assert post(browser("reporter"), at("user-person", "own"), name="别人").status_code in (403, 404)


def test_the_language_is_kept_with_the_account(browser: Browser, world: World) -> None:
    client = browser("reporter")
    assert post(client, at("account"), language="en").status_code == 302
    assert "My account" in shown(client.get(at("account")))
    assert get_user_model().objects.get(username="reporter-t161").language == "en"
    assert post(client, at("account"), language="xx").status_code == 422
