"""incidents · every address answers every role, and odd words in an address or a form break no page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from lianfang.areas.incidents import actions_drills, gaps
from lianfang.areas.incidents.tests.desk import Wall, browser, local, sent
from lianfang.areas.incidents.tests.town import NOW, UNIT, as_role, at, only, reading, say
from lianfang.areas.incidents.waiting import waiting
from lianfang.ground.access.roles import Role
from lianfang.kernel import scope
from lianfang.kernel.recording import Recording
from tests.house.addresses import addresses
from tests.support import pages

pytestmark = pytest.mark.django_db

pytestmark = pytest.mark.django_db


def test_every_address_answers_every_role_and_shows_nothing_to_a_stranger(person: UUID, wall: Wall) -> None:
    say(reading(person, 38.2))
    which = only().id
    with as_role(Role.COMMANDER) as commander:
        drill = actions_drills.start_drill(
            commander, unit=UNIT, code="E10", title="空岗", scenario="无人", participants="门岗", how=Recording(at(0))
        )
        finding = actions_drills.hand_on(
            commander, drill=drill.id, unit=UNIT, what="替班", owner="gate", due_on=NOW.date(), how=Recording(at(0))
        )
    planned = browser(Role.COMMANDER).post("/incidents/plans/T161/contingency/make/")
    assert planned.status_code == 302
    known = {
        "incident": str(which), "drill": str(drill.id), "finding": str(finding.id), "unit": "T161", "number": "1",
        "plan": "contingency", "step": "isolate", "entry": str(which), "incidents/procedures/<code>": "E01",
    }  # fmt: skip
    roles = {str(role): browser(role) for role in (Role.COMMANDER, Role.GATE, Role.AUDITOR, Role.EDITOR)}
    stranger = browser(Role.COMMANDER, "MANAN")
    walked = [each for each in addresses(known) if each.pattern.startswith("incidents/")]
    assert len(walked) > 35
    for each in walked:
        for role, client in roles.items():
            with transaction.atomic():
                answers = (client.get(each.address).status_code, client.post(each.address).status_code)
                transaction.set_rollback(True)
            assert max(answers) < 500, (each, role, answers)
        if (
            any(f"<uuid:{name}>" in each.pattern for name in ("incident", "drill", "finding"))
            or "<str:unit>" in each.pattern
        ):
            assert stranger.get(each.address).status_code in (404, 405), each
            assert stranger.post(each.address).status_code in (404, 405), each


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59", "1899-05-05T12:00", "2020-08-10T23:59"])
def test_moments_that_nobody_can_mean_are_refused_plainly(person: UUID, wall: Wall, moment: str) -> None:
    say(reading(person, 38.2))
    officer, here = browser(Role.OFFICER), f"/incidents/{only().id}/"
    form = officer.get("/incidents/new/").context["form"]
    new = {"entry": form["entry"].value(), "code": "E12", "unit": UNIT, "known_at": moment, "occurred_at": moment}
    pages.text(officer.post("/incidents/new/", new), 422)
    sent(officer, f"{here}accept/")
    pages.text(officer.post(f"{here}steps/isolate/", {"at": moment}), 422)
    told = {"to": "community", "at": local(0), "received_at": moment}
    assert officer.post(f"{here}tell/", told).status_code in (302, 422)
    pages.text(officer.post(f"{here}tell/", {"to": "community", "at": moment}), 422)


@pytest.mark.parametrize(
    "address",
    [
        "/incidents/?cursor=0001-01-01T00:00:00%2B14:00_00000000-0000-7000-8000-000000000000",
        "/incidents/?cursor=9999-12-31T23:59:59-12:00_00000000-0000-7000-8000-000000000000",
        "/incidents/?unit=%00&code=%00&state=%00",
        "/incidents/?unit=NOWHERE",
        "/incidents/drills/?cursor=9999-12-31T23:59:59-12:00_00000000-0000-7000-8000-000000000000",
        "/incidents/plans/%00/contingency/",
        "/incidents/plans/T161/contingency/?version=99999999999999999999",
        "/incidents/plans/T161/contingency/99999999999999999999/plan.pdf",
        "/incidents/00000000-0000-7000-8000-000000000000/reports/99999999999999999999/",
        "/incidents/procedures/E99/",
        "/incidents/choose/?field=person&person_q=%00",
        "/incidents/choose/?field=anything",
        "/incidents/choose/?field=place&unit=%00",
    ],
)
def test_odd_addresses_are_answered(person: UUID, wall: Wall, address: str) -> None:
    commander = browser(Role.COMMANDER)
    commander.post("/incidents/plans/T161/contingency/make/")
    assert commander.get(address).status_code in (200, 404, 422), address


@pytest.mark.parametrize(("since", "until"), [("0001-01-01", "9999-12-31"), ("9999-12-31", "9999-12-31")])
def test_a_plan_that_holds_for_ever_breaks_no_page(tree: Any, wall: Wall, since: str, until: str) -> None:
    commander = browser(Role.COMMANDER)
    commander.post("/incidents/plans/T161/contingency/make/")
    said = {"approver": "队党委", "effective_from": since, "effective_to": until}
    assert commander.post("/incidents/plans/T161/contingency/1/approve/", said).status_code in (302, 422)
    for address in ("/incidents/plans/", "/incidents/plans/T161/contingency/"):
        pages.text(commander.get(address))
    with scope.acting(scope.system_actor()):
        list(gaps.expired_plans(NOW, NOW - timedelta(days=1)))
    gate = {"what": "x", "owner": "officer", "due_on": since}
    with as_role(Role.COMMANDER) as actor:
        drill = actions_drills.start_drill(
            actor, unit=UNIT, code="E10", title="空岗", scenario="无人", participants="门岗", how=Recording(at(0))
        )
    assert commander.post(f"/incidents/drills/{drill.id}/finding/", gate).status_code in (302, 422)
    with as_role(Role.OFFICER) as officer:
        list(waiting(officer, NOW))
    pages.text(commander.get(f"/incidents/drills/{drill.id}/"))
