"""watch · the tables are a function of the ledger, seen by nobody outside the scope, and a drill leaves no trace."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from lianfang.areas.watch import actions, actions_handover, queries, queries_log
from lianfang.areas.watch.actions import Plan
from lianfang.areas.watch.card import CARD
from lianfang.areas.watch.tests.room import ZONE, acting, at, how, logged, plan
from lianfang.kernel import rebuild
from lianfang.kernel.problems import Refused
from tests.support import entries

TABLES = ["watch_post", "watch_rostering", "watch_swap", "watch_log", "watch_closing", "watch_handover", "watch_spot"]
LOGINS = ("leader", "deputy", "one", "two", "three", "clerk")


def _random_act(pick: random.Random, now: Any) -> None:
    """One act that somebody might try; half of what is tried is refused."""
    login, other = pick.choice(LOGINS), pick.choice(LOGINS)
    code, on = pick.choice(("day", "night")), now.astimezone(ZONE).date()
    with acting(login) as one, suppress(Refused):
        act = pick.randrange(8)
        if act == 0:
            plans = [Plan(on, code, pick.choice(("leader", "deputy", None)), (other,))]
            actions.roster(one, unit="T161", plans=plans, why="补班", how=how(now))
        elif act == 1:
            actions.ask_swap(one, unit="T161", given=(on, code), other=other, why="有事", how=how(now))
        elif act == 2:
            for ask in queries.waiting_asks(one, ["T161"], now)[:1]:
                answer = pick.choice((actions.agree_swap, actions.decline_swap))
                answer(one, swap=ask.stream, how=how(now))
        elif act == 3:
            data = {"what": "note", "text": str(pick.random()), "open": pick.random() < 0.5}
            actions.write_log(one, unit="T161", data=data, how=how(now))
        elif act == 4:
            for item in queries_log.open_items(one, ["T161"])[:1]:
                actions.close_item(one, item=item.entry, what="办了", how=how(now))
        elif act == 5:
            change_at = pick.choice((at(8), at(20), at(8, day=11)))
            actions_handover.offer_handover(one, unit="T161", change_at=change_at, how=how(now))
        elif act == 6:
            for (_, change_at), each in queries.handovers(one, at(0), at(20, day=11), ["T161"]).items():
                offered = each.offer.entry if each.offer else one.user_id
                actions_handover.sign_handover(one, unit="T161", change_at=change_at, offered=offered, how=how(now))  # type: ignore[arg-type]
        else:
            call = actions.call_spot(one, unit="T161", how=how(now))
            actions.answer_spot(one, call=call, by=other, how=how(now + timedelta(minutes=1)))


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.usefixtures("staffed")
@pytest.mark.parametrize("seed", range(3))
def test_random_acts_equal_a_rebuild(seed: int) -> None:
    pick, now = random.Random(seed), at(7)
    for _ in range(40):
        now += timedelta(minutes=pick.randrange(5, 50))
        _random_act(pick, now)
    with acting("bureau"):
        stood = entries.contents(TABLES)
        assert all(stood[table] for table in ("watch_rostering", "watch_log", "watch_post"))
        assert entries.rebuilt([kind.code for kind in CARD.kinds]) == stood


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
@pytest.mark.usefixtures("staffed")
def test_a_rebuild_finds_no_difference() -> None:
    line = logged("来电", at(9), open=True)
    with acting("one") as one:
        actions.close_item(one, item=line.id, what="办了", how=how(at(10)))
    assert rebuild.compare(connections["owner"]) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("staffed")
def test_a_line_taken_back_is_gone_and_one_put_right_is_new() -> None:
    first, second = logged("误记", at(9), open=True), logged("来电三次", at(9, 5))
    with acting("one") as one:
        for draft in (
            entries.draft("ledger.withdrawal", {}, unit="T161", at=at(9), corrects=first.id, reason="误记"),
            entries.draft(
                "watch.logged", {"what": "call_in", "text": "来电两次"}, unit="T161", at=at(9, 5), corrects=second.id,
                reason="记错",
            ),
        ):  # fmt: skip
            (receipt,) = entries.record(one, draft, at=at(10), by_action=False)
            assert receipt.holds
        assert [line.text for line in queries_log.log(one, "T161", at(8), at(20))] == ["来电两次"]
        assert queries_log.open_items(one, ["T161"]) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("staffed")
def test_nobody_outside_sees_anything_of_it() -> None:
    logged("来电", at(9))
    with acting("bureau"):
        assert entries.rows("SELECT count(*) FROM watch_log") == [(1,)]
    for login in ("stranger", "other"):
        with acting(login):
            for table in TABLES:
                assert entries.rows(f"SELECT count(*) FROM {table}") == [(0,)]


@pytest.mark.django_db
@pytest.mark.usefixtures("staffed")
def test_a_drill_leaves_no_trace_in_the_real_log() -> None:
    with acting("one") as one:
        drill = entries.draft("watch.logged", {"what": "note", "text": "演练"}, unit="T161", at=at(9), exercise=True)
        (receipt,) = entries.record(one, drill, at=at(9))
        assert receipt.holds
        assert queries_log.log(one, "T161", at(8), at(20)) == []


@pytest.mark.django_db
def test_every_kind_says_itself_in_both_languages(staffed: None) -> None:
    plan("night", "deputy", "two", "three", day=12)
    with acting("one") as one:
        offered = actions_handover.offer_handover(one, unit="T161", change_at=at(20), how=how(at(19, 50)))
    with acting("two") as two:
        actions_handover.sign_handover(two, unit="T161", change_at=at(20), offered=offered.id, how=how(at(20)))
        found = entries.rows("SELECT kind, data FROM ledger_entry WHERE kind LIKE 'watch.%%'")
    sentences = {kind.code: kind.sentence for kind in CARD.kinds}
    said = {code: sentences[code](data) for code, data in found}
    assert said["watch.handover_signed"].zh == "two 接 one 的班（2020-08-10 night）"
    assert said["watch.handover_offered"].en == "one handed over to 2020-08-10 night"
    assert all("{" not in each.zh + each.en for each in said.values())
