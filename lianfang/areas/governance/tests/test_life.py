"""governance · the life of a directive and of its measures, and everything that is refused on the way."""

from __future__ import annotations

from typing import Any

import pytest

from lianfang.areas.governance import actions, problems, queries
from lianfang.areas.governance.rules import Progress, Standing
from lianfang.areas.governance.tests.office import (
    acknowledged,
    acting,
    answered,
    at,
    how,
    in_hand,
    measure,
    received,
)
from lianfang.ground.units import actions as units
from lianfang.kernel import clock, scope
from lianfang.kernel.problems import INVALID, KIND_HAS_OWN_DOOR, NOT_ALLOWED, NOT_FOUND, STREAM_MOVED
from tests.support import entries
from tests.support.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


def stands(stream: Any) -> tuple[Standing, int, int]:
    with acting("auditor") as one:
        found = queries.directive(one, stream)
        return found.standing, found.measures, found.open_measures


def progress(stream: Any) -> Progress:
    with acting("auditor") as one:
        return queries.measure(one, stream).progress


def test_a_directive_runs_from_receipt_to_close_out() -> None:
    stream, set_ = in_hand()
    assert stands(stream) == (Standing.IN_HAND, 1, 1)
    with acting("log") as log:
        actions.acknowledge_measure(log, measure=set_, how=how(at(11)))
    assert progress(set_) is Progress.TAKEN
    answered(set_)
    with acting("chief") as chief:
        actions.return_measure(chief, measure=set_, why="缺值班表", due_at=at(20, day=12), how=how(at(16)))
        assert queries.measure(chief, set_).due_at == at(20, day=12)
    assert progress(set_) is Progress.RETURNED
    answered(set_, at(17))
    with acting("chief") as chief:
        actions.close_measure(chief, measure=set_, how=how(at(18)))
        actions.report_back(chief, directive=stream, text="各单位均已落实", via="公文系统", how=how(at(18, 30)))
        actions.close_directive(chief, directive=stream, conclusion="已落实并回报", how=how(at(19)))
        kinds = [step.kind.rpartition(".")[2] for step in queries.life(chief, stream)]
    assert kinds == ["directive_closed", "reported_back", "directive_acknowledged", "directive_received"]
    assert (stands(stream), progress(set_)) == ((Standing.CLOSED, 1, 0), Progress.CLOSED)


def test_what_does_not_hold_is_refused_when_a_document_is_registered() -> None:
    for more in ({"title": " "}, {"issuer": ""}, {"issued_on": "yesterday"}, {"doc_no": "x" * 201}, {"colour": "red"}):
        with refused(INVALID):
            received(**more)
    with refused(problems.DEADLINE_PAST):
        received(report_by=at(8))
    with refused(INVALID):
        received(report_by=at(8).replace(year=9999))
    with refused(problems.DEADLINE_PAST):
        received(acknowledge_by=at(9))
    with refused(NOT_FOUND):
        received(unit="MANAN")
    with refused(NOT_ALLOWED):
        received(unit="T161-LOG", by="log")
    stream = received()
    with acting("chief") as chief:
        assert queries.directive(chief, stream).doc_no is None, "a number that is not known is not invented"


@pytest.mark.case(22)
def test_a_document_is_acknowledged_once_and_first() -> None:
    stream = received()
    with acting("chief") as chief:
        with refused(problems.NOT_ACKNOWLEDGED):
            actions.report_back(chief, directive=stream, text="x", how=how(at(10)))
        with refused(problems.NOT_ACKNOWLEDGED):
            actions.close_directive(chief, directive=stream, conclusion="x", how=how(at(10)))
    with refused(problems.NOT_ACKNOWLEDGED):
        measure(stream)
    with acting("scribe") as scribe, refused(NOT_ALLOWED):
        actions.acknowledge_directive(scribe, directive=stream, how=how(at(10)))
    with acting("stranger") as stranger, refused(NOT_FOUND):
        actions.acknowledge_directive(stranger, directive=stream, how=how(at(10)))
    acknowledged(stream)
    with refused(problems.ACKNOWLEDGED):
        acknowledged(stream)
    without = received(wants_receipt=False)
    measure(without)
    assert stands(without)[0] is Standing.IN_HAND


def test_a_measure_has_an_owner_below_and_a_time_to_come(system: Any) -> None:
    stream = received()
    acknowledged(stream)
    with acting("chief") as chief:
        said = {"directive": stream, "text": "做", "how": how(at(10))}
        with refused(problems.OWNER_NEEDED):
            actions.set_measure(chief, unit="", role="reporter", due_at=at(18), **said)
        with refused(problems.OWNER_NEEDED):
            actions.set_measure(chief, unit="T161", role="somebody", due_at=at(18), **said)
        with refused(problems.DUE_NEEDED):
            actions.set_measure(chief, unit="T161", role="reporter", due_at=None, **said)
        with refused(problems.DEADLINE_PAST):
            actions.set_measure(chief, unit="T161", role="reporter", due_at=at(9), **said)
        with refused(NOT_FOUND):
            actions.set_measure(chief, unit="MANAN", role="reporter", due_at=at(18), **said)
        with refused(INVALID):
            actions.set_measure(chief, unit="T161", role="reporter", due_at=at(18), **{**said, "text": " "})
    with scope.acting(system):
        units.close_unit(system, code="T161-PROP", from_day=at(0).date(), at=clock.FixedClock(at(12, day=9)))
    with refused(problems.UNIT_CLOSED):
        measure(stream, "T161-PROP")
    above = received(unit="T161-LOG", by="chief", wants_receipt=False)
    with refused(problems.NOT_BELOW):
        measure(above, "T161")


def test_the_unit_answers_for_itself_and_who_assigned_accepts() -> None:
    _, set_ = in_hand()
    with acting("chief") as chief:
        with refused(problems.NOT_YOURS):
            actions.answer_measure(chief, measure=set_, text="代答", how=how(at(11)))
        with refused(problems.MEASURE_WAITS):
            actions.close_measure(chief, measure=set_, how=how(at(11)))
        with refused(problems.MEASURE_WAITS):
            actions.return_measure(chief, measure=set_, why="缺", how=how(at(11)))
    with acting("prop") as prop, refused(NOT_FOUND):
        actions.answer_measure(prop, measure=set_, text="x", how=how(at(11)))
    with acting("log") as log:
        with refused(INVALID):
            actions.answer_measure(log, measure=set_, text=" ", how=how(at(11)))
        actions.acknowledge_measure(log, measure=set_, how=how(at(11)))
        with refused(problems.MEASURE_ACKNOWLEDGED):
            actions.acknowledge_measure(log, measure=set_, how=how(at(11)))
        actions.answer_measure(log, measure=set_, text="已办", how=how(at(12)))
        with refused(problems.MEASURE_ANSWERED):
            actions.answer_measure(log, measure=set_, text="又办", how=how(at(12)))
        with refused(NOT_ALLOWED):
            actions.close_measure(log, measure=set_, how=how(at(12)))


def test_who_did_not_assign_a_measure_does_not_accept_it(system: Any) -> None:
    stream = received(unit="XJCG", by="bureau", wants_receipt=False)
    with acting("bureau") as bureau:
        said = {"text": "落实", "role": "officer", "due_at": at(18)}
        set_ = actions.set_measure(bureau, directive=stream, unit="T161", how=how(at(10)), **said)
    answered(set_, at(12), by="clerk")
    with acting("chief") as chief, refused(problems.NOT_YOUR_DIRECTIVE):
        actions.close_measure(chief, measure=set_, how=how(at(13)))
    with acting("chief") as chief, refused(NOT_FOUND):
        queries.directive(chief, stream)
    with acting("bureau") as bureau:
        actions.close_measure(bureau, measure=set_, how=how(at(13)))


def test_a_directive_with_an_open_measure_or_none_or_no_report_is_not_closed() -> None:
    stream, set_ = in_hand()

    def close() -> None:
        with acting("chief") as chief:
            actions.close_directive(chief, directive=stream, conclusion="完", how=how(at(19)))

    with refused(problems.OPEN_MEASURES):
        close()
    answered(set_)
    with acting("chief") as chief:
        with refused(problems.REASON_NEEDED):
            actions.close_measure(chief, measure=set_, called_off=True, how=how(at(16)))
        actions.close_measure(chief, measure=set_, called_off=True, note="改由物业承担", how=how(at(16)))
    assert progress(set_) is Progress.CALLED_OFF
    with refused(problems.NOT_REPORTED):
        close()
    with acting("chief") as chief:
        actions.report_back(chief, directive=stream, text="已落实", how=how(at(18)))
    close()
    with refused(problems.DIRECTIVE_CLOSED):
        close()
    with refused(problems.DIRECTIVE_CLOSED):
        measure(stream, moment=at(20))
    bare = received()
    acknowledged(bare)
    with acting("chief") as chief, refused(problems.NO_MEASURE):
        actions.close_directive(chief, directive=bare, conclusion="完", how=how(at(19)))


def test_a_closed_measure_takes_no_further_step() -> None:
    _, set_ = in_hand()
    answered(set_)
    with acting("chief") as chief:
        actions.close_measure(chief, measure=set_, how=how(at(16)))
        with refused(problems.MEASURE_CLOSED):
            actions.close_measure(chief, measure=set_, called_off=True, note="x", how=how(at(16)))
    with refused(problems.MEASURE_CLOSED):
        answered(set_)


def test_two_first_steps_cannot_both_win_and_nothing_goes_past_the_actions() -> None:
    stream = received()
    with acting("chief") as chief:
        again = entries.draft(
            "governance.directive_acknowledged", {}, unit="T161", at=at(9, 5), stream=stream, version=2
        )
        twice = entries.draft(
            "governance.directive_acknowledged", {}, unit="T161", at=at(9, 5), stream=stream, version=2
        )
        first, second = entries.record(chief, again, twice, at=at(9, 10))
        outside = entries.draft(
            "governance.directive_closed", {"conclusion": "x"}, unit="T161", stream=stream, version=3
        )
        (past,) = entries.record(chief, outside, at=at(9, 10), by_action=False)
    assert first.holds
    assert second.problem is not None
    assert second.problem.problem is STREAM_MOVED
    assert past.problem is not None
    assert past.problem.problem is KIND_HAS_OWN_DOOR
