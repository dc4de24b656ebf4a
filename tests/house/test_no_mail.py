"""tests · house: nothing that would need a mail server is offered, and whoever asks for it is told plainly."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

PAGES = ("password/reset/", "password/reset/done/", "password/reset/key/1-set-password/", "email/", "confirm-email/")


def addresses_kept() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM account_emailaddress")
        counted: int = cursor.fetchone()[0]
    return counted


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_accounts_by_mail_are_no_page(page: str, browser_of: Any) -> None:
    for client in (Client(), browser_of("own")):
        client.raise_request_exception = False
        for answer in (
            client.get(f"/accounts/{page}"),
            client.post(f"/accounts/{page}", {"email": "somebody@example.cn", "action_add": ""}),
        ):
            assert answer.status_code == 404
            assert "本系统不通过邮件办理账号" in answer.content.decode()
            assert "管理员" in answer.content.decode()
    assert addresses_kept() == 0
    assert mail.outbox == []


@pytest.mark.django_db
def test_the_other_pages_of_accounts_are_there(browser_of: Any) -> None:
    assert Client().get("/accounts/login/").status_code == 200
    assert browser_of("own").get("/accounts/password/change/").status_code == 200
