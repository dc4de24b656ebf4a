"""shell · tests: entries in and out through the API, with real requests."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from django.test import Client

from lianfang.shell.testing import entry

pytestmark = pytest.mark.django_db
URL = "/api/v1/entries"


def post(headers: dict[str, str], body: Any, content_type: str = "application/json", **more: Any) -> Any:
    raw = body if isinstance(body, bytes | str) else json.dumps(body)
    return Client().post(URL, raw, content_type=content_type, headers={**headers, **more})


def test_one_entry_is_recorded_once(token_of: Any) -> None:
    headers, one = token_of("own"), entry({"n": 12})
    first, again = post(headers, one), post(headers, one)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["status"] == "accepted"
    assert again.json()["status"] == "duplicate"
    assert first.json()["digest"] == again.json()["digest"]
    other = post(headers, {**one, "data": {"n": 13}})
    assert other.status_code == 409
    assert other.json()["code"] == "conflict"
    assert other.json()["id"] == one["id"]
    assert other.headers["Content-Type"] == "application/problem+json"


def test_a_bad_neighbour_never_costs_a_good_entry(token_of: Any) -> None:
    headers = token_of("own")
    good = [entry({"n": n}) for n in range(3)]
    batch = [good[0], 7, entry({"n": -1}), good[1], entry({"n": 1}, unit="T161-PROP"), {"id": "x"}, good[2]]
    answer = post(headers, batch)
    assert answer.status_code == 200
    statuses = [each["status"] for each in answer.json()]
    assert statuses == ["accepted", "rejected", "rejected", "accepted", "rejected", "rejected", "accepted"]
    assert [each.get("line") for each in answer.json()] == [None, 2, 3, None, 5, 6, None]
    assert answer.json()[4]["problem"]["status"] == 404
    assert answer.json()[2]["problem"]["errors"][0]["path"] == "data.n"


def test_lines_are_answered_line_by_line(token_of: Any) -> None:
    good = [json.dumps(entry({"n": n})) for n in range(2)]
    body = f"{good[0]}\n\n{{broken\n{good[1]}\r\n"
    answer = post(token_of("own"), body, "application/x-ndjson").json()
    assert [each["status"] for each in answer] == ["accepted", "rejected", "accepted"]
    assert answer[1]["line"] == 3
    assert answer[1]["problem"]["code"] == "not_json"


def test_without_a_token_nothing_is_recorded(browser_of: Any, trial_pages: None) -> None:
    assert post({}, entry({"n": 1})).status_code == 401
    assert post({"Authorization": "Bearer nonsense"}, entry({"n": 1})).status_code == 401
    signed_in = browser_of("own")
    answer = signed_in.post(URL, json.dumps(entry({"n": 1})), content_type="application/json")
    assert answer.status_code == 401, "a cookie alone must never record through the API"


def test_entries_are_read_in_pages(token_of: Any) -> None:
    headers = token_of("own")
    sent = [entry({"n": n}) for n in range(7)]
    post(headers, sent)
    client, seen, cursor = Client(), [], ""
    while True:
        page = client.get(f"{URL}?kind=trial.tally&size=3{cursor}", headers=headers).json()
        seen += [each["id"] for each in page["entries"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert seen == sorted(each["id"] for each in sent)


def test_only_what_is_in_scope_is_read(token_of: Any) -> None:
    one = entry({"n": 5})
    post(token_of("own"), one)
    client = Client()
    for name, sees in (("own", 200), ("superior", 200), ("sister", 404), ("stranger", 404)):
        headers = token_of(name)
        assert client.get(f"{URL}/{one['id']}", headers=headers).status_code == sees
        listed = client.get(f"{URL}?kind=trial.tally", headers=headers).json()["entries"]
        assert bool(listed) == (sees == 200)
    assert client.get(f"{URL}?unit=T161-LOG", headers=token_of("sister")).status_code == 404


def test_everything_that_goes_wrong_is_a_problem(token_of: Any) -> None:
    client, headers = Client(), token_of("own")
    for method, address, status in (
        ("get", "/api/v1/", 404),
        ("get", "/api/v1/nothing/here", 404),
        ("put", URL, 405),
        ("delete", "/api/v1/kinds", 405),
        ("get", f"{URL}?size=0", 422),
        ("get", f"{URL}?size=501", 422),
        ("get", f"{URL}?from=2020-08-10T00:00:00", 422),
        ("get", f"{URL}?cursor=x", 422),
        ("get", f"{URL}?kind=no.such", 422),
        ("get", f"{URL}?unit=%00", 422),
        ("get", f"{URL}/not-a-uuid", 404),
        ("get", "/api/v1/seals/NOPE", 404),
    ):
        answer = getattr(client, method)(address, headers=headers)
        assert answer.status_code == status, (method, address)
        assert answer.headers["Content-Type"] == "application/problem+json", (method, address)
        assert {"type", "code", "status", "title", "detail"} <= answer.json().keys()


def test_a_problem_speaks_the_language_of_the_request(token_of: Any) -> None:
    headers = token_of("own")
    zh = Client().get("/api/v1/nothing", headers=headers).json()
    en = Client().get("/api/v1/nothing", headers={**headers, "Accept-Language": "en"}).json()
    assert zh["title"] == "没有找到，或不在您的范围内"
    assert en["title"] == "Not found, or outside your scope"


def test_kinds_units_places(token_of: Any) -> None:
    client, headers = Client(), token_of("own")
    kinds = {each["code"]: each for each in client.get("/api/v1/kinds", headers=headers).json()}
    assert kinds["trial.round"]["units"] == {"ppm": "mg/L", "litres": "L", "warmth": "℃"}
    assert kinds["trial.round"]["data"]["additionalProperties"] is False
    units = client.get("/api/v1/units", headers=headers).json()["units"]
    assert [each["code"] for each in units] == ["T161-LOG"]
    places = client.get("/api/v1/places?unit=T161-LOG", headers=headers).json()["places"]
    assert [each["code"] for each in places] == ["L1", "L2"]


@pytest.mark.case(13)
def test_a_day_where_a_moment_is_asked_is_answered_with_an_example(token_of: Any) -> None:
    headers = {**token_of("own"), "Accept-Language": "zh-hans"}
    for said in ("2020-08-10", "8月10日", "20200810T0800"):
        answer = Client().get(URL, {"from": said}, headers=headers)
        assert answer.status_code == 422
        (fault,) = answer.json()["errors"]
        assert fault["path"].endswith("from")
        assert "2020-08-10T08:00:00+08:00" in str(fault)
        assert "Input" not in fault["message"]


def test_a_moment_in_a_zone_that_no_place_has_is_the_moment_that_it_is(token_of: Any) -> None:
    headers, one = token_of("own"), entry({"n": 1})
    at = datetime.fromisoformat(one["occurred_at"])
    far = at.astimezone(timezone(timedelta(hours=21, minutes=36))).isoformat()
    assert post(headers, {**one, "occurred_at": far}).status_code == 201
    for since, until, found in ((far, None, 1), (None, far, 0), ("0001-01-01T00:00:00+21:36", None, 1)):
        asked = {name: value for name, value in (("from", since), ("to", until)) if value}
        listed = Client().get(URL, {"kind": "trial.tally", **asked}, headers=headers).json()
        assert len(listed["entries"]) == found
