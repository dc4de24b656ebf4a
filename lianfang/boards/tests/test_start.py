"""boards · tests of a unit's first weeks: the steps that are left wait on the home page, and go one after the other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lianfang.boards.home import start
from lianfang.ground.access import actions as access
from lianfang.ground.access.queries import actor_of
from lianfang.ground.access.roles import Role
from lianfang.ground.opening.actions import open_installation
from lianfang.ground.people import actions as people
from lianfang.ground.places import actions as places
from lianfang.ground.units import actions as units
from lianfang.ground.units import queries
from lianfang.ground.units.actions import UnitSpec
from lianfang.kernel import clock, scope
from lianfang.playbook import current
from lianfang.shell.home import Reader

pytestmark = pytest.mark.django_db
OPENED = datetime(2020, 7, 16, 2, 0, tzinfo=UTC)
AT = clock.FixedClock(OPENED)


def _left(now: datetime = OPENED + timedelta(hours=1)) -> list[str]:
    """The steps that wait, as the first one reads them."""
    from lianfang.ground.access.models import User

    with clock.standing_at(now):
        actor = actor_of(User.objects.get(username="zhang"))
        with scope.acting(actor):
            found = start.steps(Reader(actor, now), queries.unit(actor, "T161"))
    return [each.words.zh.partition("：")[2] for each in found.needs]


@pytest.mark.case(34)
def test_what_is_left_waits_until_it_is_done(system: scope.Actor) -> None:
    open_installation(
        unit=UnitSpec("T161", "team", "161队", "Team 161"), login="zhang", person="张建国", password="zhi-hui-bu-161",
        at=AT,
    )  # fmt: skip
    first = _left()
    assert first[:4] == ["建立下级单位", "登记人员", "登记楼栋、门岗、电梯等地点", "邀请其他人，各给一个角色"]
    assert first[-1] == "上报第一份日报"
    with scope.acting(system):
        units.open_unit(system, code="T161-PROP", kind="subsidiary", zh="物业公司", en="Property", parent="T161", at=AT)
        people.register_person(system, unit="T161-PROP", name="李梅", at=AT)
        places.open_place(system, code="", kind="lift", unit="T161-PROP", zh="电梯", en="Lift", at=AT)
        access.create_user(system, login="li", unit="T161-PROP", title="物业")
    assert _left()[0] == "邀请其他人，各给一个角色", "an account without a role does nothing"
    with scope.acting(system):
        access.give_grant(system, login="li", role=Role.PROPERTY, unit="T161-PROP", at=AT)
    unheld, report = _left()
    assert "填报员" in unheld
    assert "物业人员" not in unheld, "somebody holds it"
    roles = {version.role for rule in current().duties for version in rule.versions}
    with scope.acting(system):
        for role in sorted(roles - {"property", "commander"}):
            access.give_grant(system, login="li", role=role, unit="T161-PROP", at=AT)
    assert _left() == [report]
    assert _left(OPENED + timedelta(days=40)) == [], "a unit of some weeks is told nothing of beginnings"
