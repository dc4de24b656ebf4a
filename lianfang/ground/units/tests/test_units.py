"""units · tests: the tree is opened, read within a scope, moved in time and never back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from lianfang.ground.naming import free_code
from lianfang.ground.testing import NOW, OPENED_AT, Cast
from lianfang.ground.units import actions, queries
from lianfang.ground.units.actions import UnitSpec
from lianfang.kernel import clock, rebuild
from lianfang.kernel.clock import FixedClock, day_of
from lianfang.kernel.ports import PORTS
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor, NoActor, acting

AT = FixedClock(NOW)
TODAY = day_of(NOW).date
TOMORROW = TODAY + timedelta(days=1)


def refused(problem: str, act: object, *args: object, **named: object) -> Refused:
    """What stood against an act; it must be this problem."""
    with pytest.raises(Refused) as raised:
        act(*args, **named)  # type: ignore[operator]
    assert raised.value.problem.code == problem
    return raised.value


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("物业公司", "T161-WYGS"), ("第11项目部", "T161-D11XMB"), ("North Camp 3", "T161-NC3"),
        ("ئۈرۈمچى", "T161-PARTY-HALL"),
        ("后勤", "T161-HQ"), ("非常非常非常长的一个单位的名称在这里", "T161-FCFCFCZDYGDW"),
    ],
)  # fmt: skip
def test_a_unit_that_is_only_named_gets_a_code(cast: Cast, system: Actor, name: str, code: str) -> None:
    with acting(system):
        same = [UnitSpec("", "party_hall", name, "Named", "T161") for _ in range(2)]
        opened = actions.open_units(system, same, at=AT)
        assert [each.code for each in opened] == [code, f"{code}-2"]
        assert (
            actions.open_unit(system, code="", kind="party_hall", zh=name, en="x", parent="T161", at=AT).code
            == f"{code}-3"
        )


def test_a_code_is_none_that_somebody_out_of_sight_has(cast: Cast, system: Actor) -> None:
    with acting(system):
        actions.open_unit(system, code="T161-LOG-SC", kind="office", zh="食材", en="x", parent="T161-PROP", at=AT)
    with acting(cast.own) as own:
        assert free_code("units_unit", "食材", "X", within="T161-LOG", given=()) == "T161-LOG-SC-2"
        refused("not_found", queries.unit, own, "T161-LOG-SC")


def test_a_unit_tells_the_authority_that_was_named_last(cast: Cast, system: Actor) -> None:
    with acting(system):
        assert queries.host(system, "T161-D01") is None
        actions.host_unit(system, code="T161-D01", locality="甲县", authority="甲县疾控", at=AT)
        actions.host_unit(
            system, code="T161-D01", locality="乙县", authority="乙县疾控", phone="0991-0000000",
            at=FixedClock(NOW + timedelta(minutes=1)),
        )  # fmt: skip
        said = queries.host(system, "T161-D01")
        assert said == queries.Host("乙县", "乙县疾控", "0991-0000000")
        refused("invalid", actions.host_unit, system, code="T161-D01", locality="", authority="x", at=AT)
        assert [step.kind for step in queries.history(system, "T161-D01")][-1] == "units.unit_hosted"
    with acting(cast.own) as own:
        refused("not_found", actions.host_unit, own, code="T161-PROP", locality="甲", authority="甲", at=AT)
        assert queries.host(own, "T161-D01") is None  # out of sight


def test_each_sees_its_own_part_of_the_tree(cast: Cast) -> None:
    with acting(cast.own) as own:
        assert queries.unit(own, "T161-LOG").path == "XJCG/T161/T161-LOG/"
        assert [each.code for each in queries.listed(own)] == ["T161-LOG"]
        for other in ("T161-PROP", "T161", "MANAN", "NOWHERE", "A\0B"):
            refused("not_found", queries.unit, own, other)
    with acting(cast.superior) as superior:
        codes = [each.code for each in queries.tree(superior, "XJCG")]
        assert codes == sorted(codes, key=lambda code: queries.unit(superior, code).path)
        assert len(codes) == 9
        assert "MANAN" not in codes
        assert [each.code for each in queries.children(superior, "T161-P01")] == ["T161-D01"]
        crew = queries.unit(superior, "T161-D01")
        assert [each.code for each in queries.ancestors(superior, crew)] == ["XJCG", "T161", "T161-P01"]
        assert [each.code for each in queries.tops(superior)] == ["XJCG"]
    with acting(cast.own) as own:
        assert [each.code for each in queries.tops(own)] == ["T161-LOG"]
    with pytest.raises(NoActor):
        queries.unit(cast.own, "T161-LOG")


def test_a_unit_is_found_by_code_name_alias_and_pinyin(cast: Cast) -> None:
    with acting(cast.superior) as actor:
        for text in ("t161-laun", "洁倍佳", "洗涤", "Laundry", "jbj", "jiebeijia"):
            assert [each.code for each in queries.search(actor, text)] == ["T161-LAUNDRY"], text
        assert queries.search(actor, "T161")[0].code == "T161"
        assert queries.search(actor, "%") == []
        assert queries.search(actor, " ") == []
        assert queries.search(actor, "马南") == []


def test_pages_of_units_follow_each_other(cast: Cast) -> None:
    with acting(cast.superior) as actor:
        first = queries.listed(actor, limit=4)
        rest = queries.listed(actor, after=first[-1].path, limit=50)
        assert [each.code for each in (*first, *rest)] == [each.code for each in queries.tree(actor, "XJCG")]
        assert {each.code for each in queries.listed(actor, kind="subsidiary")} == {"T161-PROP", "T161-LAUNDRY"}
        assert [each.code for each in queries.listed(actor, under="T161-P01")] == ["T161-P01", "T161-D01"]


def test_a_code_is_never_given_twice_even_out_of_sight(cast: Cast, system: Actor) -> None:
    with acting(cast.admin) as admin:
        again = {"kind": "office", "zh": "甲", "en": "A", "parent": "T161", "at": AT}
        taken = refused("unit_code_taken", actions.open_unit, admin, code="T161-LOG", **again)
        assert "T161-LOG" in taken.says.zh
        refused("unit_code_taken", actions.open_unit, admin, code="MANAN", **again)
        actions.open_unit(admin, code="T161-NEW", **again)  # type: ignore[arg-type]
        actions.close_unit(admin, code="T161-NEW", from_day=TOMORROW, at=AT)
    with acting(system):
        later = {**again, "at": FixedClock(NOW + timedelta(days=5))}
        refused("unit_code_taken", actions.open_unit, system, code="T161-NEW", **later)


def test_what_is_opened_badly_is_refused_field_by_field(cast: Cast) -> None:
    with acting(cast.admin) as admin:
        bad = refused("invalid", actions.open_unit, admin, code="X1", kind="Büro", zh="", en="A", parent="T161", at=AT)
        assert {fault.path for fault in bad.faults} == {"data.kind", "data.zh"}
        orphan = refused(
            "invalid", actions.open_unit, admin, code="X1", kind="office", zh="甲", en="A", parent="MANAN", at=AT
        )
        assert [fault.path for fault in orphan.faults] == ["data.parent"]
        refused("not_found", actions.open_unit, admin, code="TOP", kind="office", zh="甲", en="A", at=AT)
    with acting(cast.commander) as commander:
        spec = {"code": "X1", "kind": "office", "zh": "甲", "en": "A", "parent": "T161", "at": AT}
        refused("not_allowed", actions.open_unit, commander, **spec)


@pytest.mark.parametrize("code", ["A/B", "a", "%", "..", "T161-LOG/X", "A B", "Ａ", "A" * 41, "A\0"])
def test_a_code_is_one_step_of_a_path_and_nothing_else(cast: Cast, code: str) -> None:
    with acting(cast.admin) as admin, pytest.raises(Refused) as refused:
        actions.open_unit(admin, code=code, kind="office", zh="新", en="New", parent="T161", at=AT)
    assert [fault.path for fault in refused.value.faults] == ["data.code"]


def test_units_are_opened_in_any_order_and_all_or_none(cast: Cast) -> None:
    specs = [UnitSpec("N3", "crew", "丙", "C", "N2"), UnitSpec("N2", "office", "乙", "B", "N1")]
    with acting(cast.admin) as admin:
        refused("invalid", actions.open_units, admin, specs, at=AT)
        opened = actions.open_units(admin, [*specs, UnitSpec("N1", "office", "甲", "A", "T161")], at=AT)
        assert [each.path for each in opened] == ["XJCG/T161/N1/N2/N3/", "XJCG/T161/N1/N2/", "XJCG/T161/N1/"]
        loop = [UnitSpec("L1", "office", "甲", "A", "L2"), UnitSpec("L2", "office", "乙", "B", "L1")]
        refused("invalid", actions.open_units, admin, loop, at=AT)
        refused("unit_code_taken", actions.open_units, admin, [specs[0], specs[0]], at=AT)


def test_a_move_begins_with_a_day_that_has_not_begun(cast: Cast) -> None:
    with acting(cast.admin) as admin:
        move = {"code": "T161-P01", "parent": "XJCG", "at": AT}
        early = refused("unit_move_back", actions.move_unit, admin, from_day=TODAY, **move)
        assert TOMORROW.isoformat() in early.says.en
        moved = actions.move_unit(admin, from_day=TOMORROW, **move)  # type: ignore[arg-type]
        assert moved.path == "XJCG/T161-P01/"
        assert queries.unit(admin, "T161-D01", day=TODAY).path == "XJCG/T161/T161-P01/T161-D01/"
        assert queries.unit(admin, "T161-D01", day=TOMORROW).path == "XJCG/T161-P01/T161-D01/"
        assert queries.unit(admin, "T161-D01", day=TOMORROW).parent == "T161-P01"
        assert queries.paths(admin, "T161-D01") == [
            (day_of(OPENED_AT).date, TOMORROW, "XJCG/T161/T161-P01/T161-D01/"),
            (TOMORROW, None, "XJCG/T161-P01/T161-D01/"),
        ]
        refused("unit_move_back", actions.move_unit, admin, code="T161-P01", parent="T161", from_day=TOMORROW, at=AT)


def test_a_unit_does_not_move_under_itself_nor_where_nobody_may_put_it(cast: Cast) -> None:
    with acting(cast.admin) as admin:
        under = {"from_day": TOMORROW, "at": AT}
        refused("unit_under_itself", actions.move_unit, admin, code="T161-P01", parent="T161-D01", **under)
        refused("unit_under_itself", actions.move_unit, admin, code="T161-P01", parent="T161-P01", **under)
        refused("not_found", actions.move_unit, admin, code="T161-P01", parent="MANAN", **under)


def test_two_superiors_share_a_moved_unit_by_its_days(cast: Cast, system: Actor) -> None:
    with acting(system):
        actions.move_unit(system, code="T161-P01", parent="MANAN", from_day=TOMORROW, at=AT)
    with acting(cast.commander) as before:
        assert queries.unit(before, "T161-D01", day=TODAY).zh == "一号井队"
        refused("not_found", queries.unit, before, "T161-D01", day=TOMORROW)
        assert PORTS.unit_paths(["T161-D01"])["T161-D01"].since == (
            (day_of(OPENED_AT).date, "XJCG/T161/T161-P01/T161-D01/"),
        )
    with acting(cast.stranger) as after:
        refused("not_found", queries.unit, after, "T161-D01", day=TODAY)
        assert queries.unit(after, "T161-D01", day=TOMORROW).path == "MANAN/T161-P01/T161-D01/"


def test_a_closed_unit_takes_nothing_new_and_keeps_what_was(cast: Cast) -> None:
    with acting(cast.admin) as admin:
        refused("unit_has_children", actions.close_unit, admin, code="T161-P01", from_day=TOMORROW, at=AT)
        refused("unit_move_back", actions.close_unit, admin, code="T161-D01", from_day=TODAY, at=AT)
        closed = actions.close_unit(admin, code="T161-D01", from_day=TOMORROW, at=AT)
        assert closed.closed_on == TOMORROW
        assert "T161-D01" in PORTS.units_to_seal(TODAY)
        assert "T161-D01" not in PORTS.units_to_seal(TOMORROW)
        later = FixedClock(NOW + timedelta(days=2))
        refused("unit_closed", actions.rename_unit, admin, code="T161-D01", zh="新", en="New", at=later)
        refused(
            "unit_closed",
            actions.open_unit,
            admin,
            code="X1",
            kind="crew",
            zh="甲",
            en="A",
            parent="T161-D01",
            at=later,
        )
        actions.close_unit(admin, code="T161-P01", from_day=TOMORROW, at=AT)


def test_an_old_name_goes_on_finding_the_unit(cast: Cast) -> None:
    with acting(cast.admin) as admin:
        renamed = actions.rename_unit(admin, code="T161-LOG", zh="后勤服务中心", en="Logistics centre", at=AT)
        assert renamed.words.zh == "后勤服务中心"
        assert queries.aliases(admin, "T161-LOG") == ["后勤"]
        assert [each.code for each in queries.search(admin, "hqfw")] == ["T161-LOG"]
        kinds = [step.kind for step in queries.history(admin, "T161-LOG")]
        assert kinds == ["units.unit_opened", "units.unit_renamed"]


def test_paths_of_one_unit_never_overlap(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE conrelid = 'units_path'::regclass AND contype = 'x'")
        assert cursor.fetchall() == [("units_path_one_at_a_time",)]
        cursor.execute(
            "SELECT units_span('T161', '2020-08-01', '2020-08-05') && units_span(code, since, until) FROM (VALUES "
            "('T161', date '2020-08-05', date '2020-08-09'), ('T161', date '2020-08-04', date '9999-12-31'), "
            "('T161-D01', date '2020-08-01', date '2020-08-05'), ('T16', date '2020-08-01', date '9999-12-31')) "
            "AS v(code, since, until)"
        )
        assert [row[0] for row in cursor.fetchall()] == [False, True, False, False]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_the_tree_is_what_the_ledger_says(cast: Cast) -> None:
    with acting(cast.admin) as admin:
        actions.move_unit(admin, code="T161-P01", parent="XJCG", from_day=TOMORROW, at=AT)
        actions.rename_unit(admin, code="T161-D01", zh="钻一队", en="Crew One", aliases=["老一队"], at=AT)
        next_day = FixedClock(NOW + timedelta(days=1))
        actions.move_unit(admin, code="T161-D01", parent="T161", from_day=date(2020, 8, 20), at=next_day)
        actions.close_unit(admin, code="T161-PROP", from_day=date(2020, 8, 20), at=next_day)
    assert rebuild.compare(connections["owner"]) == []


def test_opening_and_finding_many_units_asks_no_more_often_than_a_few(cast: Cast) -> None:
    def several(name: str, many: int) -> list[UnitSpec]:
        parents = (f"{name}-{n // 10}" if n else "T161" for n in range(many))
        return [
            UnitSpec(f"{name}-{n}", "office", f"第{n}科", f"Office {n}", parent) for n, parent in enumerate(parents)
        ]

    opened, found = [], []
    with acting(cast.admin) as admin:
        actions.open_units(admin, several("FIRST", 2), at=AT)  # what is asked once in a process
        for name, many in (("FEW", 20), ("MANY", 2_000)):
            specs = several(name, many)
            with CaptureQueriesContext(connection) as asked:
                actions.open_units(admin, specs, at=AT)
            opened.append(len(asked))
            with CaptureQueriesContext(connection) as asked:
                assert len(PORTS.unit_paths([spec.code for spec in specs])) == many
            found.append(len(asked))
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM units_path WHERE path LIKE 'XJCG/T161/MANY-0/%%'")
            assert cursor.fetchone() == (2_000,)
    assert opened[0] == opened[1], opened
    assert found == [1, 1]


@pytest.mark.case(30)
def test_a_unit_is_called_by_its_name_in_any_width(cast: Cast, system: Actor) -> None:
    """A sheet writes 第１钻探队 and the next one 第1钻探队: both are the same unit, in either order."""
    with acting(system):
        wide = actions.open_unit(
            system,
            code="",
            kind="drill_crew",
            zh="第１钻探队",
            en="Ｃｒｅｗ １",
            parent="T161",
            aliases=["一钻 Ｂ"],
            at=AT,
        )
        plain = actions.open_unit(system, code="", kind="drill_crew", zh="第2钻探队", en="Crew 2", parent="T161", at=AT)
        said = {
            "第1钻探队": wide,
            "第１钻探队": wide,
            "crew 1": wide,
            "一钻 b": wide,
            "第２钻探队": plain,
            "ＣＲＥＷ 2": plain,
        }
        with clock.standing_at(AT.now()):
            found = queries.called(system, [*said])
    assert {word: [each.code for each in units] for word, units in found.items()} == {
        word: [unit.code] for word, unit in said.items()
    }
