"""access · tests: a second factor is written by the login itself, and notes its use while the sign-in is half done."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.test import Client

from lianfang.ground.access.sessions import SessionStore, fingerprint
from lianfang.ground.testing import PASSWORD, Cast
from lianfang.kernel import scope

pytestmark = pytest.mark.django_db


def test_somebody_with_a_second_factor_signs_in_with_a_recovery_code(cast: Cast) -> None:
    user = cast.users["own"]
    with scope.acting(cast.own):
        TOTP.activate(user, generate_totp_secret())
        (code, *_) = RecoveryCodes.activate(user).get_unused_codes()
    client = Client()
    asked = client.post("/accounts/login/", {"login": "own", "password": PASSWORD})
    assert asked.status_code == 302
    assert "2fa" in asked["Location"]
    assert "_auth_user_id" not in client.session
    client.post(asked["Location"], {"code": code})
    assert client.session["_auth_user_id"] == str(user.pk)
    used = Authenticator.objects.get(user=user, type="recovery_codes")
    assert used.last_used_at is not None


def test_a_session_copied_under_another_key_opens_nothing(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.users["own"])
    mine, theirs = SessionStore(), SessionStore(client.session.session_key)
    mine.create()
    copied = theirs.encode(theirs._session)  # type: ignore[attr-defined]
    with scope.acting(cast.own), connection.cursor() as cursor:
        values = (fingerprint(mine.session_key or ""), copied)
        cursor.execute("SELECT access_session_write(%s, %s, 'infinity', false)", values)
        assert cursor.fetchone() == (True,)
    assert SessionStore(mine.session_key).get("_auth_user_id") is None
    assert SessionStore(theirs.session_key).get("_auth_user_id") == str(cast.users["own"].pk)
