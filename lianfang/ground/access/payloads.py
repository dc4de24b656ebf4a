"""access · payloads: what is recorded about who may do what."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from lianfang.ground.access.roles import ROLE_WORDS, Role
from lianfang.kernel.payloads import Line, Payload, fact


class GrantGiven(Payload):
    """A login holds a role over the entry's unit and all below it, from the moment it occurred."""

    login: Line = fact("账号", "login", min_length=1)
    role: Role = fact("角色", "role", choices=ROLE_WORDS)
    until: datetime | None = fact("有效期至", "until", default=None)
    note: Line | None = fact("说明", "note", default=None)


class GrantEnded(Payload):
    """A grant ends with the moment it occurred; `grant` is the entry that gave it."""

    grant: UUID = fact("授权", "grant")
    note: Line | None = fact("说明", "note", default=None)
