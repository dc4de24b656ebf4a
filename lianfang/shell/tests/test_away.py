"""shell · tests · away: while the database cannot serve, every surface says so in its own form, and never 500."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import psycopg_pool
import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.test import Client

from lianfang.ground.access import queries as access_queries
from lianfang.ground.testing import PASSWORD
from lianfang.kernel import clock
from lianfang.kernel.away import away
from lianfang.shell import assets
from lianfang.shell.testing import entry

errors = psycopg.errors
AWAY: list[tuple[psycopg.Error, str]] = [
    (psycopg.OperationalError("connection failed: Connection refused"), "busy"),
    (psycopg.OperationalError("server closed the connection unexpectedly"), "busy"),
    (psycopg_pool.PoolTimeout("couldn't get a connection after 30.00 sec"), "busy"),
    (errors.AdminShutdown("terminating connection due to administrator command"), "busy"),
    (errors.CrashShutdown("terminating connection because of crash of another server process"), "busy"),
    (errors.CannotConnectNow("the database system is in recovery mode"), "busy"),
    (errors.TooManyConnections("sorry, too many clients already"), "busy"),
    (errors.DiskFull('could not extend file "base/5/1": No space left on device'), "disk_full"),
    (errors.ReadOnlySqlTransaction("cannot execute INSERT in a read-only transaction"), "read_only"),
    (errors.InsufficientPrivilege('could not open file "base/5/1": Read-only file system'), "read_only"),
]
OURS: list[psycopg.Error] = [
    errors.UndefinedColumn('column "nonsense" does not exist'),
    errors.InsufficientPrivilege("permission denied for table ledger_entry"),
    errors.ProgramLimitExceeded("too much"),
    psycopg.InterfaceError("the cursor is closed"),
]
names = [type(error).__name__ + str(number) for number, (error, _) in enumerate(AWAY)]


@contextmanager
def failing(error: psycopg.Error) -> Iterator[None]:
    """Every statement fails so, whoever sends it."""

    def fail(*_: Any, **__: Any) -> Any:
        raise type(error)(*error.args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(psycopg.Cursor, "execute", fail)
        yield


@pytest.fixture
def unknown() -> Callable[[], None]:
    """What this process remembers of actors and the clock is forgotten: as in one that was started just now."""

    def forget() -> None:
        access_queries.forget()
        clock.forget()

    return forget


@pytest.mark.parametrize(("error", "code"), AWAY, ids=names)
def test_devices_get_a_problem_with_a_stable_code(
    error: psycopg.Error, code: str, token_of: Any, unknown: Callable[[], None]
) -> None:
    headers, client = token_of("own"), Client(raise_request_exception=False)
    unknown()
    body = json.dumps(entry({"n": 3}))
    with failing(error):
        answers = [
            client.get("/api/v1/units", headers=headers),
            client.get("/api/v1/entries", headers=headers),
            client.post("/api/v1/entries", body, content_type="application/json", headers=headers),
            client.post("/api/v1/entries/batch", f"[{body}]", content_type="application/json", headers=headers),
        ]
    for answer in answers:
        assert answer.status_code == 503
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == code
        assert int(answer["Retry-After"]) > 0


@pytest.mark.parametrize(("error", "code"), AWAY, ids=names)
def test_people_get_a_page_in_both_languages(
    error: psycopg.Error, code: str, browser_of: Any, unknown: Callable[[], None]
) -> None:
    signed_in, stranger = browser_of("own"), Client()
    signed_in.raise_request_exception = stranger.raise_request_exception = False
    unknown()
    with failing(error):
        answers = [
            signed_in.get("/"),
            signed_in.get("/ledger/", headers={"HX-Request": "true"}),
            signed_in.get("/screening/temperature-check/export.csv"),
            signed_in.get("/screening/temperature-check/export.xlsx"),
            signed_in.post("/screening/temperature-check/new/", {"unit": "T161-LOG"}),
            stranger.post("/accounts/login/", {"login": "own", "password": PASSWORD}),
        ]
    for answer in answers:
        text = answer.content.decode()
        assert answer.status_code == 503, answer.request["PATH_INFO"]
        assert answer["Content-Type"].startswith("text/html")
        assert int(answer["Retry-After"]) > 0
        assert code in text
        assert "尚未记录" in text
        assert "nothing was recorded" in text
        assert 'href="/"' in text


@pytest.mark.parametrize(("error", "code"), AWAY, ids=names)
def test_machines_and_files_are_answered_whoever_asks(
    error: psycopg.Error, code: str, browser_of: Any, unknown: Callable[[], None]
) -> None:
    client = browser_of("own")
    unknown()
    with failing(error):
        alive, ready, counted = client.get("/healthz"), client.get("/readyz"), client.get("/metrics")
        mark = client.get(assets.url("mark.svg"))
    assert alive.status_code == counted.status_code == mark.status_code == 200
    assert ready.status_code == 503
    assert ready["Content-Type"] == "application/json"
    assert int(ready["Retry-After"]) > 0


@pytest.mark.parametrize("error", OURS, ids=lambda error: type(error).__name__)
def test_a_fault_of_ours_is_never_excused_as_the_database_s(
    error: psycopg.Error, token_of: Any, browser_of: Any, unknown: Callable[[], None]
) -> None:
    headers, device, browser = token_of("own"), Client(raise_request_exception=False), browser_of("own")
    browser.raise_request_exception = False
    unknown()
    with failing(error):
        answer, page = device.get("/api/v1/units", headers=headers), browser.get("/")
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert answer.json()["code"] == "internal"
    assert page.status_code == 500


def raised_while(failing: Exception, then: Exception) -> Exception:
    """`then`, as it looks when it was raised while `failing` was dealt with."""
    then.__context__ = failing
    return then


def test_what_follows_from_the_database_being_away_is_told_by_its_cause() -> None:
    lost = OperationalError("the connection is lost")
    assert away(lost) is not None
    assert away(raised_while(lost, ProgrammingError("Cannot open a new connection in an atomic block."))) is not None
    assert away(raised_while(lost, KeyError("bug"))) is None
    assert away(InterfaceError("connection already closed")) is not None
    assert away(ValueError("nothing of the kind")) is None
