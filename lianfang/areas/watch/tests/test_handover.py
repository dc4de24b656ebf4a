"""watch · tests of the handover: all that is open goes with it, what changed is shown, and the state is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from lianfang.areas.watch import actions_handover, problems, queries, queries_corrected, queries_open
from lianfang.areas.watch.tests.room import UNIT, acting, at, how, logged, opened, plan
from lianfang.areas.watch.tests.test_pages import browser, later
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, ids, journal
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
from lianfang.kernel.open_matters import OpenMatter, OpenMatters, Sort
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from tests.support import pages
from tests.support.refusals import refused

pytestmark = pytest.mark.django_db
CHANGE = at(20)


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> list[OpenMatter]:
    """What another area has open: whatever a test puts into the list."""
    found: list[OpenMatter] = []

    def answer(actor: Actor, path: str, now: datetime, until: datetime) -> Iterator[OpenMatter]:
        return (each for each in found if each.path.startswith(path))

    told = [*REGISTRY.open_matters(), OpenMatters(answer)]
    monkeypatch.setattr(REGISTRY, "open_matters", lambda: told)
    return found


def matter(key: str, see: str = "watch.see", **more: Any) -> OpenMatter:
    with acting("leader") as one:
        path = units.unit(one, UNIT).path
    words = w(f"事项{key}", f"matter {key}")
    return OpenMatter(f"other:{key}", Sort.INCIDENT, words, f"/other/{key}/", UNIT, path, see, **more)


def offer(moment: datetime | None = None, **more: Any) -> Any:
    with acting("one") as one:
        return actions_handover.offer_handover(one, unit=UNIT, change_at=CHANGE, how=how(moment or at(19, 50)), **more)


def kept() -> Any:
    with acting("auditor") as one:
        (found,) = queries.handovers(one, CHANGE, CHANGE + timedelta(minutes=1), [UNIT]).values()
        return found


@pytest.mark.usefixtures("staffed")
def test_whatever_any_area_has_open_is_handed_over_and_kept_without_names(elsewhere: list[OpenMatter]) -> None:
    elsewhere.append(matter("1", late=True, kept=w("发热 · 井队01", "Fever · Crew 1")))
    logged("等局里回电", at(10), open=True)
    offer(note="钥匙在抽屉")
    found = kept().offer
    said = {each["key"]: (each["zh"], each["late"]) for each in found.matters}
    assert said["other:1"] == ("发热 · 井队01", True), "the ledger keeps what names nobody"
    assert found.matters_count == len(found.matters)
    assert any(key.startswith("watch.item:") for key in said)
    assert found.matters[0]["sort"] == "incident", "in the order of need"


@pytest.mark.usefixtures("staffed")
def test_what_is_not_theirs_to_see_is_counted_and_said(
    elsewhere: list[OpenMatter], monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere += [matter("1"), matter("2", see="secret.see")]
    later(monkeypatch, at(19, 30))
    said = pages.text(browser("one").get("/watch/T161/handover/"))
    assert "事项1" in said
    assert "事项2" not in said
    assert "另有 1 件您无权查看" in said
    offer()
    assert kept().offer.matters_hidden == 1


@pytest.mark.usefixtures("staffed")
def test_nobody_signs_what_they_have_not_seen(elsewhere: list[OpenMatter], monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere.append(matter("1"))
    later(monkeypatch, at(19, 5))
    one, here = browser("one"), "/watch/T161/handover/"
    read = one.get(here).context["read"]
    elsewhere[:] = [matter("2"), matter("3")]
    later(monkeypatch, at(19, 55))
    answer = one.post(here, {"note": "钥匙在抽屉", "read": read})
    said = pages.text(answer, 409)
    assert "新增 2 件，了结 1 件" in said
    assert said.count("新增</") == 2 or said.count("新增") >= 3
    assert "钥匙在抽屉" in said, "the note is kept"
    assert one.post(here, {"note": "钥匙在抽屉", "read": answer.context["read"]}).status_code == 302


@pytest.mark.usefixtures("staffed")
def test_what_changed_between_the_signatures_is_shown_and_kept(
    elsewhere: list[OpenMatter], monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere += [matter("1"), matter("2")]
    offered = offer()
    elsewhere[:] = [matter("2"), matter("3"), matter("4")]
    later(monkeypatch, at(20, 3))
    two, here = browser("two"), "/watch/T161/handover/"
    page = two.get(here)
    # The night of the 11th, which nobody stands, has come within a day meanwhile.
    assert "交班后新增 3 件，了结 1 件" in pages.text(page)
    sent = {"offered": str(offered.id), "read": page.context["read"]}
    assert two.post(here, sent).status_code == 302, "one click more"
    signed = kept().signature
    assert [each["key"] for each in signed.came if each["key"].startswith("other:")] == ["other:3", "other:4"]
    assert [each["key"] for each in signed.went] == ["other:1"]
    later(monkeypatch, at(21))
    past = pages.text(two.get(f"{here}?at=2020-08-10T20:00:00%2B08:00"))
    for words in ("签字时的未了事项", "事项1", "事项2", "新增 3 件", "了结 1 件"):
        assert words in past


@pytest.mark.usefixtures("staffed")
def test_begun_on_one_day_and_signed_on_the_next_it_counts_for_its_shift(monkeypatch: pytest.MonkeyPatch) -> None:
    offered = offer(at(23, 50))
    later(monkeypatch, at(0, 20, day=11))
    page = pages.text(browser("two").get("/watch/T161/handover/"))
    assert "8月10日夜班的接班（8月10日 20:00 换班），不论哪天签字" in page
    with acting("two") as two:
        signed = {"unit": UNIT, "change_at": CHANGE, "offered": offered.id}
        actions_handover.sign_handover(two, how=how(at(0, 20, day=11)), **signed)
        with refused(problems.HANDED_OVER):
            actions_handover.sign_handover(two, how=how(at(0, 21, day=11)), **signed)
    found = kept()
    assert (found.taking.on, found.change_at) == (at(20).date(), CHANGE)
    assert found.signature is not None


@pytest.mark.usefixtures("staffed")
def test_the_button_opens_the_next_change_and_never_the_finished_one(monkeypatch: pytest.MonkeyPatch) -> None:
    offered = offer()
    with acting("two") as two:
        actions_handover.sign_handover(two, unit=UNIT, change_at=CHANGE, offered=offered.id, how=how(at(20, 3)))
    later(monkeypatch, at(20, 5))
    assert pages.title(browser("two").get("/watch/T161/handover/")) == "8月11日 08:00换班：夜班交给白班"


@pytest.mark.usefixtures("room")
def test_shifts_without_people_ahead_are_one_line_of_those_who_plan() -> None:
    opened()
    plan("day", "leader", "one", day=11)
    for login in ("leader", "one"):
        with acting(login) as one:
            said = [each.words.zh for each in queries.mine(one, at(16, 40, day=11)) if each.act.zh == "排班"]
        assert said == ["一六一队：8月11日夜班至8月18日白班共 14 班缺人"]


def test_a_digest_names_a_state() -> None:
    assert queries_open.digest_of(["b", "a"]) == queries_open.digest_of(["a", "b"])
    assert queries_open.digest_of(["a"]) != queries_open.digest_of(["a", "b"])


@pytest.mark.usefixtures("staffed")
def test_what_is_corrected_after_both_signed_is_open_for_whoever_took_over_until_the_next_handover() -> None:
    """Of the log of the shift and of what the handover told; what it did not tell is no matter of the watch."""
    line, other = logged("等局里回电", at(10), open=True), logged("昨夜的事", at(19, day=9))
    offered = offer()
    with acting("two") as two:
        signing = {"unit": UNIT, "change_at": CHANGE, "offered": offered.id}
        actions_handover.sign_handover(two, **signing, how=how(at(20, 2)))
        assert [each for each in queries_corrected.waiting(two, at(20, 5)) if "交接后" in each.words.zh] == []
    _corrected(line, "等局里回电，号码有误", at(20, 10))
    _corrected(other, "别的班的事", at(20, 11))
    with acting("two") as two:
        (waits,) = (each for each in queries_corrected.waiting(two, at(20, 15)) if "交接后" in each.words.zh)
        assert (waits.words.zh, waits.detail) == ("交接后更正了值班记录", "号码记错")
        assert waits.href.startswith("/ledger/")
        open_now = queries_open.all_open(two, units.unit(two, UNIT), at(20, 15), at(8, day=11))
        (found,) = (each for each in open_now.matters if each.key.startswith("watch.corrected:"))
        assert (found.words.zh, found.href) == (waits.words.zh, waits.href)
    with acting("one") as one:
        assert [each for each in queries_corrected.waiting(one, at(20, 15)) if "交接后" in each.words.zh] == []
    with acting("two") as two:
        morning = at(8, day=11)
        actions_handover.offer_handover(two, unit=UNIT, change_at=morning, how=how(at(7, 50, day=11)))
        (after,) = queries.handovers(two, morning, morning + timedelta(minutes=1), [UNIT]).values()
        assert after.offer is not None
        assert found.key in {each["key"] for each in after.offer.matters}, "and it goes on to the next"


def _corrected(line: Any, text: str, moment: datetime) -> None:
    data = {"what": "call_in", "text": text, "open": True}
    draft = Draft(
        id=ids.mint(moment), kind="watch.logged", unit=UNIT, occurred_at=moment, data=data, corrects=line.id,
        reason="号码记错",
    )  # fmt: skip
    with acting("one") as one:
        journal.record(one, [draft], origin=Origin.CONSOLE, at=clock.FixedClock(moment))
