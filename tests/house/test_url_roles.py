"""tests · house: the URL × role table: every address opened and posted to by every role, a stranger and nobody.

The answers stand in `url_roles.tsv` as GET/POST (the post is empty and is taken back); a change of the house that
changes one shows there and is read by a person.
Whatever a page offers somebody as a link must open for them.
Make it anew with `LIANFANG_WRITE_TABLE=1 python -m pytest tests/house/test_url_roles.py`.
"""

from __future__ import annotations

import html
import os
import re
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve

from lianfang.campaigns.team161 import load
from lianfang.campaigns.team161.plan.shapes import SHANGHAI
from lianfang.ground.access import queries as access
from lianfang.ground.access.models import User
from lianfang.kernel import clock
from tests.house.addresses import addresses, known_arguments

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(1500)]
TABLE = Path(__file__).with_name("url_roles.tsv")
EVENING = datetime(2020, 7, 16, 18, 30, tzinfo=SHANGHAI)
# Somebody with each role, then one whose scope holds nothing of the objects asked for (all are T161-LOG's or T161's).
CAST = (
    "superior", "commander", "officer", "reporter-log", "keeper", "property", "grid", "site-d01", "laundry", "editor",
    "inspector", "auditor",
)  # fmt: skip
_LINK = re.compile(r' href="(/[^"#]*)')
_OF_A_SORT = 3  # links of one sort that are opened for each role
_MARKUP_AS_TEXT = re.compile(r"&lt;/?[a-z]+[^;]{0,40}")  # a tag that a page shows instead of using it
STRANGER, NOBODY = "stranger", "nobody"
# These are the same for everybody, or show each login its own.
_OF_NO_UNIT = (
    "ledger/", "ledger/set-aside/", "ledger/seals/", "directory/", "preferences/", "styleguide", "healthz", "readyz",
    "metrics", "api/v1/openapi.json", "api/v1/kinds", "api/v1/units", "api/v1/places", "api/v1/entries", "command/",
)  # fmt: skip
# Arguments that name something of T161's; a date or the form of an export names nothing.
_OBJECTS = ("unit", "place", "entry", "person", "grant", "stocktake", "token")


def test_every_address_answers_every_role_as_the_table_says(settings: pytest.FixtureRequest) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    load.load(until=EVENING)
    _make_stranger()
    doors = Doors()
    with clock.standing_at(EVENING):
        found = _walk(doors)
        closed = doors.closed()
    if os.environ.get("LIANFANG_WRITE_TABLE"):
        TABLE.write_text("\n".join(found) + "\n", encoding="utf-8")
    assert found == TABLE.read_text(encoding="utf-8").splitlines()
    assert not closed, "\n".join(closed)


class Doors:
    """The links that each role was shown: whatever a page offers somebody must open for them."""

    def __init__(self) -> None:
        self._shown: dict[tuple[str, str, tuple[str, ...]], set[str]] = defaultdict(set)

    def note(self, name: str, page: str) -> None:
        """Keeps a few of a page's links of each sort: the same address with the same names in its query."""
        for link in map(html.unescape, _LINK.findall(page)):
            way = urlsplit(link)
            if way.path.startswith(("/static/", "/media/")):
                continue
            sort = (name, resolve(way.path).route, tuple(sorted(parse_qs(way.query))))
            if len(self._shown[sort]) < _OF_A_SORT:
                self._shown[sort].add(link)

    def closed(self) -> list[str]:
        """The links that did not open, each with whom it was shown."""
        found = []
        for name in {sort[0] for sort in self._shown}:
            client = _client(name)
            links = sorted(link for sort, links in self._shown.items() if sort[0] == name for link in links)
            found += [f"{name} {link}" for link in links if client.get(link).status_code >= 400]
        return sorted(found)


def _walk(doors: Doors) -> list[str]:
    who = (*CAST, STRANGER, NOBODY)
    clients = {name: _client(name) for name in who}
    lines = ["\t".join(("address", *who))]
    for each in addresses(known_arguments()):
        answers = [_answers(name, clients[name], each.address, doors) for name in who]
        assert max(map(max, answers)) < 500, (each, dict(zip(who, answers, strict=True)))
        lines.append("\t".join((each.pattern, *(f"{opened}/{posted}" for opened, posted in answers))))
    return lines


def _answers(name: str, client: Client, address: str, doors: Doors) -> tuple[int, int]:
    """What opening it and posting nothing to it are answered with; nothing that the post does stays.

    No page shows anybody a tag.
    """
    answer = client.get(address)
    opened = answer.status_code
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        page = answer.content.decode()
        assert not _MARKUP_AS_TEXT.search(page), (address, _MARKUP_AS_TEXT.findall(page))
        doors.note(name, page)
    with transaction.atomic():
        posted = client.post(address).status_code
        transaction.set_rollback(True)
    return opened, posted


def test_the_table_shows_a_stranger_nothing_and_nobody_a_door() -> None:
    """Outside the scope is 404 (or the form that a role may not open); without a login there is only the login."""
    head, *lines = TABLE.read_text(encoding="utf-8").splitlines()
    columns = head.split("\t")
    for line in lines:
        row = dict(zip(columns, line.split("\t"), strict=True))
        if any(f"{name}>" in row["address"] for name in _OBJECTS):
            assert set(row[STRANGER].split("/")) <= {"404", "403", "405"}, row
        if not row["address"].startswith(_OF_NO_UNIT):
            assert set(row[NOBODY].split("/")) <= {"302", "401", "404", "405"}, row


def _client(name: str) -> Client:
    client = Client(raise_request_exception=False)
    if name != NOBODY:
        client.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _make_stranger() -> None:
    from lianfang.ground.access import actions
    from lianfang.kernel import scope

    system = scope.system_actor("walk")
    with scope.acting(system), clock.standing_at(EVENING):
        actions.create_user(system, login=STRANGER, unit="MANAN")
        for role in ("reporter", "officer", "commander", "keeper", "property", "grid", "site", "auditor", "admin"):
            actions.give_grant(system, login=STRANGER, role=role, unit="MANAN")
    access.forget()
