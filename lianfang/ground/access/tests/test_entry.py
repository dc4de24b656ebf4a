"""access · tests: how people and devices come in, and as whom a request acts."""

from __future__ import annotations

import json
import select
import time
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import psycopg
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from lianfang.ground.access import actions, demo, queries
from lianfang.ground.access.middleware import ActorMiddleware
from lianfang.ground.access.models import User
from lianfang.ground.testing import NOW, OPENED_AT, PASSWORD, Cast
from lianfang.ground.units import actions as units
from lianfang.ground.units.actions import UnitSpec
from lianfang.kernel import clock, scope
from lianfang.kernel.clock import FixedClock
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor, acting

Seen = dict[str, Any]


def refused(problem: str, act: object, *args: object, **named: object) -> Refused:
    """What stood against an act; it must be this problem."""
    with pytest.raises(Refused) as raised:
        act(*args, **named)  # type: ignore[operator]
    assert raised.value.problem.code == problem
    return raised.value


def units_seen() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM units_unit")
        count: int = cursor.fetchone()[0]
    return count


@pytest.fixture
def ask() -> Callable[..., tuple[HttpResponse, Seen]]:
    """Sends a request through the middleware alone; gives the answer, and what a page would have seen."""

    def send(
        user: Any = None, token: str | None = None, stream: bool = False, work: Callable[[], None] = lambda: None
    ) -> tuple[HttpResponse, Seen]:
        headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
        request = RequestFactory().get("/x/", headers=headers)
        request.user = user or AnonymousUser()
        seen: Seen = {}

        def page(request: HttpRequest) -> Any:
            work()
            seen.update(actor=request.actor, token=request.token, units=units_seen(), login=str(request.user.pk))
            return StreamingHttpResponse(str(units_seen()) for _ in range(2)) if stream else HttpResponse("ok")

        return ActorMiddleware(page)(request), seen

    return send


def test_nobody_sees_nothing(cast: Cast, ask: Any) -> None:
    answer, seen = ask()
    assert (answer.status_code, seen["actor"], seen["units"]) == (200, None, 0)


def test_a_request_acts_as_its_login_and_nothing_is_left_behind(cast: Cast, ask: Any) -> None:
    _, seen = ask(cast.users["superior"])
    assert (seen["actor"].login, seen["units"]) == ("superior", 9)
    _, seen = ask(cast.users["own"])
    assert (seen["actor"].login, seen["units"]) == ("own", 1)
    assert units_seen() == 0


def test_a_body_made_while_it_is_sent_is_made_in_the_same_scope(cast: Cast, ask: Any) -> None:
    answer, _ = ask(cast.users["own"], stream=True)
    assert units_seen() == 0
    assert b"".join(answer.streaming_content) == b"11"
    assert units_seen() == 0


def test_a_login_that_was_shut_is_nobody(cast: Cast, ask: Any) -> None:
    with acting(cast.own) as own:
        made = actions.make_token(own, login="own", device="phone")
    with acting(cast.admin) as admin:
        actions.set_active(admin, login="own", active=False)
        refused("own_grant", actions.set_active, admin, login="admin", active=False)
    user = User.objects.get(username="own")
    assert ask(user)[1]["actor"] is None
    assert ask(token=made.shown)[0].status_code == 401


def test_a_device_acts_as_its_login_until_its_token_ends(cast: Cast, ask: Any) -> None:
    with acting(cast.own) as own:
        made = actions.make_token(own, login="own", device="门岗手机")
        answer, seen = ask(cast.users["superior"], token=made.shown)
        assert (answer.status_code, seen["actor"].login, seen["token"]) == (200, "own", made.id)
        assert seen["login"] == str(cast.users["own"].pk), "whatever session comes along"
        shown = queries.tokens(own, "own")
        assert [(each.device, each.made_by, each.revoked_at) for each in shown] == [("门岗手机", "own", None)]
        assert shown[0].last_used_at is not None
        actions.revoke_token(own, token=made.id)
        assert ask(token=made.shown)[0].status_code == 401


def test_what_a_process_knows_of_a_token_is_two_seconds_old_at_most(
    committed_db: None, cast: Cast, ask: Any, superuser_conn: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    with acting(cast.own) as own:
        made = actions.make_token(own, login="own", device="gate")
    assert ask(token=made.shown)[1]["units"] == 1
    superuser_conn.execute("UPDATE access_token SET revoked_at = now() WHERE id = %s", (made.id,))
    superuser_conn.execute("SELECT pg_terminate_backend(%s)", (connection.connection.info.backend_pid,))
    assert select.select([connection.connection], [], [], 30)[0], "the server says goodbye"
    connection.health_check_enabled, connection.health_check_done = True, False  # as a request begins
    assert ask(token=made.shown)[1]["units"] == 1, "known still, and on a new connection"
    later = time.monotonic() + 2
    monkeypatch.setattr(queries, "_KNOWN_FOR_SECONDS", 2.0)  # which the tests' cast stretches
    monkeypatch.setattr(queries.time, "monotonic", lambda: later)
    assert ask(token=made.shown)[0].status_code == 401


def test_a_device_that_comes_again_is_not_shown_again_and_nobody_else_inherits_its_scope(
    committed_db: None, cast: Cast, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = scope._token
    with acting(cast.superior) as superior:
        made = actions.make_token(superior, login="superior", device="gate")
    told = []
    monkeypatch.setattr(scope, "_token", lambda *said: told.append(said) or token(*said))
    for _ in range(3):
        assert ask(token=made.shown)[1]["units"] == 9
    assert [said[0].login for said in told if said[0].held] == ["superior"]
    assert units_seen() == 9, "the connection still shows the device ..."
    assert ask()[1]["units"] == 0, "... and whoever comes next has it taken away"
    assert ask(token=made.shown)[1]["units"] == 9
    assert ask(cast.users["own"])[1]["units"] == 1
    assert units_seen() == 0


def test_nobody_inherits_a_device_that_acted_as_another_within_a_transaction(
    committed_db: None, cast: Cast, ask: Any
) -> None:
    """What the connection shows is then not remembered, because a rollback would take it back: it is taken anyway."""
    with acting(cast.superior) as superior:
        made = actions.make_token(superior, login="superior", device="gate")

    def work() -> None:
        with transaction.atomic(), acting(scope.system_actor()):
            units_seen()

    assert ask(token=made.shown, work=work)[1]["units"] == 9
    assert ask()[1]["units"] == 0


def test_a_token_is_kept_as_a_digest_and_runs_out(cast: Cast, ask: Any) -> None:
    with acting(cast.own) as own:
        made = actions.make_token(own, login="own", device="x", days=1, at=FixedClock(NOW))
        with connection.cursor() as cursor:
            cursor.execute("SELECT t::text FROM access_token t")
            assert made.shown not in str(cursor.fetchall())
        assert made.expires_at == NOW + timedelta(days=1)
        assert ask(token=made.shown)[0].status_code == 401, "the clock of this machine is years past it"
        refused("token_days", actions.make_token, own, login="own", device="x", days=0)
        refused("token_days", actions.make_token, own, login="own", device="x", days=9999)


@pytest.mark.parametrize("token", ["", "x", "lf_" + "A" * 43, "é" * 50, "x" * 10_000])
def test_a_token_that_is_not_good_is_answered_alike(cast: Cast, ask: Any, token: str) -> None:
    answer, seen = ask(cast.users["own"], token=token)
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"] == "Bearer"
    assert json.loads(answer.content)["code"] == "token_not_good"
    assert seen == {}


def test_whose_tokens_one_may_make_and_end(cast: Cast) -> None:
    with acting(cast.own) as own:
        made = actions.make_token(own, login="own", device="x")
    with acting(cast.sister) as sister:
        refused("not_found", actions.make_token, sister, login="own", device="x")
        refused("not_found", actions.offer_token, sister, login="own", device="x")
        refused("not_found", actions.revoke_token, sister, token=made.id)
        refused("not_found", queries.tokens, sister, "own")
    with acting(cast.commander) as commander:
        refused("token_by_itself", actions.make_token, commander, login="own", device="x")
        refused("not_found", actions.offer_token, commander, login="superior", device="x")
        assert len(queries.tokens(commander, "own")) == 1
        actions.revoke_token(commander, token=made.id)


def test_nobody_takes_over_a_login_that_reaches_further(cast: Cast, system: Actor) -> None:
    with acting(system):
        actions.give_grant(system, login="own", role="superior", unit="XJCG", at=FixedClock(NOW))
    with acting(cast.commander) as commander:
        refused("not_allowed", actions.set_password, commander, login="own", password=PASSWORD)
        refused("not_allowed", actions.offer_token, commander, login="own", device="x")


def test_logins_are_made_by_those_who_may(cast: Cast) -> None:
    make = {"unit": "T161-LOG", "password": PASSWORD}
    with acting(cast.commander) as commander:
        actions.create_user(commander, login="new", **make)  # type: ignore[arg-type]
        refused("login_taken", actions.create_user, commander, login="own", **make)
        refused("password_weak", actions.create_user, commander, login="weak", unit="T161", password="12345678")
        bad = refused("invalid", actions.create_user, commander, login="a b\n", **make)
        assert [fault.path for fault in bad.faults] == ["username"]
        refused("not_found", actions.create_user, commander, login="up", unit="XJCG")
    with acting(cast.own) as own:
        refused("not_allowed", actions.create_user, own, login="mine", unit="T161-LOG")
        actions.set_password(own, login="own", password="Another-long-7-words")
        assert User.objects.get(username="own").check_password("Another-long-7-words")
        refused("not_found", actions.set_password, own, login="nobody", password=PASSWORD)


def sign_in(login: str, password: str) -> tuple[Client, Any]:
    client = Client()
    return client, client.post("/accounts/login/", {"login": login, "password": password})


def test_people_sign_in_by_name_and_password(cast: Cast) -> None:
    cache.clear()
    client, answer = sign_in("own", PASSWORD)
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(cast.users["own"].pk)
    _, wrong = sign_in("own", "wrong")
    assert wrong.status_code == 200


def test_guessing_is_slowed_down(cast: Cast) -> None:
    cache.clear()
    for _ in range(5):
        sign_in("own", "wrong")
    client, _ = sign_in("own", PASSWORD)
    assert "_auth_user_id" not in client.session
    cache.clear()


def test_demo_logins_open_only_while_a_demonstration_runs(cast: Cast, system: Actor, ask: Any, settings: Any) -> None:
    cache.clear()
    with acting(system):
        late = UnitSpec("T161-D04", "crew", "四号井队", "Crew 4", "T161")
        units.open_units(system, [late], at=FixedClock(OPENED_AT))
        made = demo.create_demo_logins(system, at=FixedClock(NOW))
        assert made == [login for login in demo.LOGINS if login not in cast.users]
        assert demo.create_demo_logins(system, at=FixedClock(NOW)) == []
    out = StringIO()
    call_command("demo_token", "grid", stdout=out)
    token, user = out.getvalue().strip(), User.objects.get(username="grid")
    settings.DEMO = False
    assert "_auth_user_id" not in sign_in("grid", demo.PASSWORD)[0].session
    assert ask(user)[1]["actor"] is None
    assert ask(token=token)[0].status_code == 401
    settings.DEMO = True
    assert "_auth_user_id" in sign_in("grid", demo.PASSWORD)[0].session
    actor = ask(token=token)[1]["actor"]
    assert (actor.roles, actor.home) == ({"grid", "gate"}, "C161")
    for login in ("own", "nobody"):
        with pytest.raises(CommandError):
            call_command("demo_token", login)


def test_a_sign_in_is_dated_by_the_clock_of_this_installation(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "current", lambda: FixedClock(NOW))
    assert Client().login(username="own", password=PASSWORD)
    assert User.objects.get(username="own").last_login == NOW
