"""reporting · tests of receipts: what a superior keeps of a report, and what it proves when the report is exchanged."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection, connections

from lianfang.areas.reporting import actions, queries
from lianfang.areas.reporting.kinds import RECEIVED, Received
from lianfang.areas.reporting.queries_acts import acts
from lianfang.areas.reporting.rules import Handling
from lianfang.areas.reporting.tests.town import DAY, PATHS, WINDOW_CLOSED, as_role, confirm, open_tree, say, stand_in
from lianfang.areas.reporting.verify import contradictions, discrepancies
from lianfang.kernel import clock, heads, ids, journal, rebuild, scope, seals
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
from lianfang.kernel.models import Entry
from lianfang.kernel.recording import Recording
from lianfang.kernel.tests.attacker import Attacker
from lianfang.kernel.verify import verify
from tests.support.at_once import at_once
from tests.support.forging import rewrite

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
UNIT, ABOVE = "T161-LOG", "T161"


@pytest.fixture(autouse=True)
def _committed(committed_db: None, owner_conn: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """The town in a database in which everything is really committed."""
    stand_in(owner_conn, monkeypatch)
    open_tree()


def later(minutes: int) -> clock.FixedClock:
    return clock.FixedClock(WINDOW_CLOSED + timedelta(minutes=minutes))


def seal(days: int = 0) -> None:
    """Seals every day that closed so many days after the report's."""
    with scope.acting(scope.system_actor()):
        seals.seal_days_until(WINDOW_CLOSED + timedelta(days=days))


def receive(unit: str = UNIT, *, role: str = "commander", above: str = ABOVE, minutes: int = 5) -> queries.Report:
    with as_role(role, above) as actor:
        actions.receive_report(actor, unit=unit, day=DAY, how=Recording(later(minutes)))
        return queries.report(actor, unit, DAY, now=later(minutes).now())


def receipts() -> list[Any]:
    with scope.acting(scope.system_actor()):
        return list(Entry.objects.filter(kind=RECEIVED).order_by("recorded_at"))


def day_exchanged(superuser: psycopg.Connection[Any]) -> None:
    """Somebody rewrites the entries of the unit's sealed day, and every digest, seal and derived row after them."""
    window = clock.reporting_day(DAY)
    changed = rewrite(
        superuser,
        "unit = %(unit)s AND recorded_at >= %(low)s AND recorded_at < %(high)s",
        "recorded_by = 'nobody'",
        {"unit": UNIT, "low": window.from_at, "high": window.to_at},
    )
    assert changed, "there was something to rewrite"
    Attacker(superuser).reseal()
    rebuild.rebuild(connections["owner"])


def report_exchanged(superuser: psycopg.Connection[Any]) -> None:
    """Somebody rewrites what the unit filed, with everything that follows from it."""
    changed = rewrite(
        superuser,
        "unit = %(unit)s AND kind = 'reporting.confirmed'",
        "data = replace(data::text, '正常', '异常')::json",
        {"unit": UNIT},
    )
    assert len(changed) == 1
    Attacker(superuser).reseal()
    rebuild.rebuild(connections["owner"])


def work(unit: str = UNIT) -> None:
    """An entry of the unit inside the report's day: a reminder of the day before."""
    with as_role("officer", PATHS[unit].split("/")[-3]) as actor:
        actions.remind_unit(
            actor,
            unit=unit,
            day=DAY - timedelta(days=1),
            how=Recording(clock.FixedClock(WINDOW_CLOSED - timedelta(hours=6))),
        )


def found() -> set[tuple[str, str, str]]:
    return {(each.what, each.unit, each.day) for each in verify(connections["owner"]).found}


def test_a_receipt_stands_in_the_chain_of_whoever_received() -> None:
    seal()
    filed = confirm(UNIT, narrative="正常")
    assert filed.version is not None
    received = receive()
    assert (received.filing.handling, received.filing.handled_by) == (Handling.RECEIVED, "commander-t161")
    (receipt,) = receipts()
    assert (receipt.unit, receipt.path) == (ABOVE, PATHS[ABOVE])
    said = receipt.data
    assert (said["of"], said["number"], said["day"]) == (UNIT, 1, DAY.isoformat())
    head = heads.newest(connection)
    assert head is not None
    assert (said["report"], said["seal"], said["head"]) == (filed.version.digest, filed.seal, head.digest.hex())
    assert found() == set()
    assert rebuild.compare(connections["owner"]) == []


def test_the_unit_knows_that_its_report_was_received_and_a_neighbour_does_not() -> None:
    confirm(UNIT)
    receive()
    with as_role("reporter", UNIT) as actor:
        report = queries.report(actor, UNIT, DAY, now=later(9).now())
        assert (report.filing.handling, report.filing.handled_by) == (Handling.RECEIVED, "commander-t161")
        assert [act.kind for act in report.acts][-1] == RECEIVED
        assert not Entry.objects.filter(kind=RECEIVED).exists(), "the entry itself is the superior's"
        actions.amend_report(actor, unit=UNIT, day=DAY, why="补充", how=Recording(later(10)))
        amended = queries.report(actor, UNIT, DAY, now=later(10).now())
        assert (amended.filing.number, amended.filing.handling) == (2, Handling.SUBMITTED)
    assert receive(minutes=15).filing.handling is Handling.RECEIVED
    with as_role("reporter", "T161-D01"):
        assert acts(UNIT, DAY) == ()


def test_the_nearest_unit_above_receives_and_one_higher_up_in_its_own_name() -> None:
    confirm(UNIT)
    confirm("C161")
    receive(UNIT, role="superior", above="XJCG")
    receive("C161")
    assert [(each.unit, each.data["of"]) for each in receipts()] == [("XJCG", UNIT), (ABOVE, "C161")]


def test_what_is_returned_stands_above_too_and_the_unit_reads_why() -> None:
    confirm(UNIT)
    with as_role("officer", ABOVE) as actor:
        actions.return_report(actor, unit=UNIT, day=DAY, why="请补请假人员", how=Recording(later(5)))
    with as_role("reporter", UNIT) as actor:
        report = queries.report(actor, UNIT, DAY, now=later(6).now())
        assert (report.filing.handling, report.acts[-1].why) == (Handling.RETURNED, "请补请假人员")
    assert receive(minutes=8).filing.handling is Handling.RECEIVED
    assert found() == set()
    assert rebuild.compare(connections["owner"]) == []


def test_a_receipt_of_the_older_kind_still_holds() -> None:
    confirm(UNIT)
    with as_role("commander", ABOVE) as actor:
        about = {"form": "daily", "day": DAY, "path": PATHS[UNIT]}
        draft = Draft(
            id=ids.mint(later(3).now()), kind=RECEIVED, unit=UNIT, occurred_at=later(3).now(),
            data=Received(**about, number=1), version=2,
            stream=actions._stream(RECEIVED, UNIT, DAY, "daily", ""),
        )  # fmt: skip
        journal.record_one(actor, draft, origin=Origin.CONSOLE, at=later(3))
    with as_role("reporter", UNIT) as actor:
        assert queries.report(actor, UNIT, DAY, now=later(4).now()).filing.handling is Handling.RECEIVED
        actions.amend_report(actor, unit=UNIT, day=DAY, why="补充", how=Recording(later(5)))
    assert receive(minutes=7).filing.handling is Handling.RECEIVED
    assert found() == set()
    assert rebuild.compare(connections["owner"]) == []


def test_two_officers_receive_at_once_and_one_receipt_is_made() -> None:
    confirm(UNIT)
    at_once(*[receive] * 4)
    assert len(receipts()) == 1


def test_an_amendment_and_a_receipt_at_once_leave_the_newest_version_unreceived_or_received() -> None:
    confirm(UNIT)

    def amend() -> None:
        with as_role("reporter", UNIT) as actor:
            actions.amend_report(actor, unit=UNIT, day=DAY, why="补充", how=Recording(later(5)))

    at_once(amend, receive)
    (receipt,) = receipts()
    with as_role("reporter", UNIT) as actor:
        report = queries.report(actor, UNIT, DAY, now=later(9).now())
    assert report.filing.number == 2
    expected = Handling.RECEIVED if receipt.data["number"] == 2 else Handling.SUBMITTED
    assert report.filing.handling is expected
    assert found() == set()
    assert rebuild.compare(connections["owner"]) == []


def test_a_day_rewritten_and_sealed_again_contradicts_its_own_report(superuser_conn: psycopg.Connection[Any]) -> None:
    work()
    seal()
    confirm(UNIT)
    seal(3)
    assert found() == set()
    day_exchanged(superuser_conn)
    assert rebuild.compare(connections["owner"]) == [], "the forger left everything derived in order"
    assert ("stated seal", UNIT, "2020-08-10") in found()


def test_a_day_rewritten_with_its_report_contradicts_the_receipt(superuser_conn: psycopg.Connection[Any]) -> None:
    work()
    seal()
    confirm(UNIT)
    receive()
    seal(3)
    day_exchanged(superuser_conn)
    (now,) = superuser_conn.execute(
        "SELECT encode(digest, 'hex') FROM ledger_seal WHERE unit = %s AND day = %s", (UNIT, DAY)
    ).fetchone()  # type: ignore[misc]
    rewrite(
        superuser_conn,
        "unit = %(unit)s AND kind = 'reporting.confirmed'",
        'data = regexp_replace(data::text, \'"seal":"[0-9a-f]+"\', \'"seal":"\' || %(seal)s || \'"\')::json',
        {"unit": UNIT, "seal": now},
    )
    Attacker(superuser_conn).reseal()
    rebuild.rebuild(connections["owner"])
    assert rebuild.compare(connections["owner"]) == []
    named = [each for each in verify(connections["owner"]).found if each.what in ("receipt", "stated seal")]
    assert {(each.what, each.unit, each.day) for each in named} == {("receipt", UNIT, "2020-08-10")}
    assert len(named) == 3, "the receipt holds the version, the seal of the day and the head of the installation"
    assert {each.entry for each in named} == {str(receipts()[0].id)}


def test_an_exchanged_report_contradicts_the_report_above_that_states_it(
    superuser_conn: psycopg.Connection[Any],
) -> None:
    say(UNIT, "H2", 0, 40, 40)
    confirm(UNIT, narrative="正常")
    confirm(ABOVE, at=WINDOW_CLOSED + timedelta(minutes=5))
    report_exchanged(superuser_conn)
    with scope.acting(scope.system_actor()):
        assert list(discrepancies(connection)) == []
        (named,) = contradictions(connection)
    assert (named.what, named.unit, named.day) == ("stated report", UNIT, "2020-08-10")
    assert ABOVE in named.says


def test_a_receipt_that_a_unit_gives_itself_proves_nothing(superuser_conn: psycopg.Connection[Any]) -> None:
    confirm(UNIT)
    receive()
    rewrite(
        superuser_conn, "kind = %(kind)s", "unit = %(unit)s, path = %(path)s",
        {"kind": RECEIVED, "unit": UNIT, "path": PATHS[UNIT]},
    )  # fmt: skip
    rebuild.rebuild(connections["owner"])
    assert ("receipt", UNIT, "2020-08-10") in found()
