"""shell · tests: sent in any order, in any batches, up to three times, each entry is in the ledger exactly once."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianfang.kernel import scope
from lianfang.shell.ledger import queries
from lianfang.shell.testing import entry

URL = "/api/v1/entries"


@st.composite
def deliveries(draw: st.DrawFn) -> tuple[int, list[list[int]], list[str]]:
    """How many entries there are, the batches in which they arrive (each one to three times), and in what form."""
    count = draw(st.integers(1, 8))
    copies = [i for i in range(count) for _ in range(draw(st.integers(1, 3)))]
    order = draw(st.permutations(copies))
    batches: list[list[int]] = [[]]
    for number in order:
        if batches[-1] and draw(st.booleans()):
            batches.append([])
        batches[-1].append(number)
    return count, batches, [draw(st.sampled_from(["array", "lines", "one"])) for _ in batches]


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(delivery=deliveries())
def test_each_entry_stands_once(stage: Any, token_of: Any, delivery: tuple[int, list[list[int]], list[str]]) -> None:
    count, batches, forms = delivery
    sent = [json.dumps(entry({"n": n})) for n in range(count)]
    client, headers = Client(), token_of("own")
    answered: dict[str, list[str]] = {}
    for batch, form in zip(batches, forms, strict=True):
        for answer in deliver(client, headers, [sent[i] for i in batch], form):
            answered.setdefault(answer["id"], []).append(answer["status"])
    for statuses in answered.values():
        assert statuses[0] == "accepted"
        assert set(statuses[1:]) <= {"duplicate"}
    with scope.acting(stage.own):
        ids = {each["id"] for each in map(json.loads, sent)}
        found = queries.entries(stage.own, queries.Asked(kinds=("trial.tally",), size=500))
        assert sum(str(each.id) in ids for each in found) == count
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM ledger_set_aside")
            assert cursor.fetchone() == (0,)


def deliver(client: Client, headers: dict[str, str], entries: list[str], form: str) -> list[dict[str, Any]]:
    """Sends the entries in one of the three forms and gives an answer for each."""
    if form == "array":
        return client.post(URL, f"[{','.join(entries)}]", content_type="application/json", headers=headers).json()
    if form == "lines":
        body = "\n".join(entries)
        return client.post(URL, body, content_type="application/x-ndjson", headers=headers).json()
    return [client.post(URL, one, content_type="application/json", headers=headers).json() for one in entries]
