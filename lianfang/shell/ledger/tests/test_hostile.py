"""shell · tests: whatever is sent, the answer is a catalogued problem or a receipt, never a fault of ours."""

from __future__ import annotations

import gzip
import json
import random
import unicodedata
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from lianfang.kernel.problems import CATALOGUE
from lianfang.shell.ledger.intake import BATCH_LIMIT, BODY_LIMIT
from lianfang.shell.testing import entry
from lianfang.shell.tests.naughty import NAUGHTY

pytestmark = pytest.mark.django_db
URL = "/api/v1/entries"
JSON, LINES = "application/json", "application/x-ndjson"


@pytest.fixture
def post(token_of: Any) -> Any:
    headers, client = token_of("own"), Client()

    def send(body: Any, content_type: str = JSON, **more: str) -> Any:
        raw = body if isinstance(body, bytes | str) else json.dumps(body)
        answer = client.post(URL, raw, content_type=content_type, headers={**headers, **more})
        check(answer)
        return answer

    return send


def check(answer: Any) -> None:
    """No 5xx, and every refusal is in the catalogue, said in its own form."""
    assert answer.status_code < 500, answer.content[:500]
    if answer.status_code >= 400:
        assert answer.headers["Content-Type"] == "application/problem+json"
        problems = [answer.json()]
    else:
        found = answer.json()
        listed = found if isinstance(found, list) else [found]
        problems = [each["problem"] for each in listed if each.get("problem")]
    for problem in problems:
        assert problem["code"] in CATALOGUE
        assert problem["title"]
        assert problem["detail"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"   ", "not_json"),
        (b"nul", "not_json"),
        (b"{", "not_json"),
        (b"[}", "not_json"),
        (b"\xff\xfe", "not_json"),
        (b"\xef\xbb\xbf[]", "not_json"),
        (b'{"id":"\xc3\x28"}', "invalid"),
        ("{}".encode("utf-16"), "not_json"),
        ("{}".encode("utf-32"), "not_json"),
        (b"[" * 10_000 + b"]" * 10_000, "not_json"),
        (b'{"data":' * 10_000 + b"1" + b"}" * 10_000, "not_json"),
        (b"NaN", "not_json"),
        (b"[1] [2]", "not_json"),
        (b"null", "invalid"),
        (b"7", "invalid"),
        (b'"text"', "invalid"),
        (b"1e999999", "invalid"),
        (b"9" * 100_000, "invalid"),
    ],
)
def test_bodies_that_are_no_entry(post: Any, body: bytes, code: str) -> None:
    answer = post(body)
    assert answer.status_code in (400, 422)
    assert answer.json()["code"] in {code, "not_json"} if code == "invalid" else answer.json()["code"] == code
    post(body, LINES)


def test_an_array_may_hold_anything(post: Any) -> None:
    answer = post(b'[null, 1, "a", [], {}, [[]], true, 1e308, -1e308, {"id": 5}]')
    assert {each["status"] for each in answer.json()} == {"rejected"}
    assert len(answer.json()) == 10
    assert post(b"[]").json() == []


_WRONG: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 1e308, -1e308, 10**400, "", " ", "x" * 100_000, "\0", "\u202e", [], [[]], {}, {"a": 1},
    "0190a1b2-0000-7000-8000-000000000001", "2020-08-10", "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00",
    "ffffffff-ffff-7fff-bfff-ffffffffffff", "00000000-0000-7000-8000-000000000000",
)  # fmt: skip


def test_wrong_types_and_values_everywhere(post: Any) -> None:
    one = entry({"n": 1, "note": "甲"}, place="L1")
    names = [
        *one,
        "person",
        "stream",
        "version",
        "known_at",
        "evidence",
        "exercise",
        "corrects",
        "reason",
        "recorded_at",
        "x",
    ]
    batch = [{**entry({"n": 1}), name: value} for name in names for value in _WRONG]
    batch += [entry({"n": value}) for value in _WRONG]
    batch += [entry({"n": 1, "note": value}) for value in _WRONG]
    batch += [entry(value) for value in _WRONG]
    answers = post(batch).json()
    assert len(answers) == len(batch)
    held = [one for one, answer in zip(batch, answers, strict=True) if answer["status"] == "accepted"]
    assert all("recorded_at" not in one and "x" not in one for one in held), "nobody sets the ledger's own columns"
    for wrong in random.Random(1).sample(batch, 60):
        post(wrong)


def test_numbers_that_no_machine_holds(post: Any) -> None:
    text = json.dumps(entry({"n": "HERE", "note": "甲"}))
    for number in (
        "NaN",
        "Infinity",
        "-Infinity",
        "1e400",
        "-1e400",
        "1" + "0" * 400,
        "1" * 5000,
        "01",
        "1.",
        ".5",
        "+1",
        "0x1",
    ):
        for body in (text.replace('"HERE"', number), f"[{text.replace(chr(34) + 'HERE' + chr(34), number)}]"):
            answer = post(body)
            assert answer.status_code != 201, number


def test_a_name_twice_is_refused_wherever_it_stands(post: Any) -> None:
    text = json.dumps(entry({"n": 1}))
    for twice in (
        text.replace('"unit"', '"kind": "trial.tally", "unit"'),
        text.replace('{"n": 1}', '{"n": 2, "n": 1}'),
        text.replace('{"n": 1}', '{"\\u006e": 2, "n": 1}'),
        text.replace('{"n": 1}', '{"n": 1, "note": ":\\"", "n": 1}'),
    ):
        assert post(twice).json()["code"] == "not_json"
        good = json.dumps(entry({"n": 3}))
        assert [each["status"] for each in post(f"[{good},{twice}]").json()] == ["accepted", "rejected"]
        assert [each["status"] for each in post(f"{good}\n{twice}", LINES).json()] == ["duplicate", "rejected"]


def test_text_that_no_page_can_carry(post: Any) -> None:
    text = json.dumps(entry({"n": 1, "note": "HERE"}))
    for hostile in ("\\u0000", "\\ud800", "\\udfff\\ud800", "\\u0007", "\\u001b[31m"):
        assert post(text.replace("HERE", hostile)).status_code in (400, 422)
    raw = text.encode().replace(b"HERE", b"\xed\xa0\x80")
    assert post(raw).status_code == 400
    for name in ("unit", "place", "kind", "reason", "evidence"):
        assert post({**entry({"n": 1}), name: "a\0b"}).status_code in (404, 422)


def test_naughty_strings_are_kept_as_they_are(post: Any, token_of: Any) -> None:
    batch = [entry({"n": 1, "note": text}) for text in NAUGHTY]
    answers = post(batch).json()
    kept = {each["id"] for each in answers if each["status"] == "accepted"}
    assert kept
    for one in batch:
        if one["id"] in kept:
            found = Client().get(f"{URL}/{one['id']}", headers=token_of("own")).json()
            assert found["entry"]["data"]["note"] == unicodedata.normalize("NFC", one["data"]["note"].strip())
    post([{**entry({"n": 1}), "place": text} for text in NAUGHTY])
    post([{**entry({"n": 1}), "unit": text} for text in NAUGHTY])
    post([{**entry({"n": 1}), "kind": text} for text in NAUGHTY])


def test_types_and_encodings_that_are_not_taken(post: Any) -> None:
    body = json.dumps(entry({"n": 1})).encode()
    bomb = gzip.compress(b"[" + b" " * 50_000_000 + b"]")
    for answer in (
        post(body, "text/plain"),
        post(body, "application/xml"),
        post(body, "multipart/form-data; boundary=x"),
        post(body, "application/x-www-form-urlencoded"),
        post(body, "application/json; charset=utf-16"),
        post(body, "application/json; charset=gbk"),
        post(bomb, JSON, **{"Content-Encoding": "gzip"}),
        post(body, JSON, **{"Content-Encoding": "br"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_type")
    assert post(bomb).json()["code"] == "not_json", "what is not said to be packed is not unpacked"
    assert post(body, 'application/json; charset="UTF-8"').status_code == 201


def test_the_limits(post: Any) -> None:
    padding = b" " * (BODY_LIMIT - len(b"[]"))
    assert post(b"[" + padding + b"]").status_code == 200
    assert post(b"[" + padding + b" ]").json()["code"] == "too_large"
    assert post(b"[" + b",".join([b"0"] * (BATCH_LIMIT + 1)) + b"]").json()["code"] == "too_many"
    assert post(b"0\n" * (BATCH_LIMIT + 1), LINES).json()["code"] == "too_many"
    assert len(post(b"[" + b",".join([b"0"] * BATCH_LIMIT) + b"]").json()) == BATCH_LIMIT


def test_a_body_without_length(token_of: Any) -> None:
    more = {"CONTENT_TYPE": JSON, "HTTP_TRANSFER_ENCODING": "chunked"}
    answer = Client().generic("POST", URL, b"", headers=token_of("own"), **more)
    assert (answer.status_code, answer.json()["code"]) == (411, "length_required")


def test_times(post: Any) -> None:
    for at, code in (
        ("2020-08-10T15:40:00", "invalid"),
        ("2020-08-10", "invalid"),
        ("1597045200", "invalid"),
        ("2020-08-10T17:00:00+08:00", "from_the_future"),
        ("9999-12-31T23:59:59-14:00", "from_the_future"),
        ("0001-01-01T00:00:00+14:00", "before_campaign"),
        ("2020-08-10T15:40:00+99:00", "invalid"),
        ("2020-02-30T15:40:00+08:00", "invalid"),
    ):
        assert post(entry({"n": 1}, occurred_at=at)).json()["code"] == code, at
        assert post(entry({"n": 1}, known_at=at)).status_code == 422, at
    for wrong in (
        UUID(int=0),
        UUID(int=(1 << 128) - 1),
        UUID("ffffffff-ffff-7fff-bfff-ffffffffffff"),
        UUID(int=7 << 76 | 2 << 62),
    ):
        assert post(entry({"n": 1}, id=str(wrong))).status_code == 422


def test_queries_full_of_nonsense(token_of: Any) -> None:
    client, headers = Client(), token_of("own")
    for text in (*NAUGHTY, "\0", "9" * 500, "-1", "1e9"):
        for name in ("unit", "kind", "from", "to", "cursor", "size"):
            check(client.get(URL, {name: text}, headers=headers))
        for address in ("units", "places"):
            for name in ("under", "unit", "kind", "cursor", "size"):
                check(client.get(f"/api/v1/{address}", {name: text}, headers=headers))
