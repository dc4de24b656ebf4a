"""access · tests: nobody gets, through a second login or in another's name, what he does not hold himself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from lianfang.ground.access import actions, queries
from lianfang.ground.access.roles import FROM_ABOVE, GIVEN_BY, Role
from lianfang.ground.access.tests.test_entry import ask, refused
from lianfang.ground.testing import NOW, PASSWORD, Cast
from lianfang.kernel.clock import FixedClock
from lianfang.kernel.scope import Actor, acting

__all__ = ["ask"]
AT = FixedClock(NOW)
LATER = FixedClock(NOW + timedelta(hours=1))


@pytest.fixture
def sub_admin(cast: Cast, system: Actor) -> Actor:
    """An administrator of T161-LOG alone, whom the administrator of XJCG made."""
    with acting(system):
        user = actions.create_user(system, login="log-admin", unit="T161-LOG")
        actions.give_grant(system, login="log-admin", role="admin", unit="T161-LOG", at=AT)
    return queries.actor_of(user)


def test_the_table_names_who_gives_each_role() -> None:
    assert set(GIVEN_BY) == set(Role)
    for role, givers in GIVEN_BY.items():
        assert givers <= {role, Role.ADMIN}


def test_a_commander_s_puppet_gets_no_more_than_he_holds(cast: Cast) -> None:
    with acting(cast.commander) as commander:
        actions.create_user(commander, login="puppet", unit="T161", password=PASSWORD)
        for role in Role:
            give = (actions.give_grant, commander)
            said = {"login": "puppet", "role": role, "unit": "T161", "at": AT}
            if role is Role.COMMANDER:
                actions.give_grant(commander, **said)  # type: ignore[arg-type]
                continue
            problem = "admin_by_admin" if role is Role.ADMIN else "role_not_held"
            refused("role_from_above" if role in FROM_ABOVE else problem, *give, **said)
        assert {each.role for each in queries.grants(commander, login="puppet")} == {"commander"}


def test_what_somebody_holds_himself_beside_the_verb_he_may_give(cast: Cast, system: Actor) -> None:
    with acting(system):
        actions.give_grant(system, login="commander", role="keeper", unit="T161-LOG", at=AT)
    queries.forget()
    commander = queries.actor_of(cast.users["commander"])
    with acting(commander):
        actions.give_grant(commander, login="own", role="keeper", unit="T161-LOG", at=AT)
        said = {"login": "own", "role": "keeper", "unit": "T161-PROP", "at": AT}
        refused("role_not_held", actions.give_grant, commander, **said)


def test_what_is_held_for_a_while_is_given_for_no_longer(standing_clock: FixedClock, cast: Cast, system: Actor) -> None:
    until = NOW + timedelta(days=2)
    with acting(system):
        actions.create_user(system, login="deputy", unit="T161")
        actions.give_grant(system, login="deputy", role="commander", unit="T161", until=until, at=AT)
    deputy = queries.actor_of(actions.User.objects.get(username="deputy"))
    give = {"login": "own", "role": "commander", "unit": "T161", "at": LATER}
    with acting(deputy):
        refused("longer_than_yours", actions.give_grant, deputy, **give)
        refused("longer_than_yours", actions.give_grant, deputy, **give, until=until + timedelta(seconds=1))
        actions.give_grant(deputy, **give, until=until)  # type: ignore[arg-type]


def test_an_administrator_of_a_part_gives_there_and_nothing_that_comes_from_above(cast: Cast, sub_admin: Actor) -> None:
    with acting(sub_admin):
        actions.create_user(sub_admin, login="puppet", unit="T161-LOG", password=PASSWORD)
        for role in set(Role) - FROM_ABOVE:
            actions.give_grant(sub_admin, login="puppet", role=role, unit="T161-LOG", at=AT)
            for elsewhere in ("T161", "T161-PROP", "XJCG"):
                said = {"login": "puppet", "role": role, "unit": elsewhere, "at": AT}
                refused("not_found", actions.give_grant, sub_admin, **said)
        for role in FROM_ABOVE:
            said = {"login": "puppet", "role": role, "unit": "T161-LOG", "at": AT}
            refused("role_from_above", actions.give_grant, sub_admin, **said)
    with acting(cast.admin) as admin:
        watching = actions.give_grant(admin, login="sister", role="auditor", unit="T161-LOG", at=AT)
        actions.give_grant(admin, login="sister", role="auditor", unit="XJCG", at=AT)
    with acting(sub_admin):
        refused("role_from_above", actions.end_grant, sub_admin, grant=watching, at=LATER)


def test_nobody_sets_the_password_of_a_login_that_may_do_what_he_could_not_give(cast: Cast, sub_admin: Actor) -> None:
    with acting(cast.commander) as commander:
        refused("role_not_held", actions.set_password, commander, login="own", password=PASSWORD)
        actions.create_user(commander, login="fresh", unit="T161-LOG")
        actions.set_password(commander, login="fresh", password=PASSWORD)
    with acting(sub_admin):
        actions.set_password(sub_admin, login="own", password=PASSWORD)


def test_a_token_laid_ready_opens_nothing_until_its_login_takes_it(cast: Cast, ask: Any) -> None:
    with acting(cast.commander) as commander:
        offered = actions.offer_token(commander, login="own", device="门岗手机", days=30)
        refused("not_found", actions.take_token, commander, token=offered)
        (shown,) = queries.tokens(commander, "own")
        assert (shown.made_by, shown.accepted_at) == ("commander", None)
    with acting(cast.sister) as sister:
        refused("not_found", actions.take_token, sister, token=offered)
    with acting(cast.own) as own:
        made = actions.take_token(own, token=offered)
        refused("offer_over", actions.take_token, own, token=offered)
    answer, seen = ask(token=made.shown)
    assert (answer.status_code, seen["actor"].login, seen["actor"].via) == (200, "own", "commander")
    with acting(cast.commander) as commander:
        gone = actions.offer_token(commander, login="own", device="x", days=1, at=AT)
        actions.revoke_token(commander, token=gone)
    with acting(cast.own) as own:
        refused("offer_over", actions.take_token, own, token=gone)


def test_nobody_writes_by_hand_a_token_that_another_has_taken(cast: Cast, ask: Any) -> None:
    with acting(cast.commander) as commander, connection.cursor() as cursor:
        offered = actions.offer_token(commander, login="own", device="x")
        for by_hand in (
            "UPDATE access_token SET accepted_at = now() WHERE id = %(id)s",
            "UPDATE access_token SET digest = sha256('known') WHERE id = %(id)s",
            "INSERT INTO access_token SELECT gen_random_uuid(), device, sha256('known'), made_at, expires_at, "
            "last_used_at, revoked_at, user_id, made_by, now() FROM access_token WHERE id = %(id)s",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                cursor.execute(by_hand, {"id": offered})
        cursor.execute("SELECT * FROM access_take_token(%s, sha256('known'), now())", (offered,))
        assert cursor.fetchone() is None
    assert ask(token="known")[0].status_code == 401
