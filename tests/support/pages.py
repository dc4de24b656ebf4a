"""tests · pages: logins with a role for a test, and what a page says."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client

from lianfang.ground.access.roles import Role
from lianfang.ground.testing import OPENED_AT, enlist
from lianfang.kernel.scope import Actor


def browser(system: Actor, role: Role, unit: str, *, lang: str = "zh-hans", since: datetime = OPENED_AT) -> Client:
    """A browser in which somebody with a role over a unit is signed in; the same login for the same role and unit."""
    login = f"{role}-{unit.lower()}"
    users = get_user_model().objects
    if not users.filter(username=login).exists():
        enlist(system, {login: (role, unit)}, since=since)
    client = Client()
    client.force_login(users.get(username=login), backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["lianfang_language"] = lang
    return client


def text(answer: Any, status: int = 200) -> str:
    """What a page says, with the status that it should have."""
    said: str = answer.content.decode()
    assert answer.status_code == status, said[:800]
    return said


def title(answer: Any) -> str:
    """The page's answer."""
    found = re.search(r"<h1>(.*?)</h1>", text(answer), re.DOTALL)
    return found.group(1).strip() if found else ""
