"""tests · records that a playbook declares of incidents: steps in the life of one, beside those of its own area.

The playbook of invention declares follow-up visits of whatever runs, and a duty that asks for one a day.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from lianfang.areas.duties import actions as duties
from lianfang.areas.incidents import actions as incidents
from lianfang.areas.incidents import actions_drills as drills
from lianfang.areas.incidents.queries import Incident
from lianfang.areas.incidents.tests.conftest import people  # noqa: F401
from lianfang.areas.incidents.tests.town import NOW, UNIT, actor, as_role, at, only
from lianfang.config import urls as _urls  # noqa: F401 - with the addresses come the pages of kinds
from lianfang.ground.access.roles import Role
from lianfang.kernel import clock, ids, journal, problems, rebuild, scope, steps
from lianfang.kernel.entries import Draft, Receipt
from lianfang.kernel.kinds import KINDS, Origin
from lianfang.kernel.recording import Recording
from lianfang.playbook.current import working_by
from lianfang.shell.ledger import actions
from tests.support import declared, entries

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
KIND = "records.follow_up_visit"
PAGES = "/records/follow-up-visit/"
DAY = date(2020, 8, 11)  # the town's day closes at noon of the 11th


@pytest.fixture(autouse=True)
def _river_town(people: tuple[UUID, UUID], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:  # noqa: F811
    monkeypatch.setattr(clock, "current", lambda: at(60))
    declared.install(monkeypatch)
    declared.install_pages(monkeypatch, django_settings)
    with working_by(declared.PLAYBOOK):
        yield


@pytest.fixture
def running() -> Incident:
    """An incident of the estate that was accepted and runs."""
    return _runs(1)


def test_a_record_of_an_incident_fulfils_its_duty_and_the_incident_goes_on() -> None:
    duties.derive_day(DAY, NOW)
    assert _slots() == []
    running = _runs(1)
    assert _slots() == [(str(running.id), UNIT, None)]
    visit = _visit(running, 4)
    assert visit.holds
    assert _slots() == [(str(running.id), UNIT, visit.id)]
    with as_role(Role.OFFICER) as officer:
        done = incidents.do_step(officer, incident=running.id, step="look", how=Recording(at(5)))
        assert [act.kind for act in done.standing][-1] == "incidents.step_done"
        assert done.standing[-1].version == 4, "the record has the third step of the stream"
    assert _visit(running, 6).holds
    with as_role(Role.OFFICER) as officer:
        incidents.tell(officer, incident=running.id, whom="村医", by="phone", how=Recording(at(7)))
        incidents.report(officer, incident=running.id, sort="progress", to="镇", how=Recording(at(8)))
        closed = incidents.close(officer, incident=running.id, result="over", how=Recording(at(9)))
        assert closed.brief.state == "closed"
        assert incidents.reopen(officer, incident=running.id, reason="又一户", how=Recording(at(10)))
    assert rebuild.compare(connections["owner"]) == []
    assert _slots() == [(str(running.id), UNIT, visit.id)]
    assert _counted() == {"visits": 2, "incidents": 1, "new_cases": 2}


def test_the_incidents_own_pages_stand_beside_a_foreign_step(running: Incident) -> None:
    _visit(running, 4)
    browser = _browser(Role.OFFICER)
    for page in ("", "steps/look/", "tell/", "link/", "report/", "close/"):
        assert browser.get(f"/incidents/{running.id}/{page}").status_code == 200, page
    assert browser.post(f"/incidents/{running.id}/steps/look/done/").status_code == 302
    assert only(minutes=61).steps[0].settled
    assert browser.get("/incidents/").status_code == 200


def test_a_proposal_may_be_answered_after_a_record_was_made_of_it() -> None:
    with as_role(Role.OFFICER) as officer:
        proposed = _propose(officer, 1)
    assert _visit(proposed, 2).holds
    with as_role(Role.OFFICER) as officer:
        assert incidents.open_incident(officer, incident=proposed.id, how=Recording(at(3))).brief.state == "open"


def test_withdrawn_and_corrected_it_is_another_step_and_the_slot_follows(running: Incident) -> None:
    duties.derive_day(DAY, NOW)
    first = _visit(running, 4)
    browser = _browser(Role.GRID)
    form = browser.get(f"{PAGES}{first.id}/correct/").context["form"]
    assert "stream" not in form.fields
    sent = {
        "entry_id": str(form["entry_id"].value()), "occurred_at": "2020-08-10T16:44", "reason": "数错",
        "data.households": "3", "data.new_cases": "2", "confirmed": "1",
    }  # fmt: skip
    done = browser.post(f"{PAGES}{first.id}/correct/", sent)
    assert done.status_code == 302, done.context["form"].errors
    corrected = UUID(sent["entry_id"])
    assert _steps(running)[-2:] == [(first.id, 3), (corrected, 4)]
    assert _slots() == [(str(running.id), UNIT, corrected)]
    page = _browser(Role.OFFICER).get(f"{PAGES}{corrected}/withdraw/")
    taken = {"entry_id": str(page.context["form"]["entry_id"].value()), "reason": "未去"}
    assert _browser(Role.OFFICER).post(f"{PAGES}{corrected}/withdraw/", taken).status_code == 302
    assert _slots() == [(str(running.id), UNIT, None)]
    assert rebuild.compare(connections["owner"]) == []


def test_list_and_entry_say_which_incident_and_lead_to_it(running: Incident) -> None:
    visit = _visit(running, 4)
    browser = _browser(Role.OFFICER)
    for page in (PAGES, f"{PAGES}{visit.id}/"):
        said = browser.get(page).content.decode()
        assert f'href="/incidents/{running.id}/"' in said, page
        assert "E01 " in said


def test_the_page_of_what_is_due_leads_to_the_form_with_the_incident_chosen() -> None:
    duties.derive_day(DAY, NOW)
    _runs(1)
    running = _runs(2)
    browser = _browser(Role.GRID)
    slot = f"/duties/slots/daily_visit/{DAY}/1/{running.id}/"
    way = browser.get(slot).content.decode()
    href = f"{PAGES}new/?unit={UNIT}&stream={running.id}"
    assert href.replace("&", "&amp;") in way
    assert f'value="{running.id}" checked' in browser.get(href).content.decode()


def test_somebody_else_s_step_in_between_is_no_fault_of_the_form(
    running: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[UUID] = []

    def stale(stream: UUID, entry: UUID | None = None) -> int:
        asked.append(stream)
        return steps.next_version(stream, entry) - (1 if len(asked) == 1 else 0)

    monkeypatch.setattr(actions, "next_version", stale)
    sent = _sent(running)
    assert _browser(Role.GRID).post(f"{PAGES}new/", sent).status_code == 302
    assert len(asked) == 2
    assert _steps(running)[-1] == (UUID(sent["entry_id"]), 3)
    assert _browser(Role.GRID).post(f"{PAGES}new/", sent).status_code == 302, "sent twice it is recorded once"
    assert len(_steps(running)) == 3


def test_a_closed_stream_is_refused_at_the_field(running: Incident, monkeypatch: pytest.MonkeyPatch) -> None:
    last = replace(KINDS["incidents.closed"], closes=True)
    monkeypatch.setitem(KINDS._kinds, last.code, last)
    sent = _sent(running)
    with as_role(Role.OFFICER) as officer:
        incidents.skip_step(officer, incident=running.id, step="look", reason="无井", how=Recording(at(5)))
        incidents.close(officer, incident=running.id, result="over", how=Recording(at(6)))
    refused = _browser(Role.GRID).post(f"{PAGES}new/", sent)
    assert refused.status_code == problems.STREAM_CLOSED.status
    assert "stream" in refused.context["form"].errors


def test_only_what_stands_now_is_offered_and_found_by_name(running: Incident) -> None:
    with as_role(Role.OFFICER) as officer:
        _propose(officer, 2)
    many = [_runs(3) for _ in range(8)]
    browser = _browser(Role.GRID)
    offered = browser.get(f"{PAGES}new/").content.decode()
    assert offered.count('name="stream" value=') == 6, "a few at once"
    found = browser.get(f"{PAGES}choose/", {"field": "stream", "stream_q": "e01"}).content.decode()
    assert all(str(each.id) in found for each in (running, *many))
    assert "没有找到" in browser.get(f"{PAGES}choose/", {"field": "stream", "stream_q": "E02"}).content.decode()
    assert browser.get(f"{PAGES}choose/", {"field": "stream", "stream_q": "e\0"}).status_code == 200
    assert browser.get(f"{PAGES}new/", {"stream": "e\0"}).status_code == 200
    sent = _sent(running) | {"stream": ""}
    assert "stream" in browser.post(f"{PAGES}new/", {**sent, "stream_q": running_name()}).context["form"].errors
    for gone in (str(uuid4()), "E09"):
        assert "stream" in browser.post(f"{PAGES}new/", {**sent, "stream": gone}).context["form"].errors


def test_a_sheet_names_the_incident_by_id_or_by_the_one_name_that_fits(running: Incident) -> None:
    visit = _visit(running, 4)
    browser = _browser(Role.GRID)
    exported: Any = browser.get(f"{PAGES}export.csv")
    _, codes, row = csv.reader(io.StringIO(b"".join(exported.streaming_content).decode("utf-8-sig")))
    assert (row[codes.index("id")], row[codes.index("stream")]) == (str(visit.id), str(running.id))
    assert row[codes.index("~thing")] == running_name()
    head = ["unit", "occurred_at", "stream", "data.households", "data.new_cases"]
    rows = [
        [UNIT, "2020-08-10 16:44", running_name(), "1", "0"],
        [UNIT, "2020-08-10 16:45", str(running.id), "2", "0"],
        [UNIT, "2020-08-10 16:46", "E01 别处", "3", "0"],
        [UNIT, "2020-08-10 16:47", "", "4", "0"],
        ["T161", "2020-08-10 16:48", str(running.id), "5", "0"],
    ]
    report = _import(browser, [head, *rows])
    assert report.accepted == 2
    assert [(each.number, each.column.zh) for each in report.bad] == [
        (4, "处置中的突发情况"), (5, "处置中的突发情况"), (6, "单位"),
    ]  # fmt: skip
    assert [version for _, version in _steps(running)] == [1, 2, 3, 4, 5]
    assert _import(browser, [head, *rows[:2]]).duplicate == 2, "the same sheet again records nothing twice"
    _runs(5)
    (fault,) = _import(browser, [head, [UNIT, "2020-08-10 16:50", running_name(), "6", "0"]]).bad
    assert "几件" in fault.says.zh


def test_a_device_says_stream_and_version_and_is_told_what_does_not_fit(
    running: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    drill = _runs(2, exercise=True)
    assert _said(running.id, version=3) is None
    assert _said(running.id, version=3) == "stream_moved"
    assert _said(uuid4(), version=1) == "not_found", "it begins nothing"
    assert _said(running.id, version=4, unit="T161") == "thing_of_another_unit"
    assert _said(drill.id, version=3) == "thing_and_exercise"
    assert _said(drill.id, version=3, exercise=True) is None
    with as_role(Role.OFFICER) as officer:
        begun = drills.start_drill(
            officer, unit=UNIT, code="E01", title="演练", scenario="腹泻", participants="全员", how=Recording(at(4))
        )
    assert _said(begun.id, version=2) == "not_found", "whatever else has a life is none of its things"
    assert _said(None, version=None) == "not_for_this_kind"
    monkeypatch.setitem(KINDS._kinds, KIND, replace(KINDS[KIND], thing_kinds=("e02",)))
    assert _said(running.id, version=4) == "thing_of_another_kind"


def running_name() -> str:
    with scope.acting(scope.system_actor()):
        ((zh,),) = entries.rows("SELECT 'E01 ' || zh FROM units_unit WHERE code = %s", [UNIT])
    return str(zh)


def _propose(officer: scope.Actor, minutes: int, **more: Any) -> Incident:
    how = Recording(at(minutes))
    return incidents.propose(
        officer, unit=UNIT, occurred_at=how.now, known_at=how.now, how=how, **{"code": "E01", **more}
    )


def _runs(minutes: int, **more: Any) -> Incident:
    with as_role(Role.OFFICER) as officer:
        which = _propose(officer, minutes, **more).id
        return incidents.open_incident(officer, incident=which, how=Recording(at(minutes + 1)))


def _visit(of: Incident, minutes: int, *, new_cases: int = 1) -> Receipt:
    moment = at(minutes)
    with as_role(Role.GRID, UNIT) as grid:
        draft = Draft(
            ids.mint(moment.at), KIND, UNIT, moment.at, {"households": 3, "new_cases": new_cases}, stream=of.id
        )
        return actions.step(grid, draft, origin=Origin.FIELD)


def _said(stream: UUID | None, *, version: int | None, unit: str = UNIT, exercise: bool = False) -> str | None:
    """The code of what stands against an entry as a device sends it; None where it was taken."""
    with as_role(Role.GRID, "T161") as grid:
        draft = Draft(
            ids.mint(NOW), KIND, unit, NOW, {"households": 1, "new_cases": 0}, stream=stream, version=version,
            exercise=exercise,
        )  # fmt: skip
        (receipt,) = journal.record(grid, (draft,), origin=Origin.API)
    return receipt.problem.problem.code if receipt.problem else None


def _browser(role: Role) -> Client:
    client, login = Client(), actor(role, UNIT).login
    user = get_user_model().objects.get(username=login)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _sent(of: Incident) -> dict[str, str]:
    form = _browser(Role.GRID).get(f"{PAGES}new/").context["form"]
    return {
        "entry_id": str(form["entry_id"].value()), "stream": str(of.id), "occurred_at": "2020-08-10T16:40",
        "data.households": "3", "data.new_cases": "0",
    }  # fmt: skip


def _import(browser: Client, rows: list[list[str]]) -> Any:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    sheet = SimpleUploadedFile("visits.csv", text.getvalue().encode())
    return browser.post(f"{PAGES}import/", {"sheet": sheet}).context["report"]


def _steps(of: Incident) -> list[tuple[UUID, int]]:
    with scope.acting(scope.system_actor()):
        return entries.rows("SELECT entry, version FROM ledger_stream WHERE stream = %s ORDER BY version", [of.id])


def _slots() -> list[tuple[Any, ...]]:
    with scope.acting(scope.system_actor()):
        return entries.rows("SELECT target, unit, entry FROM duties_slot WHERE duty = 'daily_visit'")


def _counted() -> Any:
    import json

    with scope.acting(scope.system_actor()):
        ((figures,),) = entries.rows("SELECT figures FROM records_day WHERE kind = %s", [KIND])
    return json.loads(figures) if isinstance(figures, str) else figures
