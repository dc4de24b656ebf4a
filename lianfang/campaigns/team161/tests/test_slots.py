"""campaigns · tests of the duties over days of the replay: the same figures as the records themselves give."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import connections

from lianfang.areas.duties import queries as duties
from lianfang.areas.duties.rules import State
from lianfang.areas.reporting import queries as reporting
from lianfang.areas.reporting.queries_measures import own_measures
from lianfang.campaigns.team161 import load
from lianfang.campaigns.team161.plan.shapes import SHANGHAI
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, rebuild, scope
from tests.support import entries

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
UNTIL = datetime(2020, 7, 17, 18, 40, tzinfo=SHANGHAI)
DAYS = (date(2020, 7, 16), date(2020, 7, 17))
# E1 as it was counted before there were slots: different places in each round, against places × 3. A day's rounds are
# in the evening (from 16:00), the morning (from 5:00) and at noon (from 11:00).
_BY_RECORDS = """
SELECT coalesce(p.unit, d.unit), coalesce(d.done, 0), coalesce(p.places, 0) * 3
FROM (SELECT unit, sum(delta)::int AS places FROM places_count WHERE day <= %(day)s AND kind IN (
        'office_building', 'lift', 'corridor', 'public_toilet', 'waste_point', 'duty_room', 'staff_canteen')
      GROUP BY unit HAVING sum(delta) > 0) p
FULL JOIN (SELECT unit, count(DISTINCT (
             place, CASE WHEN hour < 5 OR hour >= 16 THEN 1 WHEN hour < 11 THEN 2 ELSE 3 END))::int AS done
           FROM sanitation_disinfection
           CROSS JOIN LATERAL extract(hour FROM occurred_at AT TIME ZONE 'Asia/Shanghai') AS hour
           WHERE day = %(day)s AND superseded_at IS NULL AND NOT exercise GROUP BY unit) d USING (unit)
"""


def test_figures_from_slots_are_those_of_the_records() -> None:
    load.load(until=UNTIL)
    system = scope.system_actor()
    with scope.acting(system):
        for day in DAYS:
            window = clock.reporting_day(day)
            own = own_measures(system, window, "XJCG/", now=UNTIL)
            stated = {unit: each.live["E1"] for unit, each in own.items() if "E1" in each.live}
            by_records = {row[0]: row[1:] for row in entries.rows(_BY_RECORDS, {"day": day})}
            assert {unit: (m.value or 0, m.expected) for unit, m in stated.items() if m.expected} == by_records
            board = reporting.status(system, "T161", day, now=UNTIL)
            team = board.counts.due - 1  # the team's own report is due to the bureau
            i1 = own["T161"].live["I1"]
            assert (i1.expected, i1.expected - (i1.value or 0)) == (team, board.counts.missing)
        today = units.unit(system, "T161", day=DAYS[1])
        tallies = {(t.duty, t.number): t.tally for t in duties.tallies(system, [today], DAYS[1], UNTIL)}
        assert tallies["daily_report", 1].counts == {State.DONE: 30, State.OVERDUE: 1}, "T161-B-TUIGUAN filed nothing"
        for duty in ("roll_call", "site_status", "official_channel", "temperature_morning", "waste_clearance"):
            assert set(tallies[duty, 1].counts) == {State.DONE}, duty
        doubtful = [t for t in tallies.values() if State.DOUBTFUL in t.counts]
        assert not doubtful, "a smooth day raises no doubt"


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_rebuild_finds_the_slots_as_they_stand() -> None:
    load.load(until=datetime(2020, 7, 16, 12, 0, tzinfo=SHANGHAI))
    assert rebuild.compare(connections["owner"]) == []
