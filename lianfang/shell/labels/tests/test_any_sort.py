"""shell · labels: a sort of things that an area only declares is printed, read, typed, renewed and led to its job."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from lianfang.ground.access.roles import Role
from lianfang.ground.testing import NOW, Cast
from lianfang.ground.units import queries as units
from lianfang.kernel import clock
from lianfang.kernel.frame import Waiting
from lianfang.kernel.labelled import Jobs, Labelled, LabelSource, Wanted
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from tests.support import pages
from tests.support.codes import by_jsqr, by_zxing, drawn

pytestmark = pytest.mark.django_db
UNIT, SORT = "T161-P01", "bag"
_BAGS = {f"BAG-{n:03}": w(f"布草袋 {n}", f"Linen bag {n}") for n in range(1, 4)}


def _bags(actor: Actor, codes: Collection[str]) -> list[Labelled]:
    kept = units.units(actor, [UNIT]).values()  # none, to whoever does not see their unit
    seen = [code for code in _BAGS if code in codes]
    return [
        Labelled(SORT, code, _BAGS[code], UNIT, unit.path, w("布草袋", "linen bag")) for unit in kept for code in seen
    ]


def _listed(actor: Actor, wanted: Wanted) -> list[Labelled]:
    found = [
        each for each in _bags(actor, _BAGS) if each.code > (wanted.after or "") and (wanted.text or "") in each.code
    ]
    return found[: wanted.limit]


def _jobs(actor: Actor, thing: Labelled, now: datetime) -> Jobs:
    return Jobs((Waiting(w("收袋", "take it in"), f"/linen/{thing.code}/", w("去收", "Take in"), now),))


BAGS = LabelSource(
    SORT, w("布草袋", "Linen bags"), _listed, lambda actor, codes: {each.code: each for each in _bags(actor, codes)},
    _jobs, lambda thing: f"/linen/{thing.code}/",
)  # fmt: skip


@pytest.fixture(autouse=True)
def declared(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A house in which one more card has labels."""
    known = type(REGISTRY).labelled
    monkeypatch.setattr(type(REGISTRY), "labelled", lambda self: {**known(self), SORT: BAGS})
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(NOW))


@pytest.fixture
def officer(system: Any) -> Client:
    return pages.browser(system, Role.OFFICER, "T161")


def printed(client: Client, **sent: str) -> list[str]:
    """What two readers read of the door cards that are printed."""
    answer = client.post(f"/labels/?sort={SORT}", {"paper": "a6", **sent})
    cards = drawn(answer.content)
    read = by_jsqr(cards)
    assert [by_zxing(card) for card in cards] == [[each] for each in read]
    return read


def test_it_is_printed_read_and_led_to_its_job(officer: Client) -> None:
    assert "布草袋 2" in pages.text(officer.get(f"/labels/?sort={SORT}"))
    read = printed(officer, all="1")
    assert [each.partition("?")[0] for each in read] == [f"http://testserver/at/bag/{code}" for code in _BAGS]
    to = officer.get(read[0].removeprefix("http://testserver"))["Location"]
    assert to == "/at/bag/BAG-001"
    assert officer.get(to)["Location"] == "/linen/BAG-001/"
    short = str(officer.get("/labels/bag/BAG-001/").context["facts"][2].value)
    for said in (short, read[0], "bag-001"):
        assert officer.post("/scan/", {"read": said})["Location"] == "/at/bag/BAG-001", said


def test_a_renewed_one_is_told_from_the_old_one_and_from_a_forged_one(officer: Client) -> None:
    (old,) = printed(officer, of="BAG-002")
    officer.post("/labels/bag/BAG-002/replace/", {"why": "袋子洗坏了"})
    (new,) = printed(officer, of="BAG-002")
    assert old != new

    def said(read: str) -> str:
        officer.get(read.removeprefix("http://testserver"))
        return pages.text(officer.get("/labels/"))

    assert "这是旧标签" in said(old)
    assert "校验码不对" in said(new[:-4] + "AAAA")
    assert "旧标签" not in said(new)
