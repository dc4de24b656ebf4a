"""incidents · tests of finding: an incident is found by event, unit or place from an index, however many there are."""

from __future__ import annotations

import re

import pytest
from django.db import connection

from lianfang.areas.incidents import policy, queries
from lianfang.kernel import scope
from lianfang.kernel.scope import ranges

pytestmark = pytest.mark.django_db


def test_each_part_of_the_search_goes_by_an_index_and_ends_with_what_is_shown() -> None:
    """The newest 200 were looked through, and no older one was found."""
    named = {"codes": ["E01"], "units": ["D04"], "places": ["CANTEEN"], "seen": ranges(("T161/",)), "limit": 7}
    with scope.acting(scope.system_actor("plan")), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN SELECT i.incident FROM incidents_incident i WHERE {queries.CALLED}", named)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    for column in ("code", "unit", "place"):
        assert re.search(rf"using incidents_incident_{column} .*\n\s*Index Cond: \({column} = ", plan), plan
    assert re.search(r"using incidents_incident_state .*\n\s*Index Cond: \(state = ANY", plan), plan
    assert "Seq Scan" not in plan, plan


def test_an_event_is_called_by_its_code_and_in_either_language() -> None:
    (first, *_) = policy.events_called("发热")
    assert first in policy.events_called("fever")
    assert policy.events_called(first.lower()) == [first]
    assert policy.events_called("查无此事") == []
