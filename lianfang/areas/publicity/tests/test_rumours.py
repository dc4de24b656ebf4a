"""publicity · rumours: a finding and a rebuttal rest on an official source, what is late is told, and P2 is a set."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lianfang.areas.publicity import actions_rumour as actions
from lianfang.areas.publicity import gaps, waiting
from lianfang.areas.publicity import queries_rumour as queries
from lianfang.areas.publicity.queries_rumour import Standing
from lianfang.areas.publicity.tests.town import NOW, SOURCE, acting, closed, found, how, rebutted, rumour
from lianfang.kernel import clock, coverage, scope
from lianfang.kernel.problems import Refused
from lianfang.kernel.registry import REGISTRY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("town")]
UNDER = "XJCG/T161/"


def refusal(act: Any, *args: Any, **said: Any) -> str:
    with pytest.raises(Refused) as refused:
        act(*args, **said, how=how(1))
    return refused.value.problem.code


def test_a_life_from_what_is_said_to_what_was_told() -> None:
    stream = rumour()
    stands = []
    for step in (
        lambda: None,
        lambda: _asked(stream),
        lambda: found(stream),
        lambda: rebutted(stream),
        lambda: closed(stream),
    ):
        step()
        with acting("officer") as one:
            stands.append(queries.rumour(one, stream).standing)
    assert stands == [Standing.RECEIVED, Standing.ASKED, Standing.FOUND, Standing.REBUTTED, Standing.CLOSED]
    with acting("officer") as one:
        data = {"channel": "wechat", "reached": 480, "counted": "about", "counted_by": "（合成）群成员数"}
        actions.count_reach(one, rumour=stream, how=how(4), **data)
        actions.reopen_rumour(one, rumour=stream, why="（合成）又在传", how=how(5))
        again = queries.rumour(one, stream)
    assert (again.standing, again.answered, again.late(NOW + timedelta(hours=28))) == (Standing.RECEIVED, False, False)
    assert again.late(NOW + timedelta(hours=29)), "its time runs from the moment at which it was opened again"


def _asked(stream: Any) -> None:
    with acting("officer") as one:
        actions.ask_source(one, rumour=stream, whom="（合成）水务公司", how=how(0.5))


@pytest.mark.parametrize(
    "source",
    [
        None,
        {},
        {"issuer": "某单位", "dated": NOW.date()},
        {"issuer": "某单位", "document": "通报"},
        {"document": "通报", "dated": NOW.date()},
    ],
)
def test_without_an_official_source_nothing_is_found_or_rebutted(source: Any) -> None:
    stream = rumour()
    more = {} if source is None else {"source": source}
    with acting("officer") as one:
        assert refusal(actions.find_out, one, rumour=stream, verdict="false", says="不是", **more) == (
            "publicity_rumour_unsourced"
        )
    found(stream)
    with acting("editor") as one:
        said = {"text": "没有停水", "channels": ["wechat"], **more}
        assert refusal(actions.rebut, one, rumour=stream, **said) == "publicity_rumour_unsourced"


def test_a_rebuttal_tells_who_nobody_is() -> None:
    stream = rumour()
    found(stream)
    with acting("editor") as one:
        said = {"text": "请打 13912345678 问王某", "channels": ["wechat"], "source": SOURCE}
        assert refusal(actions.rebut, one, rumour=stream, **said) == "text_personal"


def test_what_cannot_be_established_needs_no_source_and_is_not_rebutted() -> None:
    stream = rumour()
    said = {"text": "没有停水", "channels": ["wechat"], "source": SOURCE}
    with acting("officer") as one:
        assert refusal(actions.rebut, one, rumour=stream, **said) == "publicity_rumour_not_found_out"
        assert refusal(actions.close_rumour, one, rumour=stream, conclusion="好") == "publicity_rumour_not_found_out"
    found(stream, "unknown")
    with acting("officer") as one:
        assert refusal(actions.rebut, one, rumour=stream, **said) == "publicity_rumour_true"
    closed(stream)


def test_what_is_false_is_told_or_it_is_said_why_not() -> None:
    stream = rumour()
    found(stream)
    with acting("officer") as one:
        assert refusal(actions.close_rumour, one, rumour=stream, conclusion="好") == "publicity_rumour_unrebutted"
        why = {"conclusion": "好", "unrebutted_why": "（合成）只在一个小群里传过"}
        actions.close_rumour(one, rumour=stream, how=how(2), **why)
        assert refusal(actions.ask_source, one, rumour=stream, whom="某单位") == "publicity_rumour_state"


def test_the_last_step_is_taken_back_and_the_register_is_corrected() -> None:
    stream = rumour()
    found(stream)
    with acting("officer") as one:
        last = queries.rumour(one, stream).last.entry
        first = queries.rumour(one, stream).first.entry
        assert (
            refusal(actions.take_back, one, rumour=stream, entry=first, reason="误录") == "publicity_not_to_take_back"
        )
        actions.take_back(one, rumour=stream, entry=last, reason="结论录错", how=how(2))
        assert queries.rumour(one, stream).standing is Standing.RECEIVED
        data = {"claim": "（合成）停水两天", "channel": "word"}
        actions.correct_rumour(one, rumour=stream, data=data, reason="听错了", how=how(2))
        assert queries.rumour(one, stream).said.claim == "（合成）停水两天"
        assert queries.rumour(one, stream).received_at == NOW
    other = rumour("（合成）录错的一条")
    with acting("scribe") as one:
        actions.take_back(one, rumour=other, entry=queries.rumour(one, other).last.entry, reason="误录", how=how(1))
        with pytest.raises(Refused):
            queries.rumour(one, other)


def test_the_register_goes_by_need_and_by_scope() -> None:
    old, new, told, done = (
        rumour(f"（合成）{n}", hours=hours) for n, hours in (("甲", -9), ("乙", -1), ("丙", -8), ("丁", -7))
    )
    found(told)
    found(done, "unknown")
    closed(done)
    with acting("officer") as one:
        listed = queries.register(one, under=UNDER)
        assert [each.stream for _, each in listed] == [old, new, told, done]
        assert queries.counts(one, under=UNDER) == (2, 1, 1)
        first = listed[1]
        after = (first[0], first[1].received_at, first[1].stream)
        assert [each.stream for _, each in queries.register(one, under=UNDER, after=after)] == [told, done]
        assert [each.stream for _, each in queries.register(one, under=UNDER, text="丁")] == [done]
    with acting("stranger") as one:
        assert queries.register(one, under="MANAN/") == []
        with pytest.raises(Refused) as refused:
            queries.rumour(one, old)
        assert refused.value.problem.code == "not_found"
    with acting("auditor") as one:
        assert refusal(actions.ask_source, one, rumour=old, whom="某单位") == "not_allowed"


def test_what_nobody_answered_in_time_waits_and_is_told(system: Any) -> None:
    late, answered, fresh = rumour("（合成）久", hours=-30), rumour("（合成）答", hours=-30), rumour("（合成）新")
    found(answered)
    with scope.acting(system):
        source = next(each for each in gaps.GAPS if each.code == "publicity.rumour_unanswered")
        (gap,) = source.standing(NOW + timedelta(hours=1), NOW - timedelta(days=3))
        assert (gap.key.split(":")[1], gap.unit) == (str(late), "T161-LOG")
    with acting("officer") as one:
        waits = waiting.waiting(one, NOW)
    assert [each.late for each in waits] == [True, False, False]
    assert str(late) in waits[0].href
    assert {str(late), str(answered), str(fresh)} == {each.href.rstrip("/").rpartition("/")[2] for each in waits}
    found(late)
    with scope.acting(system):
        assert set(source.answered([gap.key])) == {gap.key}
    with acting("auditor") as one:
        assert waiting.waiting(one, NOW) == []


def test_p2_is_a_set_of_what_was_received(system: Any) -> None:
    done, open_, gone = rumour("（合成）一"), rumour("（合成）二"), rumour("（合成）三")
    found(done, "unknown")
    closed(done)
    with acting("scribe") as one:
        actions.take_back(one, rumour=gone, entry=queries.rumour(one, gone).last.entry, reason="误录", how=how(1))
    day = clock.day_of(NOW)
    with scope.acting(system):
        (measure,) = [each["P2"] for unit, each in _figures(system, day) if unit == "T161-LOG"]
        assert (measure.value, measure.checked, measure.expected) == (1, 1, 2)
        assert [unit for unit, each in _figures(system, day)] == ["T161-LOG"], "who received nothing states nothing"
        declared = REGISTRY.coverages()["P2"]
        asked = coverage.Asked(UNDER, day, NOW + timedelta(hours=5))
        (part,) = coverage.missing(system, asked, "P2", declared)
        assert part.subject == str(open_)
        assert declared.names is not None
        assert declared.names(system, [part], day)[part.key].zh == "“（合成）二”"
        (there,) = coverage.present(system, asked, "P2", declared)
        assert there.subject == str(done)


def _figures(system: Any, day: Any) -> list[Any]:
    from lianfang.areas.publicity.indicators import SOURCES
    from lianfang.kernel import reading
    from lianfang.kernel.measures import Measure

    low, high = scope.prefix_range("")
    named = {"day": day.date, "from_at": day.from_at, "to_at": day.to_at, "low": low, "high": high}
    rows = reading.named_rows(system, next(each for each in SOURCES if "P2" in each.codes).sql, **named)
    return [(row["unit"], {"P2": Measure(row["p2_value"], row["p2_checked"], row["p2_expected"])}) for row in rows]
