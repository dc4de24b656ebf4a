"""opening · tests: the first unit, person and account come together or not at all, and once."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from django.test import Client

from lianfang.ground.access import actions_invitations as invitations
from lianfang.ground.access import queries as access
from lianfang.ground.access.actions_invitations import InviteSpec
from lianfang.ground.access.models import User
from lianfang.ground.access.problems import INVITATION_USED, PASSWORD_WEAK
from lianfang.ground.access.queries_invitations import code_of
from lianfang.ground.opening import actions as opening
from lianfang.ground.opening.problems import NOT_EMPTY
from lianfang.ground.people import queries as people
from lianfang.ground.people.actions import register_person
from lianfang.ground.units import queries as units
from lianfang.ground.units.actions import UnitSpec
from lianfang.kernel import clock, scope
from lianfang.kernel.problems import Refused
from tests.support.at_once import at_once
from tests.support.refusals import refused

pytestmark = pytest.mark.django_db
AT = clock.FixedClock(datetime(2020, 7, 16, 2, 0, tzinfo=UTC))
UNIT = UnitSpec("DZJ161D", "team", "地质局161队", "Team 161")


def _open(**other: Any) -> User:
    said = {"unit": UNIT, "login": "zhang", "person": "张建国", "password": "zhi-hui-bu-161", "at": AT, **other}
    return opening.open_installation(**said)


def test_whoever_opens_it_may_give_access_and_command() -> None:
    assert opening.is_empty()
    user = _open(unit=UnitSpec("", "team", "地质局161队", "Team 161"))
    assert not opening.is_empty()
    assert user.check_password("zhi-hui-bu-161")
    with clock.standing_at(AT.at):
        actor = access.actor_of(user)
        assert {(each.role, each.unit) for each in actor.held} == {("admin", "DZJ161D"), ("commander", "DZJ161D")}
        assert {"units.open", "people.register", "access.user", "access.grant", "reporting.confirm"} <= actor.verbs
        with scope.acting(actor):
            assert units.unit(actor, "DZJ161D").words.zh == "地质局161队"
            assert people.headcount(actor, "DZJ161D") == 1


def test_it_is_opened_once() -> None:
    _open()
    with refused(NOT_EMPTY):
        _open(unit=UnitSpec("OTHER", "team", "另一队", "Another"), login="li")
    assert not User.objects.filter(username="li").exists()


def test_what_is_refused_leaves_nothing() -> None:
    with refused(PASSWORD_WEAK):
        _open(password="123456")
    assert opening.is_empty()
    assert not User.objects.filter(username="zhang").exists()


def test_the_first_unit_is_by_default_the_one_that_files_upward() -> None:
    assert opening.first_kind() == "team"


def test_whoever_fills_in_the_first_page_after_another_is_told_that_it_is_open() -> None:
    _open()
    late = Client().post("/first/", {"unit": "另一队", "person": "李", "login": "li"}, follow=True)
    assert late.redirect_chain[0][0].startswith("/accounts/login/")
    assert "本系统已经开通，已有单位" in late.content.decode()
    assert not User.objects.filter(username="li").exists()


@pytest.mark.usefixtures("committed_db")
def test_of_two_at_once_one_opens_it_and_of_two_with_one_invitation_one_comes_in() -> None:
    opened = at_once(lambda: _open(), lambda: _open(login="wang"))
    assert [each.problem for each in opened if isinstance(each, Refused)] == [NOT_EMPTY]
    system = scope.system_actor()
    with scope.acting(system):
        person = register_person(system, unit="DZJ161D", name="李娟", at=AT)
        (made,) = invitations.invite(system, [InviteSpec(person, "李娟", "DZJ161D", "reporter")])
    code = code_of(made)
    came = at_once(*(partial(invitations.come_in, code, password=word) for word in ("tian-shan-1", "tian-shan-2")))
    assert [each.problem for each in came if isinstance(each, Refused)] == [INVITATION_USED]
