"""playbook · current: the playbook that this installation works by, and its numbers inside SQL."""

from __future__ import annotations

from datetime import timedelta
from functools import cache, lru_cache

from django.conf import settings

from lianfang.playbook.loader import load
from lianfang.playbook.playbook import Playbook
from lianfang.playbook.shapes import Period


@lru_cache(maxsize=1)
def current() -> Playbook:
    """The playbook named by `settings.PLAYBOOK` (a folder below `playbooks/`); read once for each process."""
    return load(settings.BASE_DIR / "playbooks" / settings.PLAYBOOK)


@cache
def day_closes_at() -> timedelta:
    """The hour at which a reporting day closes, as a span after midnight: the same for the whole of a playbook."""
    closes = current().day_closes.versions[0].at
    return timedelta(hours=closes.hour, minutes=closes.minute)


def holds_sql(version: Period, day: str) -> str:
    """SQL that says whether a version of a rule holds on `day`, an SQL expression of type date."""
    until = f" AND {day} <= DATE '{version.valid_to.isoformat()}'" if version.valid_to else ""
    return f"{day} >= DATE '{version.valid_from.isoformat()}'{until}"


def number_sql(code: str, day: str = "%(day)s::date") -> str:
    """A threshold as an SQL expression, by the day of the event; NULL on a day on which no version holds.

    So that a figure of the past is counted by the rule of its own day. Raises `UnknownRule`.
    """
    cases = " ".join(f"WHEN {holds_sql(v, day)} THEN {v.value}" for v in current().rule(code).versions)
    return f"(CASE {cases} END)"
