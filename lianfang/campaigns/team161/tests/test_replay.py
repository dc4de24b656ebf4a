"""campaigns · tests of the replay: the same seed gives the same ledger, and it can be taken up anywhere."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from lianfang.campaigns.models import Replay as ReplayRow
from lianfang.campaigns.team161 import load
from lianfang.campaigns.team161.plan.shapes import SHANGHAI, ScriptedAct
from lianfang.campaigns.team161.replay import Numbered, Replay
from lianfang.kernel import clock, scope
from lianfang.kernel.problems import Refused

pytestmark = pytest.mark.django_db
FIRST_EVENING = datetime(2020, 7, 16, 18, 30, tzinfo=SHANGHAI)


def _fingerprint() -> tuple[int, str]:
    """How many entries there are, and one digest over all of theirs."""
    with scope.acting(scope.system_actor("test")), connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM ledger_entry ORDER BY id")
        digests = [bytes(row[0]) for row in cursor]
    return len(digests), hashlib.sha256(b"".join(digests)).hexdigest()


@pytest.mark.parametrize(
    ("hour", "until"),
    [
        (8, FIRST_EVENING.replace(hour=10)),
        pytest.param(12, FIRST_EVENING, marks=[pytest.mark.soak, pytest.mark.timeout(900)]),  # past the close
    ],
)
def test_the_same_seed_gives_the_same_ledger_also_in_two_pieces(hour: int, until: datetime) -> None:
    """Once straight through; once stopped at an hour before and taken up by a tick."""
    with transaction.atomic():
        load.load(until=until)
        straight = _fingerprint()
        transaction.set_rollback(True)
    load._planned.cache_clear()
    load.load(until=until.replace(hour=hour))
    half = _fingerprint()
    clock.start_campaign(until, rate=0.0)
    assert load.tick() > 0
    assert half != straight
    assert _fingerprint() == straight
    assert load.tick() == 0


def test_after_a_pause_the_campaign_goes_on_where_it_stopped() -> None:
    load.load(until=FIRST_EVENING.replace(hour=8))
    row = ReplayRow.objects.get()
    ReplayRow.objects.update(ticked_at=row.ticked_at - timedelta(days=3))
    clock.start_campaign(row.until_at + timedelta(days=3))
    load.tick()
    assert abs(clock.current().now() - row.until_at) < timedelta(minutes=5)


def test_what_a_visitor_did_first_is_passed_over() -> None:
    """A tick goes on; the load itself says what does not hold."""
    load.load(until=FIRST_EVENING.replace(hour=1))
    past = {"mode": "closed", "because": "x", "from_day": "2020-07-01"}
    act = ScriptedAct(FIRST_EVENING, "commander", "duties.set_mode", "", "T161", data=past)
    plan, persons = load._planned(161, False)
    with scope.acting(scope.system_actor("replay")):
        Replay(plan, persons, strict=False)._act(Numbered(FIRST_EVENING.date(), 0, act, 161))
        with pytest.raises(Refused):
            Replay(plan, persons)._act(Numbered(FIRST_EVENING.date(), 0, act, 161))


def test_a_second_load_is_refused_and_changes_nothing() -> None:
    load.load(until=FIRST_EVENING.replace(hour=1))
    before = _fingerprint()
    with pytest.raises(load.LedgerNotEmpty):
        load.load(until=FIRST_EVENING)
    assert _fingerprint() == before
