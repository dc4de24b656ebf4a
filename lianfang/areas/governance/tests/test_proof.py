"""governance · the tables are a function of the ledger, and nobody outside the scope sees any of it."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from lianfang.areas.governance import actions, queries
from lianfang.areas.governance.card import CARD
from lianfang.areas.governance.tests.office import acting, answered, at, how, in_hand, received
from lianfang.kernel import rebuild
from lianfang.kernel.problems import Refused
from tests.support import entries

TABLES = ["governance_directive_step", "governance_measure_step", "governance_meeting"]


def _random_act(pick: random.Random, made: dict[str, list[UUID]], now: Any) -> None:
    """One step that somebody might try; many are refused."""
    directive = pick.choice(made["directives"]) if made["directives"] else None
    measure = pick.choice(made["measures"]) if made["measures"] else None
    act = pick.randrange(9)
    with acting(pick.choice(("chief", "log", "prop"))) as one, suppress(Refused):
        if act == 0 or directive is None:
            data = {"issuer": "甲", "title": str(pick.random()), "wants_report": pick.random() < 0.5}
            made["directives"].append(actions.receive_directive(one, unit="T161", data=data, how=how(now)))
        elif act == 1:
            actions.acknowledge_directive(one, directive=directive, how=how(now))
        elif act == 2 or measure is None:
            unit, due_at = pick.choice(("T161", "T161-LOG", "T161-PROP")), now + timedelta(hours=pick.randrange(48))
            said = {"text": "办", "unit": unit, "role": "reporter", "due_at": due_at}
            made["measures"].append(actions.set_measure(one, directive=directive, how=how(now), **said))
        elif act == 3:
            actions.acknowledge_measure(one, measure=measure, how=how(now))
        elif act == 4:
            actions.answer_measure(one, measure=measure, text="办了", how=how(now))
        elif act == 5:
            actions.return_measure(one, measure=measure, why="缺", how=how(now))
        elif act == 6:
            called_off = pick.random() < 0.3
            actions.close_measure(one, measure=measure, note="可", called_off=called_off, how=how(now))
        elif act == 7:
            actions.report_back(one, directive=directive, text="报", how=how(now))
        else:
            actions.close_directive(one, directive=directive, conclusion="完", how=how(now))


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("seed", range(3))
def test_random_steps_equal_a_rebuild_and_the_counts_hold(seed: int) -> None:
    pick, now = random.Random(seed), at(7)
    made: dict[str, list[UUID]] = {"directives": [], "measures": []}
    for _ in range(60):
        now += timedelta(minutes=pick.randrange(5, 90))
        _random_act(pick, made, now)
    with acting("bureau") as bureau:
        page = queries.register(bureau, now=now, size=500)
        assert {each.stream for each in page} == set(made["directives"])
        for each in page:
            measures = queries.measures_of(bureau, each.stream)
            assert each.measures == len(measures)
            assert each.open_measures == sum(not one.over for one in measures)
            assert not (each.over and each.open_measures)
        stood = entries.contents(TABLES)
        assert entries.rebuilt([kind.code for kind in CARD.kinds]) == stood


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
@pytest.mark.usefixtures("office")
def test_a_rebuild_finds_no_difference() -> None:
    _, set_ = in_hand()
    answered(set_)
    assert rebuild.compare(connections["owner"]) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("office")
def test_the_unit_sees_its_measure_and_not_the_document() -> None:
    in_hand()
    with acting("log"):
        assert entries.rows("SELECT count(*) FROM governance_directive_step") == [(0,)]
        assert entries.rows("SELECT count(*) FROM governance_measure_step") == [(1,)]
    for login in ("stranger", "prop"):
        with acting(login):
            for table in TABLES:
                assert entries.rows(f"SELECT count(*) FROM {table}") == [(0,)]


@pytest.mark.django_db
@pytest.mark.usefixtures("office")
def test_the_register_is_narrowed_and_paged(monkeypatch: pytest.MonkeyPatch) -> None:
    for minute in range(5):
        received(at(9, minute), title=f"通知{minute}", doc_no="（合成）〔2020〕7号" if minute == 2 else None)
    with acting("chief") as chief:
        first = queries.register(chief, now=at(12), size=3)
        rest = queries.register(chief, now=at(12), size=3, after=(first[-1].received_at, first[-1].stream))
        titles = [each.title for each in (*first, *rest)]
        assert titles == [f"通知{minute}" for minute in (4, 3, 2, 1, 0)]
        assert [each.title for each in queries.register(chief, now=at(12), text="〔2020〕")] == ["通知2"]
        assert len(queries.register(chief, now=at(13, 2), late=True)) == 3
        with monkeypatch.context() as small:
            small.setattr(queries, "_PART", 2)
            assert len(queries.register(chief, now=at(13, 2), late=True)) == 3, "however far the look has to go"
            every = queries.register(chief, now=at(12), size=None)
            assert every[:3] == first
            assert every[3:] == rest
        assert queries.register(chief, now=at(12), standing="closed") == []
    with acting("log") as log:
        assert queries.register(log, under="XJCG/T161/T161-LOG/", now=at(12)) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("office")
def test_every_kind_says_itself() -> None:
    _, set_ = in_hand()
    answered(set_)
    sentences = {kind.code: kind.sentence for kind in CARD.kinds}
    with acting("bureau"):
        found = entries.rows("SELECT kind, data FROM ledger_entry WHERE kind LIKE 'governance.%%'")
    said = {code: sentences[code](data) for code, data in found}
    assert said["governance.directive_received"].zh == "收到（合成）上级单位来文《关于加强值守的通知》"
    assert said["governance.measure_answered"].en == "answered a measure: 已排班并落实"
