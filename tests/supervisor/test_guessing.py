"""tests · guessing: who guesses passwords waits longer and longer, and keeps nobody out."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from lianfang.config import guessing
from lianfang.config.login import BROWSER_COOKIE
from lianfang.ground.access import actions, actions_invitations, queries_invitations
from lianfang.ground.access.actions_invitations import InviteSpec
from lianfang.ground.access.models import User
from lianfang.ground.testing import PASSWORD, Cast
from lianfang.kernel.scope import Actor, acting

OFFICE, AWAY = "198.51.100.7", "203.0.113.5"
Door = Callable[..., Any]


@pytest.fixture(autouse=True)
def _nobody_guessed_yet(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that have passed; a test lets them pass."""
    passed = [time.time()]
    monkeypatch.setattr(guessing.time, "time", lambda: passed[0])
    return passed


@pytest.fixture
def door(cast: Cast, settings: Any) -> Door:
    """`door(login, password, address)` gives the answer and the browser."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    for user in User.objects.all():
        user.set_password(PASSWORD)
        user.save()

    def knock(login: str, password: str = "wrong", address: str = AWAY, client: Client | None = None) -> Any:
        browser = client or Client()
        browser.cookies.pop("lianfang_session", None)  # whoever is signed in is not asked
        said = {"login": login, "password": password}
        answer = browser.post("/accounts/login/", said, REMOTE_ADDR=address)
        answer.came_in, answer.browser = answer.status_code == 302, browser
        return answer

    return knock


def waits(answer: Any) -> str:
    """How long somebody is told to wait; empty where he is not."""
    told = re.search(r"请等 (\d+ \S+)后再试", answer.content.decode())
    return told.group(1) if told else ""


def test_a_guesser_is_told_to_wait_and_each_time_longer(door: Door, moment: list[float]) -> None:
    for _ in range(5):
        assert waits(door("own")) == ""
    assert waits(door("own", PASSWORD)) == "30 秒", "not even the right one is looked at"
    assert "Too many wrong passwords; try again in 30 s" in Client(headers={"accept-language": "en"}).post(
        "/accounts/login/", {"login": "own", "password": "x"}, REMOTE_ADDR=AWAY
    ).content.decode()  # fmt: skip
    told = []
    for _ in range(6):
        moment[0] += 60 * 15 + 1
        assert waits(door("own")) == ""
        told.append(waits(door("own")))
    assert told == ["60 秒", "2 分钟", "4 分钟", "8 分钟", "15 分钟", "15 分钟"]
    moment[0] += 60 * 15 + 1
    assert door("own", PASSWORD).came_in


def test_whose_account_it_is_comes_in_from_elsewhere(door: Door) -> None:
    for _ in range(8):
        door("superior", address=AWAY)
    assert waits(door("superior", PASSWORD, AWAY))
    assert door("superior", PASSWORD, OFFICE).came_in


def test_guesses_from_many_addresses_slow_strangers_and_nobody_who_came_in_before(door: Door) -> None:
    at_home = door("superior", PASSWORD, OFFICE).browser
    for n in range(20):
        door("superior", address=f"203.0.113.{n}")
    assert waits(door("superior", PASSWORD, "192.0.2.1")), "a stranger, even with the right one"
    assert door("superior", PASSWORD, OFFICE).came_in, "at an address where he came in before"
    assert door("superior", PASSWORD, "192.0.2.2", at_home).came_in, "with the browser, wherever it is now"


def test_a_guess_from_the_next_desk_does_not_keep_out_the_owner_s_browser(door: Door) -> None:
    at_home = door("own", PASSWORD, OFFICE).browser
    for _ in range(6):
        door("own", address=OFFICE)
    assert waits(door("own", PASSWORD, OFFICE))
    assert door("own", PASSWORD, OFFICE, at_home).came_in
    for _ in range(6):
        door("own", "wrong", OFFICE, at_home)
    assert waits(door("own", PASSWORD, OFFICE, at_home)), "the browser itself may not guess either"


def test_a_browser_says_itself_at_home_only_with_our_signature(door: Door) -> None:
    for n in range(20):
        door("superior", address=f"203.0.113.{n}")
    mine = door("own", PASSWORD, OFFICE).browser
    assert waits(door("superior", PASSWORD, "192.0.2.1", mine)), "where another came in, this one did not"
    mine.cookies[BROWSER_COOKIE] = mine.cookies[BROWSER_COOKIE].value[:-2] + "xx"
    assert waits(door("superior", PASSWORD, "192.0.2.1", mine))


def test_bad_logins_for_many_names_keep_nobody_out_who_shares_the_address(door: Door) -> None:
    for n in range(22):
        assert waits(door(f"nobody-{n}", address=OFFICE)) == ""
    assert door("own", PASSWORD, OFFICE).came_in


def test_a_whole_office_signs_in_from_one_address(door: Door, system: Actor) -> None:
    with acting(system):
        for n in range(200):
            actions.create_user(system, login=f"worker-{n:03d}", unit="T161-LOG", password=PASSWORD)
    for n in range(200):
        if n % 7 == 0:
            door(f"worker-{n:03d}", "mistyped", OFFICE)
        assert door(f"worker-{n:03d}", PASSWORD, OFFICE).came_in


def test_whoever_tries_names_without_end_from_one_address_waits_too(door: Door, moment: list[float]) -> None:
    assert door("own", PASSWORD, AWAY).came_in
    for n in range(100):
        assert waits(door(f"nobody-{n}")) == ""
    assert waits(door("nobody-100")) == "5 秒"
    assert waits(door("sister", PASSWORD)) == "5 秒"
    assert door("own", PASSWORD, AWAY).came_in, "who came in there before"
    moment[0] += 6
    assert door("sister", PASSWORD).came_in


def test_a_name_that_is_not_there_is_answered_as_one_that_is(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed = []
    set_password, check = User.set_password, User.check_password
    monkeypatch.setattr(User, "set_password", lambda *said: hashed.append("set") or set_password(*said))
    monkeypatch.setattr(User, "check_password", lambda *said: hashed.append("check") or check(*said))
    own = re.compile(r'value="[^"]*"|csrftoken": "\w+')
    there, not_there = (own.sub("", door(login).content.decode()) for login in ("own", "owm"))
    assert there == not_there
    assert "账号或密码不对" in there
    assert hashed == ["check", "set"], "each costs one hash"


def test_a_login_typed_in_full_width_letters_is_the_one_that_is_meant(door: Door) -> None:
    assert door("ｏｗｎ", PASSWORD).came_in
    for _ in range(5):
        door("ｏｗｎ", "wrong", "192.0.2.9")
    assert waits(door("OWN", PASSWORD, "192.0.2.9")), "and is counted as that one"


def test_guesses_at_once_count_like_guesses_in_a_row(committed_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, barrier = [], threading.Barrier(8)

    def guess() -> None:
        barrier.wait()
        begun.append(guessing.begin(guessing.attempt("own", AWAY)))
        connection.close()

    monkeypatch.setattr(guessing, "_PATIENCE_SECONDS", 60.0)
    threads = [threading.Thread(target=guess) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert begun.count(0) == 5


def test_passwords_are_kept_with_argon2id_and_older_hashes_are_made_anew(cast: Cast, system: Actor) -> None:
    from django.contrib.auth.hashers import make_password

    old = make_password(PASSWORD, hasher="pbkdf2_sha256")
    with acting(system):
        User.objects.filter(username="own").update(password=old)
    assert Client().post("/accounts/login/", {"login": "own", "password": PASSWORD}).status_code == 302
    kept = User.objects.get(username="own").password
    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=3,p=1$")
    assert Client().post("/accounts/login/", {"login": "own", "password": PASSWORD}).status_code == 302
    assert User.objects.get(username="own").password == kept


def test_codes_of_invitations_are_guessed_slowly_where_the_guesses_come_from_and_nobody_else_waits(
    cast: Cast, system: Actor, moment: list[float]
) -> None:
    with acting(system):
        (made,) = actions_invitations.invite(system, [InviteSpec(UUID(int=1), "张三", "T161-LOG", "reporter")])
        good = queries_invitations.code_of(made)

    def shows(code: str, address: str = AWAY) -> Any:
        return Client().get("/invited/", {"k": code}, REMOTE_ADDR=address)

    for number in range(guessing.CODES.free - 1):
        assert shows(f"aaaa-bbbb-cccc-dd{number:02d}").status_code == 404
        assert shows(good).status_code == 200, "a good code is no wrong one"
    assert shows("aaaa-bbbb-cccc-dddd").status_code == 404
    late = shows(good)
    assert (late.status_code, "邀请码错误次数过多" in late.content.decode()) == (429, True), "nor wipes it any away"
    assert shows(good, OFFICE).status_code == 200, "whoever was invited elsewhere comes in"
    moment[0] += guessing.CODES.first_wait + 1
    assert shows(good).status_code == 200
    assert shows("aaaa-bbbb-cccc-eeee").status_code == 404
    assert "10 秒" in shows(good).content.decode(), "the next wrong one costs twice as long"
