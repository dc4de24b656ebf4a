"""opening · actions: the first unit, person and account of an empty installation, all or nothing."""

from __future__ import annotations

from django.db import connection, transaction

from lianfang.ground.access import actions as access
from lianfang.ground.access.models import User
from lianfang.ground.access.roles import Role
from lianfang.ground.opening.problems import NOT_EMPTY
from lianfang.ground.people import actions as people
from lianfang.ground.recording import Turn, take_turn
from lianfang.ground.units import actions as units
from lianfang.ground.units.actions import UnitSpec
from lianfang.kernel import clock, scope
from lianfang.kernel.kinds import Origin
from lianfang.kernel.problems import Refused
from lianfang.playbook import current

# What the first one may do: give everybody else access, and command until somebody else does.
ROLES = (Role.ADMIN, Role.COMMANDER)


def is_empty() -> bool:
    """Whether the installation has no unit yet."""
    with scope.acting(scope.system_actor("opening")), connection.cursor() as cursor:
        cursor.execute("SELECT NOT EXISTS (SELECT FROM units_unit)")
        found: bool = cursor.fetchone()[0]
    return found


def open_installation(
    *,
    unit: UnitSpec,
    login: str,
    person: str,
    password: str,
    once: bool = False,
    language: str = "zh-hans",
    at: clock.Clock | None = None,
    origin: Origin = Origin.CONSOLE,
) -> User:
    """Opens the unit, enters the person there and gives the login the `ROLES` over it; of two at once one is refused.

    A password `once` opens one door only: that to one of one's own. Raises `installation_not_empty`, and what opening
    a unit, entering a person and making a login raise.
    """
    system = scope.system_actor("opening")
    with scope.acting(system), transaction.atomic():
        take_turn(Turn.TREE)
        if not is_empty():
            raise Refused(NOT_EMPTY)
        opened = units.open_units(system, [unit], at=at, origin=origin)[0]
        people.register_person(system, unit=opened.code, name=person, at=at, origin=origin)
        user = access.create_user(
            system, login=login, unit=opened.code, password=password, language=language, title=person, once=once
        )
        for role in ROLES:
            access.give_grant(system, login=user.username, role=role, unit=opened.code, at=at, origin=origin)
    return user


def first_kind() -> str:
    """The kind of a first unit where nobody says another: the one that files upward, by the playbook in force."""
    kinds = current().unit_kinds
    return next((each.code for each in kinds if each.level == "upward"), kinds[0].code)
