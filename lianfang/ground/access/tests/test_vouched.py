"""access · tests of codes over logins and tokens: what the product does holds, anything else is named."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.contrib.auth.hashers import make_password
from django.db import connections
from django.test import Client

from lianfang.ground.access import actions
from lianfang.ground.access.models import User
from lianfang.ground.testing import NOW, PASSWORD, Cast
from lianfang.kernel import upgrades
from lianfang.kernel.clock import FixedClock
from lianfang.kernel.scope import Actor, acting
from lianfang.kernel.verify import verify
from tests.support.forging import superuser_as_owner, undone

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
AT = FixedClock(NOW)


@pytest.fixture
def used(cast: Cast, system: Actor) -> dict[str, Any]:
    """Logins and tokens that went through everything that the product does with them."""
    with acting(system):
        actions.create_user(system, login="reader", unit="T161", title="读者", password=PASSWORD, once=True)
        actions.set_password(system, login="reader", password=f"{PASSWORD}!")
        actions.set_active(system, login="stranger", active=False)
    with acting(cast.own) as own:
        actions.set_language(own, language="en")
        token = actions.make_token(own, login="own", device="手机", at=AT)
        ended = actions.make_token(own, login="own", device="旧手机", at=AT)
        actions.revoke_token(own, token=ended.id, at=AT)
    with acting(cast.commander) as commander:
        offered = actions.offer_token(commander, login="own", device="平板", at=AT)
    with acting(cast.own) as own:
        actions.take_token(own, token=offered, at=AT)
    return {"token": token.id, "ended": ended.id, "offered": offered}


def found() -> list[Any]:
    return verify(connections["owner"]).found


def test_whatever_the_product_does_holds(used: dict[str, Any]) -> None:
    assert found() == []
    client = Client()
    assert client.login(username="own", password=PASSWORD)
    assert found() == []


def test_a_password_hashed_again_at_sign_in_holds(used: dict[str, Any], settings: Any) -> None:
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher", "django.contrib.auth.hashers.MD5PasswordHasher",
    ]  # fmt: skip
    user = User.objects.get(username="own")
    user.password = make_password(PASSWORD, hasher="md5")
    user.save(update_fields=["password"])
    assert found() == []
    assert Client().login(username="own", password=PASSWORD)
    assert User.objects.get(username="own").password.startswith("pbkdf2")
    assert found() == []


CHANGES = (
    "UPDATE access_user SET password = (SELECT password FROM access_user WHERE username = 'reader') "
    "WHERE username = 'superior'",
    "UPDATE access_user SET is_active = true WHERE username = 'stranger'",
    "UPDATE access_user SET is_superuser = true WHERE username = 'own'",
    "UPDATE access_user SET unit = 'XJCG' WHERE username = 'own'",
    "UPDATE access_user SET email = 'me@example.cn' WHERE username = 'superior'",
    "DELETE FROM access_user WHERE username = 'reader'",
    "INSERT INTO access_user (username, password, unit, first_name, last_name, email, is_active, is_staff, "
    "is_superuser, date_joined, language, title, demo, password_once) SELECT 'ghost', password, unit, "
    "first_name, last_name, email, is_active, is_staff, is_superuser, date_joined, language, title, demo, "
    "password_once FROM access_user WHERE username = 'own'",
    "UPDATE access_token SET user_id = (SELECT id FROM access_user WHERE username = 'superior') WHERE id = %(token)s",
    "UPDATE access_token SET digest = sha256('known') WHERE id = %(token)s",
    "UPDATE access_token SET revoked_at = NULL WHERE id = %(ended)s",
    "UPDATE access_token SET expires_at = expires_at + interval '9 years' WHERE id = %(offered)s",
    "DELETE FROM access_token WHERE id = %(offered)s",
    "DELETE FROM access_code WHERE key = %(token)s::text",
)


def test_what_is_done_behind_its_back_is_named(used: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    with superuser_as_owner(monkeypatch) as owner:
        for change in CHANGES:
            with undone(owner) as cursor:
                cursor.execute(change, used)
                assert cursor.rowcount >= 1, change
                told = verify(owner).found
            assert {each.what for each in told} <= {"login", "token"}, change
            assert told, change
        assert verify(owner).holds


def test_an_installation_from_before_is_vouched_for_once_and_is_told(
    used: dict[str, Any], superuser_conn: psycopg.Connection[Any]
) -> None:
    superuser_conn.execute("DELETE FROM access_code")
    assert len(found()) == 7 + 3
    import_module("lianfang.ground.access.migrations.0006_cover").vouch(
        None, SimpleNamespace(connection=connections["owner"])
    )
    assert found() == []
    assert ["10 logins and tokens" in each.en for each in upgrades.noted()] == [True]
