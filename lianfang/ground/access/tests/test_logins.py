"""access · tests: no login is taken for another."""

from __future__ import annotations

import time

import pytest

from lianfang.ground.access import actions, logins, queries_called
from lianfang.ground.access.kept import Kept
from lianfang.ground.access.tests.test_entry import refused
from lianfang.ground.testing import Cast
from lianfang.kernel.scope import acting


@pytest.mark.parametrize("login", ["officer", "T161-D01", "zhang.san", "王建国", "wang建国", "ئابدۇراخمان", "a@b.cn"])
def test_what_a_login_may_be(login: str) -> None:
    assert logins.trouble(login) is None


@pytest.mark.parametrize(
    "login",
    [
        "оfficer",  # begins with a Cyrillic letter
        "соре",  # is Cyrillic altogether
        "οfficer",  # begins with a Greek letter
        "offıcer", "ɑdmin", "ádmin", "admin\u0301", "admin\u200b", "ad\u00admin", "ئا1a", "ئاadmin", "ᎪᎠ",
        "admin\u202e", "a b", "", "𝐚dmin",
    ],
)  # fmt: skip
def test_what_it_may_not_be(login: str) -> None:
    assert logins.trouble(login) is not None


def test_a_login_is_made_of_the_name_and_looks_like_no_other(cast: Cast) -> None:
    with acting(cast.admin) as admin:
        named = ("张建国", "张建国", "Zhang Jianguo", "ئابدۇراخمان", "张建囯l")
        made = [actions.create_user(admin, login="", unit="T161", title=each).username for each in named]
    assert made == ["zhangjianguo", "zhangjianguo2", "zhangjianguo3", "user", "zhangjianguol"]
    assert len({logins.skeleton(each) for each in made}) == len(made)


def test_a_login_that_looks_like_another_is_not_made(cast: Cast) -> None:
    with acting(cast.admin) as admin:
        actions.create_user(admin, login="gate-10", unit="C161")
        for alike, problem in (
            ("gate-10", "login_taken"), ("ｇａｔｅ-10", "login_taken"), ("Gate-10", "login_alike"),
            ("gate-1O", "login_alike"), ("gate-l0", "login_alike"), ("gate-I0", "login_alike"),
        ):  # fmt: skip
            refused(problem, actions.create_user, admin, login=alike, unit="C161")
        for other in ("gate-11", "gate-01", "gate-1"):
            actions.create_user(admin, login=other, unit="C161")
        bad = refused("invalid", actions.create_user, admin, login="оwn", unit="C161", title="门\u200b岗")
        assert [fault.path for fault in bad.faults] == ["username", "title"]
        assert "U+043E" in bad.faults[0].says.zh
        refused("invalid", actions.offer_token, admin, login="own", device="a\u202eb")


def test_a_name_that_was_known_is_told_though_all_are_forgotten_meanwhile(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, called = time.monotonic(), queries_called.Called
    full: Kept[str, tuple[float, queries_called.Called]] = Kept()
    full.keep({f"login{n}": (now, called(f"login{n}", f"名{n}")) for n in range(10_001)}, since=0)
    monkeypatch.setattr(queries_called, "_called", full)
    with acting(cast.admin) as admin:
        found = queries_called.called(admin, ["login7", "own", "nobody", ""])
    assert {login: each.words.zh for login, each in found.items()} == {
        "login7": "名7", "own": "own", "nobody": "nobody", "": "系统自动",
    }  # fmt: skip
    assert len(full) == 2, "asking for one more made room"
