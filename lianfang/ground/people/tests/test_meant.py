"""people · tests: who of a register may be meant is found by what is asked, however many are on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db import connection

from lianfang.ground.people import actions, queries_names
from lianfang.ground.people.actions import PersonSpec
from lianfang.ground.testing import NOW, Cast
from lianfang.kernel.clock import FixedClock, day_of
from lianfang.kernel.scope import Actor, acting

AT = FixedClock(NOW)


def _nodes(plan: Any) -> Iterator[dict[str, Any]]:
    yield plan
    for each in plan.get("Plans", ()):
        yield from _nodes(each)


def test_parts_are_looked_up_once_and_not_again_for_each_member_of_the_unit(cast: Cast, system: Actor) -> None:
    with acting(system), connection.cursor() as cursor:
        for each in ("hashjoin", "mergejoin", "seqscan", "bitmapscan"):
            cursor.execute(f"SET LOCAL enable_{each} = off")
        asked = {"unit": "T161-LOG", "day": day_of(NOW).date, "wanted": [bytes([n]) * 12 for n in range(200)]}
        cursor.execute(f"EXPLAIN (FORMAT JSON) {queries_names.CANDIDATES}", asked)
        (found,) = cursor.fetchone()
    plan = found if isinstance(found, list) else json.loads(found)
    scans = [node for node in _nodes(plan[0]["Plan"]) if node.get("Relation Name") == "people_gram"]
    by_part = [node for node in scans if "gram = ANY" in node.get("Index Cond", "")]
    assert len(by_part) == 1
    assert "person" not in by_part[0]["Index Cond"]
    (by_person,) = (node for node in scans if node not in by_part)
    assert by_person["Index Name"] == "people_gram_person"
    assert "people_membership_unit" in {node.get("Index Name") for node in _nodes(plan[0]["Plan"])}


def test_of_several_who_may_be_meant_each_is_of_the_unit(cast: Cast, system: Actor) -> None:
    with acting(system):
        specs = [PersonSpec("T161-LOG", "王建国", phone="14400000001"), PersonSpec("T161-LOG", "王建国")]
        two = actions.register_people(system, [*specs, PersonSpec("T161-PROP", "王建国")], at=AT)[:2]
        assert queries_names.meant(system, "T161-LOG", ["王建国", "王建"]) == {"王建国": sorted(two), "王建": []}
        assert queries_names.namesakes(system, "T161-LOG", ["王建国"]).unnumbered == {"王建国"}
