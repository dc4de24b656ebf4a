"""publicity · tips: one however often it is sent, its words apart, seen for a purpose, gone at their time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections

from lianfang.areas.publicity import actions_tip as actions
from lianfang.areas.publicity import gaps, queries_rumour
from lianfang.areas.publicity import queries_tip as queries
from lianfang.areas.publicity.queries_tip import Standing, Told
from lianfang.areas.publicity.tests.town import NOW, acting, desk, how, taken, tip
from lianfang.areas.publicity.verify import discrepancies
from lianfang.kernel import ids, scope
from lianfang.kernel.kinds import Origin
from lianfang.kernel.problems import Refused
from lianfang.kernel.recording import Recording

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("town")]
SECRET = "13900000000"


def refusal(act: Any, *args: Any, **said: Any) -> str:
    with pytest.raises(Refused) as refused:
        act(*args, **said, how=how(2))
    return refused.value.problem.code


def test_until_somebody_names_the_desk_nothing_is_received_on_the_web() -> None:
    said = {"stream": ids.mint(NOW), "topic": "other", "told": Told("（合成）一件事")}
    assert refusal(actions.tell, **said) == "publicity_tips_closed"
    desk(opened=False)
    assert refusal(actions.tell, **said) == "publicity_tips_closed"
    desk()
    assert actions.tell(**said, how=how()).unit == "T161"
    with acting("editor") as one:
        assert refusal(actions.set_desk, one, unit="T161", data={"open": True}) == "not_allowed"


def test_an_installation_has_one_desk() -> None:
    desk()
    with acting("chief") as one:
        assert refusal(actions.set_desk, one, unit="T161-LOG", data={"open": True}) == "publicity_desk_elsewhere"
    desk(opened=False)
    desk(unit="T161-LOG")
    there = queries.desk()
    assert there is not None
    assert there.unit == "T161-LOG"


def test_sent_twice_it_is_one_tip() -> None:
    desk()
    stream, told = ids.mint(NOW), Told("（合成）一件事", "", SECRET)
    first = actions.tell(stream=stream, topic="other", told=told, how=how())
    again = actions.tell(stream=stream, topic="other", told=told, how=how(0.1))
    assert (again.stream, again.code, len(again.steps)) == (first.stream, first.code, 1)
    other = Told("（合成）另一件事", "", SECRET)
    assert refusal(actions.tell, stream=stream, topic="other", told=other) == "publicity_tip_sent"


def test_the_ledger_holds_no_word_of_it_and_a_receipt_tells_none(system: Any) -> None:
    desk()
    each = tip(contact=SECRET)
    taken(each)
    with scope.acting(system), connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(data::text, ' ') FROM ledger_entry")
        ledger = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(concealed, ' ') FROM publicity_tip_words")
        kept = cursor.fetchone()[0]
    for word in (SECRET, "老张", "三号楼", each.code):
        assert word not in ledger + kept
    found = queries.by_receipt(each.code.lower().replace("-", " "))
    assert found is not None
    assert (found.stream, found.standing) == (each.stream, Standing.TAKEN)
    assert queries.by_receipt("0000-0000-0000") is None
    assert queries.by_receipt("") is None


def test_how_to_reach_them_is_shown_for_ten_minutes_once_it_is_said_what_for() -> None:
    desk()
    each = tip(contact=SECRET)
    with acting("officer") as one:
        assert not queries.tip(one, each.stream).shown_to("officer", NOW)
        actions.see_contact(one, tip=each.stream, purpose="call_back", how=how(1))
        found = queries.tip(one, each.stream)
    at = NOW + timedelta(hours=1)
    assert found.shown_to("officer", at + timedelta(minutes=9))
    assert not found.shown_to("officer", at + timedelta(minutes=10))
    assert not found.shown_to("editor", at)
    silent = tip("（合成）不留电话", contact="")
    with acting("officer") as one:
        assert refusal(actions.see_contact, one, tip=silent.stream, purpose="call_back") == "publicity_tip_no_contact"


@pytest.mark.parametrize(
    ("login", "code"), [("auditor", "not_allowed"), ("scribe", "not_found"), ("stranger", "not_found")]
)
def test_only_whoever_follows_tips_sees_one(login: str, code: str) -> None:
    desk()
    each = tip()
    with acting(login) as one:
        with pytest.raises(Refused) as refused:
            queries.tip(one, each.stream)
        assert refused.value.problem.code == code
        assert queries.listed(one) == []


def test_it_is_followed_answered_and_opened_again() -> None:
    desk()
    each = tip()
    with acting("officer") as one:
        assert refusal(actions.close, one, tip=each.stream, outcome="settled") == "publicity_tip_state"
    taken(each)
    with acting("officer") as one:
        actions.note(one, tip=each.stream, note="（合成）已补岗", how=how(2))
        actions.close(one, tip=each.stream, outcome="settled", answer="（合成）已补岗，谢谢", how=how(3))
        assert refusal(actions.note, one, tip=each.stream, note="再记") == "publicity_tip_state"
        found = queries.tip(one, each.stream)
        assert found.closed is not None
        assert (found.standing, found.follower, found.closed.answer) == (
            Standing.CLOSED,
            "officer",
            "（合成）已补岗，谢谢",
        )
        actions.reopen(one, tip=each.stream, why="（合成）又空岗", how=how(4))
        assert queries.tip(one, each.stream).standing is Standing.TAKEN


def test_a_tip_becomes_one_rumour() -> None:
    desk()
    each = tip()
    taken(each)
    with acting("officer") as one:
        data = {"claim": "（合成）听说要停水", "channel": "word"}
        rumour = actions.make_rumour(one, tip=each.stream, data=data, how=how(2))
        assert actions.make_rumour(one, tip=each.stream, data=data, how=how(3)) == rumour
        assert queries.tip(one, each.stream).rumour == rumour
        found = queries_rumour.rumour(one, rumour)
        assert (found.said.tip, found.said.told_by, found.unit) == (each.stream, "tip", "T161")


def test_whoever_follows_is_told_of_what_waits(system: Any) -> None:
    desk()
    late, mine, others = (tip(f"（合成）{n}", hours=hours) for n, hours in (("甲", -30), ("乙", -2), ("丙", -2)))
    taken(mine, hours=-1)
    taken(others, by="editor", hours=-1)
    with scope.acting(system):
        source = next(each for each in gaps.GAPS if each.code == "publicity.tip_unanswered")
        (gap,) = source.standing(NOW, NOW - timedelta(days=3))
        assert gap.key.endswith(str(late.stream))
    with acting("officer") as one:
        waits = queries.waiting(one, NOW)
    assert [(each.late, each.href.rstrip("/").rpartition("/")[2]) for each in waits] == [
        (True, str(late.stream)),
        (False, str(mine.stream)),
    ]


def test_at_its_time_what_was_told_is_gone_and_the_history_stays(system: Any) -> None:
    desk()
    over, running = tip("（合成）办完", hours=-1), tip("（合成）还在办", hours=-1)
    taken(over, hours=0)
    with acting("officer") as one:
        actions.close(one, tip=over.stream, outcome="settled", how=how(0))
    with scope.acting(system):

        def forget(days: float) -> int:
            return actions.forget_due(system, how=Recording(how(24 * days).at, Origin.AUTOMATIC))

        assert forget(89.9) == 0
        assert forget(90) == 1
        assert forget(90) == 0
        found = queries.tip(system, over.stream)
        assert (found.forgotten, queries.told_of(system, found), found.standing) == (True, None, Standing.CLOSED)
        assert queries.told_of(system, queries.tip(system, running.stream)) is not None
        assert refusal(actions.see_contact, system, tip=over.stream, purpose="answer") == "publicity_tip_forgotten"
        assert forget(366) == 1, "what nobody closes is not kept without end"
    assert queries.by_receipt(over.code) is not None


def test_whatever_is_changed_behind_it_is_found(system: Any) -> None:
    desk()
    one, other = tip("（合成）一"), tip("（合成）二")
    forged = (
        "INSERT INTO publicity_tip_words (path, stream, unit, wrapped, concealed) "
        "SELECT o.path, %s, o.unit, o.wrapped, o.concealed FROM publicity_tip_words o WHERE o.stream = %s"
    )
    with scope.acting(system):
        assert list(discrepancies(connections["default"])) == []
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM publicity_tip_words WHERE stream = %s", (one.stream,))
            (found,) = discrepancies(connections["default"])
            assert (found.unit, "未到期就缺失" in found.says) == ("T161", True)
            cursor.execute(forged, (one.stream, other.stream))
            (found,) = discrepancies(connections["default"])
            assert "原话与收到时不符" in found.says
            assert queries.kept_words(system, one.stream) is None
