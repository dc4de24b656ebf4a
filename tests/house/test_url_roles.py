"""tests · house: the URL × role table: every address opened and posted to by every role, a stranger and nobody.

The answers stand in `url_roles/<part>.tsv` as GET/POST (the post is empty and is taken back), a part being an area or a
part of the house with pages of its own; a change of the house that changes one shows there and is read by a person.
Whatever a page offers somebody as a link must open for them, and no page asks the database much (`few_queries`).
Make them again with `LIANFANG_WRITE_TABLE=1 python -m pytest tests/house/test_url_roles.py`.
"""

from __future__ import annotations

import html
import os
import re
from collections import defaultdict
from functools import cache
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve

from lianfang.ground.access import queries as access
from lianfang.ground.access.models import User
from lianfang.kernel import clock
from tests.house import answers, few_queries
from tests.house.addresses import Address, addresses, known_arguments, part_of, parts
from tests.house.names_shown import Names
from tests.support.campaign import EVENING

# Somebody with each role, then one whose scope holds nothing of the objects asked for (all are T161-LOG's or T161's).
CAST = (
    "superior", "commander", "officer", "reporter-log", "keeper", "property", "grid", "site-d01", "laundry", "editor",
    "inspector", "auditor",
)  # fmt: skip
STRANGER, NOBODY = "stranger", "nobody"
WHO = (*CAST, STRANGER, NOBODY)
_LINK = re.compile(r' href="(/[^"#]*)')
# Of the control of the day any day can be chosen; what a page says of one on which nothing stood is tested with it.
_DAYS = re.compile(r'<nav class="lf-day[ "].*?</nav>', re.DOTALL)
_OF_A_SORT = 3  # links of one sort that are opened for each role
_MARKUP_AS_TEXT = re.compile(r"&lt;/?[a-z]+[^;]{0,40}")  # a tag that a page shows instead of using it
# These are the same for everybody, or show each login its own; paper and screens are read, and tips told, without one.
_OF_NO_UNIT = (
    "ledger/", "ledger/set-aside/", "ledger/seals/", "directory/", "preferences/", "styleguide", "healthz", "readyz",
    "metrics", "invited/", "api/v1/openapi.json", "api/v1/kinds", "api/v1/units", "api/v1/places", "api/v1/entries",
    "command/", "paper/", "html/", "tip/", "screen/",
)  # fmt: skip
# Arguments that name something of T161's; a date or the form of an export names nothing.
_OBJECTS = ("unit", "place", "entry", "person", "grant", "stocktake", "token", "transfer", "invitation")
# What links that pages offer answered in this process: every walk stands on the same day.
_opened: dict[tuple[str, str], int] = {}


@pytest.mark.django_db
@pytest.mark.loaded
@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", parts())
def test_every_address_answers_every_role_as_the_table_says(
    part: str, settings: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    few_queries.know_for_long(monkeypatch)
    _make_stranger()
    with clock.standing_at(EVENING):
        every = addresses(known_arguments())
        clients = {name: _client(name) for name in WHO}
        counted = few_queries.Counted()
        doors = Doors({each.address: each.pattern for each in every}, clients, counted)
        names = Names.known()
        found = _walk(names, [each for each in every if part_of(each.pattern) == part], clients, doors, counted)
        closed = doors.closed()
    if os.environ.get("LIANFANG_WRITE_TABLE"):
        answers.table(part).write_text("\n".join(found) + "\n", encoding="utf-8")
    assert found == answers.table(part).read_text(encoding="utf-8").splitlines()
    assert not closed, "\n".join(closed)
    assert not counted.beyond, "\n".join(counted.beyond)


class Doors:
    """The links that each role was shown: whatever a page offers somebody must open for them."""

    def __init__(self, patterns: dict[str, str], clients: dict[str, Client], counted: few_queries.Counted) -> None:
        self._shown: dict[tuple[str, str, tuple[str, ...]], set[str]] = defaultdict(set)
        self._patterns, self._clients, self._counted = patterns, clients, counted

    def note(self, name: str, page: str) -> None:
        """Keeps a few of a page's links of each sort: the same address with the same names in its query."""
        for link in map(html.unescape, _LINK.findall(_DAYS.sub("", page))):
            sort = _sort(link)
            if sort is not None and len(self._shown[name, *sort]) < _OF_A_SORT:
                self._shown[name, *sort].add(link)

    def closed(self) -> list[str]:
        """The links that did not open, each with whom it was shown."""
        shown = {(sort[0], link) for sort, links in self._shown.items() for link in links}
        return sorted(f"{name} {link}" for name, link in shown if self._answer(name, link) >= 400)

    def _answer(self, name: str, link: str) -> int:
        """An address that is itself walked is not opened twice: what it answers is in the table of its part."""
        stated = answers.opens(self._patterns[link]) if link in self._patterns else {}
        if name in stated:
            return stated[name]
        if (name, link) not in _opened:
            _opened[name, link] = self._counted.opened(name, self._clients[name], link).status_code
        return _opened[name, link]


@cache
def _sort(link: str) -> tuple[str, tuple[str, ...]] | None:
    """The address that a link fits and the names in its query; None for a file."""
    way = urlsplit(link)
    if way.path.startswith(("/static/", "/media/")):
        return None
    return resolve(way.path).route, tuple(sorted(parse_qs(way.query)))


def _walk(
    names: Names, every: list[Address], clients: dict[str, Client], doors: Doors, counted: few_queries.Counted
) -> list[str]:
    lines = ["\t".join(("address", *WHO))]
    for each in every:
        said = [_answers(name, clients[name], each, doors, names, counted) for name in WHO]
        assert max(map(max, said)) < 500, (each, dict(zip(WHO, said, strict=True)))
        lines.append("\t".join((each.pattern, *(f"{opened}/{posted}" for opened, posted in said))))
    return lines


def _answers(
    name: str, client: Client, of: Address, doors: Doors, names: Names, counted: few_queries.Counted
) -> tuple[int, int]:
    """What opening it and posting nothing to it are answered with; nothing that the post does stays.

    No page shows anybody a tag, or a name that he has not asked for.
    """
    address = of.address
    answer = counted.opened(name, client, address, of.pattern)
    opened = answer.status_code
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        page = answer.content.decode()
        assert not _MARKUP_AS_TEXT.search(page), (address, _MARKUP_AS_TEXT.findall(page))
        assert not (told := names.untold(name, of.pattern, page)), (name, address, told)
        doors.note(name, page)
    with transaction.atomic():
        posted = client.post(address).status_code
        transaction.set_rollback(True)
    return opened, posted


@pytest.mark.parametrize("part", parts())
def test_the_table_shows_a_stranger_nothing_and_nobody_a_door(part: str) -> None:
    """Outside the scope is 404 (or the form that a role may not open); without a login there is only the login."""
    for row in answers.rows(part):
        if any(f"{name}>" in row["address"] for name in _OBJECTS):
            assert set(row[STRANGER].split("/")) <= {"404", "403", "405"}, row
        if not row["address"].startswith(_OF_NO_UNIT):
            assert set(row[NOBODY].split("/")) <= {"302", "401", "404", "405"}, row


def test_each_table_is_of_a_part_of_the_house() -> None:
    assert sorted(each.stem for each in answers.TABLES.glob("*.tsv")) == sorted(parts())


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
