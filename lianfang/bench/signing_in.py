"""bench · signing in: a whole office behind one address comes to work and signs in, all at once."""

from __future__ import annotations

import http.client
import re
from urllib.parse import urlencode

from lianfang.bench import seed, server
from lianfang.bench.report import Line, say
from lianfang.ground.access import actions
from lianfang.kernel import scope

PEOPLE, SECONDS_MOST = 200, 30.0
_PASSWORD = "Eight-o-clock-161"
_LOGIN = "/accounts/login/"


def line(port: int) -> Line:
    """From the first request to the last answer: each opens the page, sends the form, is let in, sees the home page."""
    say(f"{PEOPLE} people sign in from one address")
    system = scope.system_actor("bench")
    with scope.acting(system):
        for login in _logins():
            actions.create_user(system, login=login, unit=seed.ROOT, password=_PASSWORD)
    taken = server.together(_logins(), lambda login: _sign_in(port, login))
    return Line("office_signs_in", taken, "s", SECONDS_MOST, 1.0, at_least=False)


def _logins() -> list[str]:
    return [f"worker-{number:03d}" for number in range(PEOPLE)]


def _sign_in(port: int, login: str) -> None:
    """Raises RuntimeError where somebody with the right password is not let in."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    page, cookies = _ask(link, "GET", _LOGIN, {})
    found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if found is None:
        raise RuntimeError(f"no form on the sign-in page: {page[:300]!r}")
    said = {"csrfmiddlewaretoken": found[1].decode(), "login": login, "password": _PASSWORD}
    _, cookies = _ask(link, "POST", _LOGIN, cookies, urlencode(said))
    if "lianfang_session" not in cookies:
        raise RuntimeError(f"{login} was not let in")
    _ask(link, "GET", "/", cookies)


def _ask(
    link: http.client.HTTPConnection, method: str, address: str, cookies: dict[str, str], body: str | None = None
) -> tuple[bytes, dict[str, str]]:
    """The page, and the cookies as they are then."""
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    link.request(method, address, body, headers)
    answer = link.getresponse()
    said = answer.read()
    if answer.status not in (200, 302):
        raise RuntimeError(f"{method} {address}: {answer.status} {said[:300]!r}")
    given = (each.split(";", 1)[0].partition("=") for each in answer.headers.get_all("Set-Cookie", []))
    return said, cookies | {name: value for name, _, value in given}
