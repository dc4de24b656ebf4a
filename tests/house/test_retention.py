"""tests · house: links end by what stands in the ledger, wherever units are by now and whoever records."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from django.db import connections, transaction

from lianfang.ground.people import actions as people
from lianfang.ground.testing import NOW, Cast
from lianfang.ground.units import actions as units
from lianfang.kernel import clock, cursors, ids, journal, rebuild, retention, scope
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
from lianfang.kernel.ports import PORTS, PathHeld
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor
from lianfang.kernel.verify import verify
from lianfang.shell.ledger import queries
from lianfang.shell.ledger.queries import Asked
from tests.support.at_once import until_it_waits

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
DAYS = 61
LATER = NOW + timedelta(days=DAYS)


def _told(system: Actor, person: UUID, unit: str, *, recorded: clock.Clock | None = None) -> None:
    draft = Draft(
        id=ids.mint(NOW), kind="trial.told", unit=unit, occurred_at=NOW, person=person, data={"words": "头痛"}
    )
    journal.record_one(system, draft, origin=Origin.API, at=recorded or clock.FixedClock(NOW))


def _tied(system: Actor, person: UUID) -> int:
    return sum(entry.kind == "trial.told" for entry in queries.entries(system, Asked(person=person, size=400)))


def _agrees() -> None:
    assert rebuild.compare(connections["owner"]) == []
    assert [each for each in verify(connections["owner"]).found if each.what == "salt"] == []


def test_an_ending_waits_for_what_is_on_its_way(resident: UUID, system: Actor) -> None:
    """What was recorded before the ending is ended by it, as in a rebuild, although it was committed later."""
    with scope.acting(system):
        _told(system, resident, "T161-LOG")
        with transaction.atomic():
            _told(system, resident, "T161-LOG", recorded=clock.FixedClock(LATER - timedelta(seconds=1)))

            def end() -> None:
                with scope.acting(scope.system_actor()) as actor:
                    retention.end_links(actor, at=clock.FixedClock(LATER))

            ended = until_it_waits(end)
        assert ended() is None
        assert _tied(system, resident) == 0
        _agrees()


def test_an_ending_says_how_many_links_it_ended(resident: UUID, system: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where something was recorded between the look at what is due and the ending itself."""
    found = retention.due

    def meanwhile(now: datetime) -> list[retention.Due]:
        told = found(now)
        _told(system, resident, "T161-LOG", recorded=clock.FixedClock(LATER))
        return told

    with scope.acting(system):
        _told(system, resident, "T161-LOG")
        monkeypatch.setattr(retention, "due", meanwhile)
        done = retention.end_links(system, at=clock.FixedClock(LATER))
        assert [each.entries for each in done if each.kind.code == "trial.told"] == [2]
        assert retention.newest(system)["trial.told"].entries == 2
        assert _tied(system, resident) == 0
        _agrees()


def test_links_end_below_units_that_were_closed_or_moved(stage: Cast, system: Actor) -> None:
    """One top was closed, the other now stands below another: what was recorded there is no less due."""
    at = clock.FixedClock(NOW)
    with scope.acting(system):
        persons = {
            unit: people.register_person(system, unit=unit, name="张三", at=at) for unit in ("MANAN", "T161-D01")
        }
        for unit, person in persons.items():
            _told(system, person, unit)
        tomorrow = clock.day_of(NOW).date + timedelta(days=1)
        units.open_units(system, [units.UnitSpec("TOP", "superior", "总局", "Top")], at=at)
        units.move_unit(system, code="XJCG", parent="TOP", from_day=tomorrow, at=at)
        units.close_unit(system, code="MANAN", from_day=tomorrow, at=at)
        done = retention.end_links(system, at=clock.FixedClock(LATER))
        assert {each.unit: each.entries for each in done if each.kind.code == "trial.told"} == {"MANAN": 1, "XJCG": 1}
        assert not [each for each in retention.due(LATER) if each.entries], "run again, nothing is left"
        assert [_tied(system, person) for person in persons.values()] == [0, 0]
        _agrees()


def test_the_paths_on_top_are_found_in_one_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each path is looked at once: a tree of ten thousand is no more than that."""
    asked: list[str] = []

    class Path(str):
        def startswith(self, *args: object) -> bool:  # type: ignore[override]
            asked.append(self)
            return super().startswith(*args)  # type: ignore[arg-type]

    day = date(2199, 12, 31)
    held = [PathHeld("A", Path("A/"), day), *(PathHeld(f"A{n}", Path(f"A/A{n}/"), day) for n in range(300))]
    held += [PathHeld("B", Path("B/"), date(2020, 7, 25)), PathHeld("AB", Path("AB/"), day)]
    monkeypatch.setattr(PORTS, "paths_ever", lambda day: held)
    tops = retention._tops(NOW)
    assert [top.path for top in tops] == ["A/", "AB/", "B/"]
    assert len(asked) == len(held) - 1
    assert [top.said_at == NOW for top in tops] == [True, True, False]
    assert clock.day_of(tops[2].said_at).date == date(2020, 7, 25)


def test_what_is_compared_one_by_one_is_never_in_memory_as_a_whole(
    resident: UUID, system: Actor, superuser_conn: psycopg.Connection[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Salts, people, files, logins: there are as many as there are entries."""
    with scope.acting(system):
        for _ in range(5):
            _told(system, resident, "T161-LOG")
    monkeypatch.setattr(cursors, "_WALKED_AT_ONCE", 2)
    whole: list[int] = []
    fetched = psycopg.Cursor.fetchall

    def fetchall(cursor: psycopg.Cursor[object]) -> list[object]:
        found = fetched(cursor)
        whole.append(len(found))
        return found

    verifiers = [
        retention.discrepancies,
        *(REGISTRY.cards[area].verifiers[0] for area in ("people", "files", "access")),
    ]
    superuser_conn.execute("UPDATE kernel_entry_salt SET salt = '\\x00'")
    with monkeypatch.context() as counted:
        counted.setattr(psycopg.Cursor, "fetchall", fetchall)
        found = [[*verifier(connections["owner"])] for verifier in verifiers]
    assert [len(each) for each in found] == [5, 0, 0, 0]
    assert whole == []
