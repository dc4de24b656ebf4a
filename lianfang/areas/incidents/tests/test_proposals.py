"""incidents · a fever recorded anywhere proposes its incident in the same transaction, once, and hears of changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction

from lianfang.areas.incidents import actions, gaps, policy, queries_drills, queries_next
from lianfang.areas.incidents.kinds_incident import CAUSE_CHANGED, LINKED, PROPOSED, STEP_DONE
from lianfang.areas.incidents.tests import town
from lianfang.areas.incidents.tests.town import NOW, UNIT, as_role, at, listed, only, reading, say, withdrawal
from lianfang.ground.access.roles import Role
from lianfang.kernel import ids, journal, scope
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
from lianfang.kernel.problems import Refused
from lianfang.kernel.recording import Recording
from lianfang.playbook import current
from lianfang.playbook.procedures import Cluster

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("celsius", "proposals"), [(36.5, 0), (37.2, 0), (37.3, 1), (41.0, 1)])
def test_from_the_playbooks_line_on_a_reading_proposes(person: UUID, celsius: float, proposals: int) -> None:
    say(reading(person, celsius))
    assert len(listed()) == proposals


def test_the_proposal_says_what_where_and_when_by_ids_alone(person: UUID) -> None:
    one = reading(person, 38.4)
    say(one)
    brief = only().brief
    assert (brief.code, brief.state, brief.unit, brief.place) == ("E01", "proposed", UNIT, town.GATE)
    assert (brief.person, brief.cause, brief.automatic, brief.exercise) == (person, one.id, True, False)
    assert brief.occurred_at == brief.known_at == brief.proposed_at == NOW
    with scope.acting(scope.system_actor()), connection.cursor() as cursor:
        cursor.execute("SELECT data::text, origin, recorded_by FROM ledger_entry WHERE kind = %s", (PROPOSED.code,))
        data, origin, by = cursor.fetchone()
    assert (origin, by) == ("automatic", "automatic")
    assert "合成" not in data
    assert "38.4" not in data


def test_a_reading_sent_twice_proposes_once(person: UUID) -> None:
    one = reading(person, 38.0)
    say(one)
    say(one, minutes=3)
    say(one, replace(one), minutes=4)
    assert len(listed()) == 1


def test_where_the_reading_is_rolled_back_so_is_its_proposal(person: UUID) -> None:
    with transaction.atomic():
        say(reading(person, 38.0))
        assert len(listed()) == 1
        transaction.set_rollback(True)
    assert listed() == []


def test_a_batch_proposes_one_for_each_person_with_a_fever(people: tuple[UUID, UUID]) -> None:
    first, second = people
    say(reading(first, 38.0), reading(second, 36.4), reading(second, 37.9, minutes=1), reading(first, 38.2, minutes=2),
        minutes=5)  # fmt: skip
    found = listed()
    assert {each.brief.person for each in found} == {first, second}
    again = next(each for each in found if each.brief.person == first)
    assert [act.data["role"] for act in again.acts if act.kind == LINKED.code] == ["evidence"]


def test_a_second_reading_belongs_to_the_first_ones_incident(person: UUID) -> None:
    say(reading(person, 37.9))
    second = reading(person, 37.6, minutes=6, remeasure=True)
    say(second, minutes=6)
    incident = only()
    (linked,) = (act for act in incident.acts if act.kind == LINKED.code)
    assert (linked.data["role"], linked.data["entry"]) == ("remeasure", str(second.id))
    with as_role(Role.OFFICER) as officer:
        opened = actions.open_incident(officer, incident=incident.id, how=Recording(at(8)))
    assert [each.step.code for each in opened.steps if each.settled] == ["detect", "remeasure"]
    assert opened.steps[1].act is not None
    assert opened.steps[1].act.at == NOW + timedelta(minutes=6)


def test_a_second_reading_after_the_answer_does_the_step_by_itself(person: UUID) -> None:
    say(reading(person, 37.9))
    with as_role(Role.OFFICER) as officer:
        actions.open_incident(officer, incident=only().id, how=Recording(at(2)))
    say(reading(person, 38.1, minutes=9, remeasure=True), minutes=9)
    done = [act for act in only().acts if act.kind == STEP_DONE.code]
    assert [(act.data["step"], act.automatic) for act in done] == [("detect", True), ("remeasure", True)]


def test_a_reading_at_the_gate_and_a_symptom_propose_too(person: UUID) -> None:
    passage = Draft(
        id=ids.mint(NOW), kind="screening.gate_passage", unit=UNIT, place=town.GATE, occurred_at=NOW,
        data={"direction": "in", "category": "visitor", "celsius": 37.6, "mask": True},
    )  # fmt: skip
    declared = Draft(
        id=ids.mint(NOW), kind="screening.health_declaration", unit=UNIT, person=person, occurred_at=NOW,
        data={"symptoms": ["cough"], "from_risk_area": False},
    )  # fmt: skip
    say(passage, declared)
    assert {(each.brief.person, each.brief.code) for each in listed()} == {(None, "E01"), (person, "E01")}


def test_two_ill_in_one_unit_are_a_cluster_where_the_playbook_says_so(
    people: tuple[UUID, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster = Cluster(people=2, days=3, source="house", mark="H", verified=False)
    procedures = [
        each.model_copy(update={"cluster": cluster}) if each.event == "E05" else each for each in current().procedures
    ]
    linked = current().model_copy(update={"procedures": tuple(procedures)})
    monkeypatch.setattr(policy, "current", lambda: linked)
    say(_ill(people[0], 0))
    say(_ill(people[0], 1), minutes=1)
    assert {each.brief.code for each in listed()} == {"E01"}, "one who says it twice is no cluster"
    say(_ill(people[1], 2), minutes=2)
    say(_ill(people[1], 3), minutes=3)
    clusters = [each.brief for each in listed() if each.brief.code == "E05"]
    assert [(each.person, each.unit) for each in clusters] == [(None, UNIT)], "proposed once, of nobody by name"


def _ill(of: UUID, minutes: int) -> Draft:
    when = NOW + timedelta(minutes=minutes)
    return Draft(
        id=ids.mint(when), kind="screening.health_declaration", unit=UNIT, person=of, occurred_at=when,
        data={"symptoms": ["diarrhoea"], "from_risk_area": False},
    )  # fmt: skip


def test_an_official_notice_proposes_its_own_event(person: UUID) -> None:
    notice = Draft(
        id=ids.mint(NOW), kind="tracing.official_notice", unit="T161", occurred_at=NOW,
        data={"subject": "confirmed", "count": 1, "doc_source": "某通报 12 号"},
    )  # fmt: skip
    with as_role(Role.OFFICER) as officer:
        journal.record(officer, (notice,), origin=Origin.CONSOLE, at=at(0))
        opened = actions.open_incident(officer, incident=only().id, how=Recording(at(3)))
    assert opened.brief.code == "E02"
    assert [each.step.code for each in opened.steps if each.settled] == ["receive"]


def test_a_playbook_without_procedures_proposes_nothing(person: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = current().model_copy(update={"procedures": (), "plans": ()})
    monkeypatch.setattr(policy, "current", lambda: bare)
    say(reading(person, 39.0))
    assert listed() == []
    with as_role(Role.OFFICER) as officer:
        assert queries_next.mine(officer, NOW) == []
        with pytest.raises(Refused, match=r"^incidents_no_procedure"):
            actions.propose(officer, unit=UNIT, code="E01", occurred_at=NOW, known_at=NOW, how=Recording(at(1)))


def test_a_withdrawn_reading_says_so_on_the_proposal(person: UUID) -> None:
    one = reading(person, 39.0)
    say(one)
    say(withdrawal(one, minutes=2), minutes=2)
    incident = only()
    assert not incident.brief.cause_stands
    assert incident.brief.state == "proposed", "what becomes of it is the duty officer's to say"
    assert incident.acts[-1].data["change"] == "withdrawn"


def test_a_correction_of_a_correction_is_heard(person: UUID) -> None:
    one = reading(person, 39.0)
    say(one)
    normal = reading(person, 36.9, corrects=one.id, reason="看错")
    say(normal, minutes=1)
    assert not only().brief.cause_stands
    say(reading(person, 39.0, corrects=normal.id, reason="没看错"), minutes=2)
    incident = only()
    assert incident.brief.cause_stands
    assert [act.data["stands"] for act in incident.acts if act.kind == CAUSE_CHANGED.code] == [False, True]


def test_a_correction_that_makes_it_a_fever_proposes(person: UUID) -> None:
    one = reading(person, 36.9)
    say(one)
    assert listed() == []
    say(reading(person, 39.6, corrects=one.id, reason="数字写反"), minutes=1)
    assert only().brief.cause is not None


def test_an_exercise_reading_proposes_an_exercise_and_nothing_real(person: UUID) -> None:
    say(reading(person, 39.0, exercise=True))
    assert listed() == []
    assert only(exercise=True).brief.exercise
    say(reading(person, 38.8, minutes=1), minutes=1)
    assert len(listed()) == 1, "a real fever is no part of the drill's"


def test_whoever_records_need_not_see_incidents_elsewhere(person: UUID) -> None:
    """The gate guard holds no verb over T161, yet the officer of T161 has the proposal."""
    say(reading(person, 38.0))
    with as_role(Role.OFFICER) as officer:
        assert len(queries_next.mine(officer, NOW)) == 1
    with as_role(Role.REPORTER, "MANAN") as stranger:
        assert queries_next.mine(stranger, NOW) == []
        assert queries_drills.findings_waiting(stranger, NOW) == []


def test_ordinary_readings_cost_no_question(person: UUID) -> None:
    with as_role(Role.GRID, UNIT) as grid:
        journal.record(grid, (reading(person, 36.5),), origin=Origin.FIELD, at=at(0))
        with connection.execute_wrapper(_no_question_of_ours):
            journal.record(grid, (reading(person, 36.5),), origin=Origin.FIELD, at=at(0))


def _no_question_of_ours(execute: object, sql: str, params: object, many: bool, context: object) -> object:
    assert "incidents_" not in str(sql)
    return execute(sql, params, many, context)  # type: ignore[operator]


def test_a_normal_second_reading_ends_its_proposal_by_itself_with_both_as_proof(person: UUID) -> None:
    first, second = reading(person, 37.8), reading(person, 36.7, minutes=8, remeasure=True)
    say(first)
    say(second, minutes=8)
    found = only(minutes=9)
    assert (found.brief.state, found.brief.ruled_out) == ("dismissed", True)
    ended = found.acts[-1]
    assert ended.automatic
    assert ended.data["readings"] == [str(first.id), str(second.id)]
    with scope.acting(scope.system_actor()):
        assert list(gaps.unanswered(at(30).at, at(-600).at)) == []
    say(second, minutes=8)
    assert len(only(minutes=9).acts) == len(found.acts), "heard twice, ended once"


def test_a_second_high_reading_leaves_the_proposal_and_a_thermometer_rules_out_no_symptom(person: UUID) -> None:
    say(reading(person, 37.8))
    say(reading(person, 37.9, minutes=8, remeasure=True), minutes=8)
    assert only(minutes=9).brief.state == "proposed"
    say(reading(person, 36.5, minutes=12, remeasure=True), minutes=12)
    assert only(minutes=13).brief.state == "proposed", "two readings say so, and one says not: a person decides"
