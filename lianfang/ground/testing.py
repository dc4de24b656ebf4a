"""ground · testing: the cast that tests of every part stand on: a small tree, logins in it, places, people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

import pytest
from django.contrib.auth.hashers import make_password
from django.db import transaction

from lianfang.ground.access import payloads, vouching
from lianfang.ground.access import queries as access_queries
from lianfang.ground.access.models import User
from lianfang.ground.access.roles import Role
from lianfang.ground.recording import record_all, valid
from lianfang.ground.units import actions as units
from lianfang.ground.units.actions import UnitSpec
from lianfang.kernel import clock, ids, scope
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
from lianfang.kernel.scope import Actor

# 2020-07-20, 09:00 in Ürümqi's and Beijing's zone: four days into the campaign.
OPENED_AT = datetime(2020, 7, 20, 1, 0, tzinfo=UTC)
NOW = datetime(2020, 8, 10, 8, 40, tzinfo=UTC)
PASSWORD = "Rather-long-9-words"

UNITS = (
    UnitSpec("XJCG", "superior", "新疆煤田地质局", "Xinjiang Coal Geology Bureau", aliases=("新疆局",)),
    UnitSpec("T161", "team", "一六一队", "Team 161", "XJCG", aliases=("新疆局一六一队",)),
    UnitSpec("T161-LOG", "logistics", "后勤", "Logistics", "T161"),
    UnitSpec("T161-PROP", "subsidiary", "物业公司", "Property company", "T161"),
    UnitSpec("T161-OFFICE", "office", "机关办公室", "Office", "T161"),
    UnitSpec("T161-LAUNDRY", "subsidiary", "洁倍佳洗涤公司", "Laundry", "T161", aliases=("洁倍佳",)),
    UnitSpec("T161-P01", "project", "一号项目部", "Field project 1", "T161"),
    UnitSpec("T161-D01", "crew", "一号井队", "Drilling crew 1", "T161-P01"),
    UnitSpec("C161", "estate", "一六一队小区", "Estate of Team 161", "T161"),
    UnitSpec("MANAN", "community", "马南社区", "Manan community"),
)


@dataclass(frozen=True)
class Cast:
    """Four people in fixed relation to T161-LOG, and an admin above: users, and `Actor`s of the same name."""

    users: dict[str, User]
    actors: dict[str, Actor]

    @property
    def own(self) -> Actor:
        """The reporter of T161-LOG."""
        return self.actors["own"]

    @property
    def sister(self) -> Actor:
        """The reporter of T161-PROP, a sister of T161-LOG."""
        return self.actors["sister"]

    @property
    def superior(self) -> Actor:
        """The superior over XJCG."""
        return self.actors["superior"]

    @property
    def commander(self) -> Actor:
        """The commander of T161."""
        return self.actors["commander"]

    @property
    def stranger(self) -> Actor:
        """The reporter of MANAN, which stands apart from the tree."""
        return self.actors["stranger"]

    @property
    def admin(self) -> Actor:
        """The administrator of XJCG."""
        return self.actors["admin"]


MEMBERS: dict[str, tuple[Role, str]] = {
    "own": (Role.REPORTER, "T161-LOG"),
    "sister": (Role.REPORTER, "T161-PROP"),
    "superior": (Role.SUPERIOR, "XJCG"),
    "commander": (Role.COMMANDER, "T161"),
    "stranger": (Role.REPORTER, "MANAN"),
    "admin": (Role.ADMIN, "XJCG"),
}


@pytest.fixture(autouse=True)
def _nobody_is_known(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test knows the actors or the clock of another, and none asks for them twice because the machine is slow."""
    monkeypatch.setattr(access_queries, "_KNOWN_FOR_SECONDS", 600.0)
    monkeypatch.setattr(clock, "_KNOWN_FOR_SECONDS", 600.0)
    access_queries.forget()
    clock.forget()
    yield
    access_queries.forget()
    clock.forget()


@pytest.fixture
def system() -> Actor:
    """The product's own hand."""
    return scope.system_actor()


@pytest.fixture
def tree(db: None, system: Actor) -> dict[str, str]:
    """XJCG > T161 > offices, companies, a project with its crew, the estate; MANAN apart. Gives code → path."""
    with scope.acting(system):
        opened = units.open_units(system, UNITS, at=clock.FixedClock(OPENED_AT), origin=Origin.REPLAY)
    return {each.code: each.path for each in opened}


@pytest.fixture
def cast(tree: dict[str, str], system: Actor) -> Cast:
    """The cast with users, grants and actors."""
    users = enlist(system, MEMBERS, password=_hashed())
    return Cast(users, {name: access_queries.actor_of(user) for name, user in users.items()})


@transaction.atomic
def enlist(
    system: Actor,
    people: Mapping[str, tuple[str, str]],
    *,
    since: datetime = OPENED_AT,
    title: str = "",
    password: str = "",
) -> dict[str, User]:
    """Logins with a role over a unit each, as `create_user` and `give_grant` leave them; gives the users by login.

    Most tests begin with some: they are made all at once, and nobody asks whether they may be made. `password` is one
    as it is kept; without it nobody signs in with a word.
    """
    with scope.acting(system):
        users = User.objects.bulk_create(
            User(username=login, unit=unit, title=title, password=password or make_password(None))
            for login, (_, unit) in people.items()
        )
        vouching.vouch(vouching.USER, [user.pk for user in users])
        drafts = [
            Draft(
                id=ids.mint(since), kind="access.grant_given", unit=unit, occurred_at=since,
                data=valid(payloads.GrantGiven, {"login": login, "role": Role(role)}),
            )
            for login, (role, unit) in people.items()
        ]  # fmt: skip
        record_all(system, drafts, origin=Origin.CONSOLE, at=clock.FixedClock(since))
    access_queries.changed()
    return {user.username: user for user in users}


@cache
def _hashed() -> str:
    """The cast's password as it is kept; hashing takes long on purpose, so it is done once."""
    return make_password(PASSWORD)


@pytest.fixture
def acting_as(cast: Cast) -> Callable[[str], AbstractContextManager[Actor]]:
    """`with acting_as("own") as actor:` does what follows as one of the cast."""
    return lambda name: scope.acting(cast.actors[name])
