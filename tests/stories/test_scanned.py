"""tests · stories: a label is printed, hung up, scanned, recorded at, lost and renewed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianfang.areas.watch import actions as watch
from lianfang.ground.access.roles import Role
from lianfang.ground.people import actions as people
from lianfang.ground.people.actions import HouseholdSpec
from lianfang.ground.places import actions as places
from lianfang.ground.places import labels, queries, shortcodes
from lianfang.ground.testing import OPENED_AT, Cast
from lianfang.kernel import clock, scope
from tests.stories.at_the_lift import LIFT, UNIT, grades, stand, token
from tests.support import pages
from tests.support.codes import decoded
from tests.support.entries import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def estate(cast: Cast, system: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    stand(system, monkeypatch)


@pytest.fixture
def officer(system: Any) -> Client:
    return pages.browser(system, Role.OFFICER, "T161")


@pytest.fixture
def worker(system: Any) -> Client:
    return pages.browser(system, Role.PROPERTY, UNIT)


def printed(client: Client, address: str = "/labels/", **sent: object) -> list[str]:
    """What a phone reads on the labels that a page prints."""
    answer = client.post(address, sent)
    assert answer.status_code == 200, answer.content.decode()[:400]
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"].startswith("no-store")
    return decoded(answer.content)


def recorded(client: Client, place: str = LIFT) -> Any:
    """The round of a place recorded as its page fills it in: one tap."""
    page = client.get(f"/sanitation/places/{place}/")
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    answer = client.post(f"/sanitation/places/{place}/", sent)
    assert answer.status_code == 302
    return answer


def test_what_is_printed_leads_to_what_is_due_and_counts_as_scanned(
    officer: Client, worker: Client, system: Any
) -> None:
    (read,) = printed(officer, of=[LIFT], paper="a6")
    assert read == f"http://testserver/at/{LIFT}?k={token(system)}"
    opened = worker.get(read.removeprefix("http://testserver"))
    assert opened["Location"] == f"/at/{LIFT}", "what proves it stands in no address from here on"
    assert worker.get(opened["Location"])["Location"] == f"/sanitation/places/{LIFT}/"
    recorded(worker)
    recorded(worker, "C161-LIFT2")
    assert grades(system) == ["scanned"]
    assert grades(system, "C161-LIFT2") == ["typed"], "the label of one place says nothing of another"


def test_a_scan_lapses_and_who_records_later_is_told(worker: Client, system: Any) -> None:
    worker.get(f"/at/{LIFT}?k={token(system)}")
    clock.current().at += timedelta(minutes=16)  # type: ignore[attr-defined]
    to = recorded(worker)["Location"]
    assert grades(system) == ["typed"]
    assert "扫码只证明前后 15 分钟在场" in pages.text(worker.get(to))


def test_who_is_not_signed_in_yet_comes_to_the_job_after_the_sign_in(worker: Client, system: Any) -> None:
    phone = Client()
    first = phone.get(f"/at/{LIFT}?k={token(system)}")
    assert first["Location"] == f"/accounts/login/?next=/at/{LIFT}"
    kept = phone.cookies["lianfang_label"]
    assert (kept["path"], kept["httponly"], kept["samesite"]) == ("/at/", True, "Lax")
    assert token(system) not in first["Location"]
    assert "sessionid" not in phone.cookies, "nobody who is not signed in makes a row in the database"
    users = cast_user(f"{Role.PROPERTY}-{UNIT.lower()}")
    phone.force_login(users, backend="django.contrib.auth.backends.ModelBackend")
    again = phone.get(f"/at/{LIFT}")
    assert again["Location"] == f"/at/{LIFT}"
    assert phone.cookies["lianfang_label"].value == ""
    assert phone.get(f"/at/{LIFT}")["Location"] == f"/sanitation/places/{LIFT}/"
    recorded(phone)
    assert grades(system) == ["scanned"]


def cast_user(login: str) -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(username=login)


def test_several_jobs_are_a_choice_and_none_says_what_comes_next(worker: Client, system: Any) -> None:
    several = pages.text(worker.get("/at/C161-WASTE1"))
    assert "一号垃圾站：待办 2 件" in several
    assert "/sanitation/places/C161-WASTE1/" in several
    assert "/sanitation/waste/new/?unit=T161-PROP&amp;place=C161-WASTE1" in several
    recorded(worker)
    none = pages.text(worker.get(f"/at/{LIFT}"))
    assert "一号电梯：现在没有到时的任务" in none
    assert "下一次：" in none
    assert "也可以记录" in none


def test_an_old_label_is_told_from_a_revoked_and_from_a_strange_one(
    officer: Client, worker: Client, system: Any
) -> None:
    old = token(system)
    assert officer.post(f"/labels/place/{LIFT}/replace/", {"why": "照片外传"}).status_code == 302
    worker.get(f"/at/{LIFT}?k={old}")
    assert "这是旧标签，已于 2020年8月10日 15:40 更换" in pages.text(worker.get("/at/C161-WASTE1"))
    worker.get(f"/at/{LIFT}?k={old[:-1]}!")
    assert "校验码不对" in pages.text(worker.get("/at/C161-WASTE1"))
    newest = token(system)
    assert newest != old
    assert officer.post(f"/labels/place/{LIFT}/revoke/", {"why": "拆除"}).status_code == 302
    assert officer.post(f"/labels/place/{LIFT}/revoke/", {"why": "拆除"}).status_code == 409
    worker.get(f"/at/{LIFT}?k={newest}")
    assert "已于 2020年8月10日 15:40 作废" in pages.text(worker.get("/at/C161-WASTE1"))
    recorded(worker)
    assert grades(system) == ["typed"]
    (read,) = printed(officer, f"/labels/place/{LIFT}/", paper="a4")
    assert read.endswith(token(system))
    assert token(system) not in (old, newest), "what was revoked never becomes good again"
    page = pages.text(officer.get(f"/labels/place/{LIFT}/"))
    for said in ("更换标签：照片外传", "作废标签 C161-LIFT1：拆除", "发放标签：C161-LIFT1", "第 3 张"):
        assert said in page


def test_a_label_of_others_and_a_torn_one_are_refused_each_in_its_words(
    worker: Client, system: Any, caplog: pytest.LogCaptureFixture
) -> None:
    theirs = worker.get(f"/at/T161-LOG-W1?k={token(system, 'T161-LOG-W1')}")
    assert "标签是真的，但这里不归您的单位负责" in pages.text(theirs, 403)
    assert "标签对不上" in pages.text(worker.get("/at/T161-LOG-W1?k=abcdabcdabcdabcd"), 404)
    assert "标签对不上" in pages.text(worker.get("/at/NOWHERE?k=abcd"), 404)
    assert worker.get("/at/T161-LOG-W1").status_code == 404, "whoever holds no label is told nothing"
    assert worker.get("/at/nothing/X").status_code == 404
    for naughty in ("é", "%00", "%F0%9F%A6%A0", "'", "x" * 3000):
        assert worker.get(f"/at/{LIFT}?k={naughty}").status_code == 302
    assert token(system, "T161-LOG-W1") not in caplog.text, "no log says what proves a scan"


def test_a_place_out_of_use_says_since_when(worker: Client, system: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with scope.acting(system):
        places.close_place(system, code=LIFT, from_day=TODAY + timedelta(days=1), at=clock.FixedClock(NOW))
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(NOW + timedelta(days=1)))
    assert f"地点 {LIFT} 已自" in pages.text(worker.get(f"/at/{LIFT}"), 409)


def test_what_is_typed_or_shot_at_the_page_leads_to_the_same_and_only_the_label_proves(
    officer: Client, worker: Client, system: Any
) -> None:
    printed(officer, of=[LIFT, "C161-LIFT2"])
    with scope.acting(system):
        kept = labels.labels_of(system, labels.PLACE, [LIFT])[LIFT].issued
    assert kept is not None
    assert kept.short
    short = kept.short

    def read(said: str, **more: str) -> Any:
        return worker.post("/scan/", {"read": said, **more})

    for said in (short, shortcodes.shown(short).lower(), f" {short[:3]} {short[3:]} ", LIFT.lower()):
        assert read(said)["Location"] == f"/at/{LIFT}", said
    recorded(worker)
    assert grades(system) == ["typed"], "a code that was typed is no label that was read"
    shot = read(f"http://testserver/at/{LIFT}?k={token(system)}", here="on")
    assert shot["Location"] == f"/at/{LIFT}"
    assert recorded(worker)["Location"] == "/scan/", "and on to the next label"
    assert grades(system) == ["typed", "scanned"]

    wrong = short[:-1] + next(sign for sign in shortcodes.SIGNS if sign != short[-1])
    page = pages.text(read(wrong), 422)
    assert "有一位不对，或两位颠倒" in page
    assert f'href="/at/{LIFT}"' in page, "what is near is offered"
    assert "没有编号为“nowhere”" in pages.text(read("nowhere"), 404)
    assert "另一系统的标签（other.example）" in pages.text(read("https://other.example/at/X9?k=1"), 404)
    assert "另一系统的标签（weixin.qq.com）" in pages.text(read("https://weixin.qq.com/r/abc"), 404)
    for torn in ("http://testserver/at/", "http://testserver/somewhere", "http://[", "/at/NOWHERE", "WIFI:T:WPA;S:x;;"):
        assert read(torn).status_code == 404, torn
    assert read("x" * 301).status_code == 422
    assert read("").status_code == 422


def test_labels_are_printed_for_a_unit_a_kind_those_chosen_and_those_without(
    officer: Client, worker: Client, system: Any
) -> None:
    assert len(printed(officer, "/labels/?kind=lift", all="1")) == 2
    without = pages.text(officer.get("/labels/?has=without"))
    assert "一号垃圾站" in without
    assert "二号电梯" not in without
    assert "二号电梯" in pages.text(officer.get("/labels/?has=with"))
    assert len(printed(officer, f"/labels/?unit={UNIT}", all="1")) == 3
    again = token(system)
    assert printed(officer, of=[LIFT]) == [f"http://testserver/at/{LIFT}?k={again}"], "a second print is the same label"
    assert "没有可打印的标签" in pages.text(officer.post("/labels/", {}), 422)
    assert "没有可打印的标签" in pages.text(officer.post("/labels/", {"of": ["NOWHERE", "\0"]}), 422)
    assert worker.post("/labels/", {"of": [LIFT]}).status_code == 403
    with scope.acting(system):
        assert len(queries.label_history(system, labels.PLACE, LIFT)) == 1


def test_of_two_who_print_at_once_one_issues_the_label(system: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both had seen that there was none; the label then had two short codes."""
    turn = places.take_turn

    def after_another(which: Any) -> None:
        monkeypatch.setattr(places, "take_turn", turn)
        places.issue_labels(system, [thing])
        turn(which)

    with scope.acting(system):
        thing = queries.place(system, LIFT).labelled
        monkeypatch.setattr(places, "take_turn", after_another)
        label = places.issue_labels(system, [thing])[LIFT]
        assert len(label.acts) == 1


def test_each_page_asks_few_questions(officer: Client, worker: Client) -> None:
    for client, address in ((officer, "/labels/"), (officer, f"/labels/place/{LIFT}/"), (worker, "/at/C161-WASTE1")):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        assert len(asked) <= 20, "\n".join(each["sql"][:120] for each in asked)


def test_a_door_and_a_post_have_labels_too(officer: Client, system: Any) -> None:
    with scope.acting(system):
        home = HouseholdSpec("C161-B3-2-301", "C161", "resident", None, 2, 3, "301")
        people.open_households(system, [home], at=clock.FixedClock(OPENED_AT))
    assert "2单元 301" in pages.text(officer.get("/labels/?sort=household&unit=C161"))
    (read,) = printed(officer, "/labels/?sort=household&unit=C161", all="1", paper="a6")
    assert re.fullmatch(r"http://testserver/at/household/C161-B3-2-301\?k=[\w-]{16}", read)
    to = officer.get(read.removeprefix("http://testserver"))["Location"]
    assert officer.get(to)["Location"] == "/directory/homes/C161-B3-2-301/"
    assert "没有符合条件的记录" in pages.text(officer.get("/labels/?sort=post"))
    with scope.acting(system):
        watch.open_post(system, unit="T161")
    (read,) = printed(officer, "/labels/?sort=post", all="1")
    assert read.startswith("http://testserver/at/post/T161?k=")
    to = officer.get(read.removeprefix("http://testserver"))["Location"]
    assert officer.get(to)["Location"].startswith("/watch/T161/roster/"), "what is due there: nobody is planned"
