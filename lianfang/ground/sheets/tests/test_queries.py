"""sheets · tests: entries are found by the ids of another system over the index, however many there are."""

from __future__ import annotations

import json

import pytest
from django.db import connection

from lianfang.ground.sheets import queries
from lianfang.kernel import scope
from lianfang.kernel.scope import Actor

pytestmark = pytest.mark.django_db


def test_entries_are_found_by_kind_unit_and_id_over_one_index(system: Actor) -> None:
    with scope.acting(system), connection.cursor() as cursor:
        for each in ("seqscan", "bitmapscan"):
            cursor.execute(f"SET LOCAL enable_{each} = off")
        asked = {"kind": "people.person_registered", "units": ["T161-LOG"], "refs": [f"HR-{n}" for n in range(500)]}
        cursor.execute(f"EXPLAIN (FORMAT JSON) {queries.CALLED}", asked)
        (found,) = cursor.fetchone()
    plan = found if isinstance(found, list) else json.loads(found)
    node = plan[0]["Plan"]
    assert node["Index Name"] == "sheets_source_ref"
    assert all(part in node["Index Cond"] for part in ("kind = ", "unit = ANY", "ref = ANY"))
