"""places · tests: a place is opened, found by its code, counted, closed, and goes with its unit."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.db.utils import ProgrammingError

from lianfang.ground.places import actions, queries
from lianfang.ground.places.actions import PlaceSpec
from lianfang.ground.places.sorts import GATE, PLACE_KINDS
from lianfang.ground.testing import NOW, Cast
from lianfang.ground.units import actions as units
from lianfang.kernel import ids, journal, rebuild
from lianfang.kernel.clock import FixedClock, day_of
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
from lianfang.kernel.ports import PORTS
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor, NoActor, acting
from lianfang.kernel.vocabulary import DECLARED
from lianfang.kernel.words import Words

AT = FixedClock(NOW)
TODAY = day_of(NOW).date
TOMORROW = TODAY + timedelta(days=1)
SPECS = (
    PlaceSpec("C161-B01", "building", "C161", "1号楼", "Building 1"),
    PlaceSpec("C161-B01-LIFT1", "lift", "T161-PROP", "1号楼1号电梯", "Building 1 lift 1", "C161-B01"),
    PlaceSpec("C161-B01-LIFT2", "lift", "T161-PROP", "1号楼2号电梯", "Building 1 lift 2", "C161-B01"),
    PlaceSpec("C161-WASTE1", "waste_point", "T161-PROP", "1号垃圾站", "Waste point 1"),
)


def refused(problem: str, act: Any, *args: object, **named: object) -> Refused:
    """What stood against an act; it must be this problem."""
    with pytest.raises(Refused) as raised:
        act(*args, **named)
    assert raised.value.problem.code == problem
    return raised.value


@pytest.fixture
def opened(cast: Cast) -> Cast:
    """The cast, with a building, its lifts and a waste point."""
    with acting(cast.commander) as actor:
        actions.open_places(actor, SPECS, at=AT)
    return cast


def test_kinds_are_those_of_the_playbook_and_one_of_the_house(opened: Cast) -> None:
    assert next(iter(PLACE_KINDS)) == "office_building"
    assert list(PLACE_KINDS)[-1] == "other"
    with acting(opened.commander) as actor:
        problem = refused("invalid", actions.open_places, actor, [PlaceSpec("X", "yard", "C161", "院", "Yard")], at=AT)
        assert [(each.path, each.code) for each in problem.faults] == [("data.kind", "undeclared")]
        inside = [PlaceSpec("C161-CAR", "vehicle", "C161", "一号车", "Car 1", "C161-B01")]
        problem = refused("invalid", actions.open_places, actor, inside, at=AT)
        assert [(each.path, each.code) for each in problem.faults] == [("data.parent", "not_within")]


def test_a_kind_that_is_declared_no_more_stays_what_it_was(opened: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is shown by its code, counted and listed; it may be corrected as it is, and no new place is of it."""
    fewer = {code: term for code, term in DECLARED.asked("place_kinds").items() if code != "lift"}
    monkeypatch.setattr(DECLARED, "_answer", [lambda vocabulary: fewer])
    with acting(opened.sister) as sister:
        lift = queries.place(sister, "C161-B01-LIFT1")
        assert lift.kind_words == Words("lift", "lift")
        assert [each.code for each in queries.listed(sister, kind="lift")] == ["C161-B01-LIFT1", "C161-B01-LIFT2"]
        assert queries.listed(sister, kinds=PLACE_KINDS.having(GATE)) == []
        entry = queries.history(sister, lift.code)[0]
    with acting(opened.commander) as actor:
        refused("invalid", actions.open_places, actor, [PlaceSpec("L3", "lift", "C161", "梯", "Lift")], at=AT)
        assert _corrected(actor, entry, "1号楼甲电梯", "lift") is None
        newest = queries.history(actor, lift.code)[0]
        assert queries.place(actor, lift.code).zh == "1号楼甲电梯"
        problem = _corrected(actor, newest, "1号楼甲电梯", "yard")
        assert problem is not None
        assert problem.problem.code == "invalid"


def _corrected(actor: Actor, entry: Any, zh: str, kind: str) -> Refused | None:
    data = {"code": "C161-B01-LIFT1", "kind": kind, "zh": zh, "en": "Lift A", "parent": "C161-B01"}
    draft = Draft(ids.mint(NOW), "places.place_opened", "T161-PROP", NOW, data, corrects=entry, reason="名称写错")
    try:
        journal.record_one(actor, draft, origin=Origin.CONSOLE, at=AT)
    except Refused as refused:
        return refused
    return None


def test_places_are_seen_by_whoever_sees_their_unit(opened: Cast) -> None:
    with acting(opened.sister) as sister:
        assert queries.place(sister, "C161-B01-LIFT1").words.zh == "1号楼1号电梯"
        assert [each.code for each in queries.listed(sister)] == [spec.code for spec in SPECS[1:]]
        assert queries.known_places(["C161-B01", "C161-WASTE1", "NOWHERE", "A\0"]) == {"C161-WASTE1": "waste_point"}
        assert [each.code for each in queries.places_of(sister, "T161-PROP", ["lift"])] == [
            "C161-B01-LIFT1", "C161-B01-LIFT2",
        ]  # fmt: skip
        refused("not_found", queries.place, sister, "C161-B01")
    for name in ("own", "stranger"):
        with acting(opened.actors[name]) as other:
            assert queries.listed(other) == []
            refused("not_found", queries.place, other, "C161-WASTE1")
    with pytest.raises(NoActor):
        queries.place(opened.sister, "C161-WASTE1")


@pytest.mark.parametrize(
    "shown", ["C161-WASTE1", " c161-waste1 ", "https://lf.example.cn/p/C161-WASTE1/", "LF:C161-WASTE1"]
)
def test_what_is_scanned_or_typed_finds_the_place(opened: Cast, shown: str) -> None:
    with acting(opened.sister) as actor:
        assert queries.by_code(actor, shown).code == "C161-WASTE1"
        refused("not_found", queries.by_code, actor, "C161-WASTE9")
        refused("not_found", queries.by_code, actor, "")


def test_places_are_listed_page_by_page_and_by_what_they_are(opened: Cast) -> None:
    with acting(opened.commander) as actor:
        first = queries.listed(actor, limit=3)
        assert [each.code for each in queries.listed(actor, after=first[-1].code)] == ["C161-WASTE1"]
        assert [each.code for each in queries.listed(actor, under="T161-PROP", kind="lift", text="2号")] == [
            "C161-B01-LIFT2"
        ]
        assert queries.listed(actor, text="%") == []
        assert [each.code for each in queries.parts_of(actor, "C161-B01")] == ["C161-B01-LIFT1", "C161-B01-LIFT2"]
        assert queries.counts(actor, "T161-PROP", day=TODAY) == {"lift": 2, "waste_point": 1}
        assert queries.counts(actor, "T161-PROP", day=TODAY - timedelta(days=1)) == {}


def test_a_code_is_never_given_twice_even_out_of_sight(opened: Cast) -> None:
    with acting(opened.admin) as admin:
        taken = refused("place_code_taken", actions.open_places, admin, [SPECS[0]], at=AT)
        assert "C161-B01" in taken.says.en
    again = {"code": "C161-B01", "kind": "gate", "zh": "甲", "en": "A", "at": AT}
    with acting(opened.commander) as commander:
        refused("place_code_taken", actions.open_place, commander, unit="T161-LOG", **again)


def test_a_place_that_is_only_named_gets_a_code_within_what_it_is_part_of(opened: Cast) -> None:
    with acting(opened.commander) as actor:
        named = {"code": "", "unit": "C161", "en": "x"}
        tower = PlaceSpec(kind="building", zh="3号楼", **named)
        (building,) = actions.open_places(actor, [tower], at=AT)
        lifts = [PlaceSpec(kind="lift", zh="电梯", parent=building.code, **named) for _ in range(2)]
        assert [building.code, *(each.code for each in actions.open_places(actor, lifts, at=AT))] == [
            "C161-3HL", "C161-3HL-DT", "C161-3HL-DT-2",
        ]  # fmt: skip


def test_what_is_opened_badly_is_refused(opened: Cast) -> None:
    good = {"code": "X1", "kind": "gate", "unit": "C161", "zh": "甲", "en": "A", "at": AT}
    with acting(opened.commander) as actor:
        bad = refused("invalid", actions.open_place, actor, **{**good, "kind": "castle", "code": "x 1"})
        assert {fault.path for fault in bad.faults} == {"data.code", "data.kind"}
        refused("invalid", actions.open_place, actor, **good, parent="NOWHERE")
        refused("not_found", actions.open_place, actor, **{**good, "unit": "MANAN"})
    with acting(opened.sister) as sister:
        refused("not_allowed", actions.open_place, sister, **{**good, "unit": "T161-PROP"})


def test_a_place_goes_out_of_use_with_a_day_that_has_not_begun(opened: Cast) -> None:
    with acting(opened.commander) as actor:
        refused("place_close_back", actions.close_place, actor, code="C161-B01-LIFT1", from_day=TODAY, at=AT)
        closed = actions.close_place(actor, code="C161-B01-LIFT1", from_day=TOMORROW, at=AT)
        assert (closed.open_on(TODAY), closed.open_on(TOMORROW)) == (True, False)
        refused("place_closed", actions.close_place, actor, code="C161-B01-LIFT1", from_day=TOMORROW, at=AT)
        assert queries.counts(actor, "T161-PROP", day=TODAY)["lift"] == 2
        assert queries.counts(actor, "T161-PROP", day=TOMORROW)["lift"] == 1
        assert len(queries.places_of(actor, "T161-PROP", ["lift"], day=TOMORROW)) == 1
        assert PORTS.known_places(["C161-B01-LIFT1"]) == {"C161-B01-LIFT1": "lift"}, (
            "what was done before may still arrive"
        )
        refused("place_code_taken", actions.open_places, actor, [SPECS[1]], at=FixedClock(NOW + timedelta(days=3)))


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_places_go_with_a_unit_that_moves_and_are_what_the_ledger_says(opened: Cast, system: Actor) -> None:
    with acting(system):
        actions.close_place(system, code="C161-WASTE1", from_day=TOMORROW, at=AT)
        units.move_unit(system, code="T161-PROP", parent="XJCG", from_day=TOMORROW, at=AT)
        with connection.cursor() as cursor:
            cursor.execute("SELECT path, kind, day, delta FROM places_count WHERE unit = 'T161-PROP'")
            old, new = "XJCG/T161/T161-PROP/", "XJCG/T161-PROP/"
            assert sorted(cursor.fetchall()) == sorted(
                [
                    (old, "lift", TODAY, 2), (old, "lift", TOMORROW, -2), (new, "lift", TOMORROW, 2),
                    (old, "waste_point", TODAY, 1), (old, "waste_point", TOMORROW, -1),
                ]
            )  # fmt: skip
    assert rebuild.compare(connections["owner"]) == []
    with acting(opened.commander) as commander:
        refused("not_found", queries.place, commander, "C161-B01-LIFT1")


def test_places_are_not_written_by_hand(opened: Cast) -> None:
    with acting(opened.commander):
        for sql in ("UPDATE places_place SET zh = 'x'", "DELETE FROM places_count"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(sql)
