"""shell · directory: the stage of its tests: places, households and people on the ground's tree, and every role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.test import Client

from lianfang.ground.access import queries as access_queries
from lianfang.ground.people import actions as people
from lianfang.ground.people.actions import HouseholdSpec, PersonSpec
from lianfang.ground.places import actions as places
from lianfang.ground.places.actions import PlaceSpec
from lianfang.ground.testing import OPENED_AT, Cast, enlist
from lianfang.kernel import clock, scope
from lianfang.kernel.scope import Actor

NOW = datetime(2020, 8, 10, 8, 40, tzinfo=UTC)  # 16:40 in the duty room
PLACES = (
    PlaceSpec("C161-B03", "building", "C161", "3号楼", "Building 3"),
    PlaceSpec("C161-B03-LIFT1", "lift", "C161", "3号楼电梯", "Lift of building 3", "C161-B03"),
    PlaceSpec("C161-GATE1", "gate", "C161", "一号门岗", "Gate 1"),
    PlaceSpec("T161-LOG-W1", "warehouse", "T161-LOG", "一号仓库", "Warehouse 1"),
    PlaceSpec("MANAN-OFFICE", "duty_room", "MANAN", "社区值班室", "Duty room of the community"),
)
HOMES = tuple(
    HouseholdSpec(f"C161-B03-{e}-{f}0{d}", "C161", "non_local" if (e, f, d) == (2, 3, 1) else "resident",
                  "C161-B03", e, f, f"{f}0{d}")
    for e in (1, 2) for f in (1, 2, 3) for d in (1, 2)
)  # fmt: skip


@dataclass(frozen=True)
class World:
    """What stands on the stage. `living` is a resident of C161, `clerk` somebody of T161-LOG."""

    cast: Cast
    living: UUID
    clerk: UUID


def build(cast: Cast, system: Actor) -> World:
    """The tree with places, twelve homes and three people."""
    at = clock.FixedClock(OPENED_AT)
    with scope.acting(system):
        places.open_places(system, PLACES, at=at)
        people.open_households(system, HOMES, at=at)
        living, _, clerk = people.register_people(
            system,
            [
                PersonSpec("C161", "王建国", "11010519491231002X", "13800000001", household="C161-B03-2-301"),
                PersonSpec("C161", "李秀英", household="C161-B03-1-101"),
                PersonSpec("T161-LOG", "张三", phone="13800000003"),
            ],
            at=at,
        )
    return World(cast, living, clerk)


def browser(system: Actor, role: str, unit: str = "T161", *, language: str = "zh-hans") -> Client:
    """A browser in which somebody with that role over that unit is signed in."""
    login = f"{role}-{unit}".lower()
    users = get_user_model().objects
    if not users.filter(username=login).exists():
        enlist(system, {login: (role, unit)}, title=f"{role} of {unit}")
    client = Client(headers={"accept-language": language})
    client.force_login(users.get(username=login), backend="django.contrib.auth.backends.ModelBackend")
    access_queries.forget()
    return client


def post(client: Client, url: str, **data: Any) -> Any:
    """The answer to a form that was filled in with `data`."""
    return client.post(url, data)


def shown(answer: Any) -> str:
    """What a page says, whatever its status."""
    return str(answer.content.decode())
