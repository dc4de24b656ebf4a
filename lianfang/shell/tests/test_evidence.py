"""shell · tests: evidence is earned: a device claims what it likes, and the ledger keeps what was shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lianfang.ground.places import actions as places
from lianfang.ground.places import labels, queries
from lianfang.ground.testing import Cast
from lianfang.kernel import clock, ids
from lianfang.kernel.evidence import STRENGTH, earned, may_become
from lianfang.kernel.scope import Actor, acting
from lianfang.shell.testing import NOW, entry

URL = "/api/v1/entries"
ROUND = {"object": "lift", "found": [], "done": True}
Send = Callable[..., Any]


@pytest.fixture
def label(stage: Cast, system: Actor) -> Callable[[str], str]:
    """What the label of a place says now."""

    def read(code: str) -> str:
        with acting(system):
            return labels.labels_of(system, labels.PLACE, [code])[code].token

    return read


@pytest.fixture
def send(stage: Cast, token_of: Callable[[str], Any]) -> Send:
    """`send(entry)` posts as the reporter's device; gives the answer."""
    own = token_of("own")

    def post(said: Any) -> Any:
        return Client().post(URL, said, content_type="application/json", headers=own)

    post.own = own  # type: ignore[attr-defined]
    return post


def kept(send: Any, said: dict[str, Any]) -> str:
    """The evidence with which an entry stands in the ledger."""
    return str(Client().get(f"{URL}/{said['id']}", headers=send.own).json()["entry"]["evidence"])


def at_l1(**more: Any) -> dict[str, Any]:
    return entry(ROUND, "trial.round", place="L1", **more)


@pytest.mark.parametrize("claimed", ["photo", "scanned", "seconded"])
def test_what_is_only_claimed_is_typed_and_the_answer_says_so(send: Any, claimed: str) -> None:
    said = at_l1(evidence=claimed)
    answer = send(said)
    assert answer.status_code == 201
    assert answer.json()["notice"]["code"] == "evidence_not_earned"
    assert "手工录入" in answer.json()["notice"]["title"]
    assert kept(send, said) == "typed"
    assert "notice" not in send(at_l1()).json()


def test_what_was_read_from_the_label_of_the_place_is_scanned(send: Any, label: Any) -> None:
    said = at_l1(evidence="scanned", proof={"label": label("L1")})
    answer = send(said)
    assert (answer.status_code, "notice" in answer.json(), kept(send, said)) == (201, False, "scanned")
    assert label("L1") not in Client().get(f"{URL}/{said['id']}", headers=send.own).content.decode()
    unsaid = at_l1(proof={"label": label("L1")})
    send(unsaid)
    assert kept(send, unsaid) == "typed", "nobody is given more than he claims"
    seconded = at_l1(evidence="seconded", proof={"label": label("L1")})
    assert send(seconded).json()["notice"]["code"] == "evidence_not_earned"
    assert kept(send, seconded) == "scanned"


def test_the_label_of_another_place_a_forged_and_a_replaced_one_prove_nothing(
    send: Any, label: Any, system: Actor, standing_clock: clock.FixedClock
) -> None:
    old = label("L1")
    for token in (label("L2"), label("P1"), old[:-1] + ("A" if old[-1] != "A" else "B"), "", "é", "x" * 200):
        said = at_l1(evidence="scanned", proof={"label": token})
        assert send(said).status_code == 201
        assert kept(send, said) == "typed", token
    with acting(system):
        places.replace_label(system, thing=queries.place(system, "L1").labelled, why="照片外传", at=standing_clock)
    assert label("L1") != old
    for token, grade in ((old, "typed"), (label("L1"), "scanned")):
        said = at_l1(evidence="scanned", proof={"label": token})
        send(said)
        assert kept(send, said) == grade


def test_the_same_sent_again_is_the_same_whatever_is_shown_for_it(
    send: Any, label: Any, system: Actor, standing_clock: clock.FixedClock
) -> None:
    bare, proved = at_l1(evidence="scanned"), at_l1(evidence="scanned", proof={"label": label("L1")})
    firsts = [send(bare).json(), send(proved).json()]
    with acting(system):
        places.replace_label(system, thing=queries.place(system, "L1").labelled, why="破损", at=standing_clock)
    for said, first, grade in zip((bare, proved), firsts, ("typed", "scanned"), strict=True):
        again = send(said)
        assert (again.status_code, again.json()["status"]) == (200, "duplicate")
        assert again.json()["digest"] == first["digest"]
        assert ("notice" in again.json()) == (grade == "typed")
        assert kept(send, said) == grade
    assert send({**bare, "proof": {"label": label("L1")}}).json()["status"] == "duplicate"
    weaker = send({**proved, "evidence": "typed", "proof": None})
    assert weaker.status_code == 409, "that it was typed is something else than was said"


def test_a_batch_is_judged_entry_by_entry(send: Any, label: Any) -> None:
    batch = [
        at_l1(evidence="scanned", proof={"label": label("L1")}), at_l1(evidence="scanned"), at_l1(),
        at_l1(evidence="scanned", proof={"label": 7}), at_l1(evidence="hearsay"),
    ]  # fmt: skip
    answers = send(batch).json()
    assert [each["status"] for each in answers] == ["accepted"] * 3 + ["rejected"] * 2
    assert ["notice" in each for each in answers] == [False, True, False, False, False]
    assert [kept(send, each) for each in batch[:3]] == ["scanned", "typed", "typed"]


def test_a_photo_is_one_whose_fingerprint_is_in_the_data() -> None:
    for data, grade in (
        (b'{"photo_sha256":"ab"}', "photo"), (b'{"note":"\\"photo_sha256\\":\\"ab\\""}', "typed"), (b"{}", "typed"),
        (b'{"photo_sha256":null}', "typed"), (b'{"found":{"photo_sha256":"ab"}}', "typed"),
    ):  # fmt: skip
        assert earned("photo", data, label_read=False) == grade
        assert earned("scanned", data, label_read=False) == grade
        assert earned("typed", data, label_read=True) == "typed"


def test_what_is_kept_is_never_more_than_was_claimed() -> None:
    for claimed in STRENGTH:
        for read in (False, True):
            for data in (b"{}", b'{"photo_sha256":"ab"}'):
                found = earned(claimed, data, label_read=read)
                assert may_become(claimed, found)
                assert found != "seconded"


def test_whoever_scanned_the_label_records_at_the_page_as_somebody_who_was_there(
    trial_pages: None, stage: Cast, browser_of: Any, label: Any, send: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = browser_of("own")

    def record(place: str = "L1", **more: str) -> str:
        made = str(ids.mint(NOW))
        said = {
            "unit": "T161-LOG", "place": place, "entry_id": made, "occurred_at": "2020-08-10T16:30",
            "data.object": "lift", "data.found": ["dirt"], "data.done": "yes", **more,
        }  # fmt: skip
        answer = phone.post("/trial/round/new/", said)
        assert answer.status_code == 302, answer.content.decode()
        return kept(send, {"id": made})

    assert record() == "typed"
    phone.get(f"/at/L1?k={label('L1')}")
    assert record() == "scanned"
    assert record("L2") == "typed"
    later = clock.FixedClock(NOW + timedelta(minutes=16))
    monkeypatch.setattr(clock, "current", lambda: later)
    assert record() == "typed", "a quarter of an hour later nobody knows where he is"
    phone.get("/at/L1?k=forged")
    assert record() == "typed"
    scanned_into_the_form = {"place_q": f"https://lf.example/at/L1?k={label('L1')}"}
    assert record("", **scanned_into_the_form) == "typed", "who is there now was not seen there half an hour ago"
    assert record("", occurred_at="2020-08-10T16:50", **scanned_into_the_form) == "scanned"


def test_only_who_opens_places_prints_what_proves(trial_pages: None, stage: Cast, browser_of: Any, label: Any) -> None:
    def printed(who: str) -> str:
        page = browser_of(who).get("/directory/places/L1/").content.decode()
        return str(re.findall(r"/at/L1([^\"<]*)", page)[0])

    assert printed("own") == ""
    assert printed("commander") == f"?k={label('L1')}"
    assert browser_of("own").get("/labels/").status_code == 403
    assert browser_of("own").post("/labels/place/L1/", {"paper": "a6"}).status_code == 403
    replaced = browser_of("commander").post("/labels/place/L1/replace/", {"why": "外传"})
    assert replaced.status_code == 302
    assert browser_of("own").post("/labels/place/L1/replace/", {"why": "x"}).status_code == 403
    assert "更换标签：外传" in browser_of("commander").get("/directory/places/L1/").content.decode()
