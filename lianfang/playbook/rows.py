"""playbook · rows: each version of each rule as a row, so that SQL judges by the rule of the day of the event."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.playbook.playbook import Playbook

_INSERT = (
    "INSERT INTO playbook_rule (code, first_day, last_day, value, at, says, source, mark, verified, digest) "
    "VALUES (%s, %s, %s, %s, %s, %s::jsonb, %s, %s, %s, %s)"
)


def write(owner: BaseDatabaseWrapper, playbook: Playbook) -> None:
    """Makes the rows those of the playbook, as the owner; called inside the transaction that puts it in force."""
    with owner.cursor() as cursor:
        cursor.execute("DELETE FROM playbook_rule")
        cursor.executemany(_INSERT, list(_rows(playbook)))


def said(playbook: Playbook) -> Iterator[tuple[str, date, str]]:
    """Code, first day and content (JSON) of each row that the playbook gives."""
    for code, first, _last, _value, _at, says, *_ in _rows(playbook):
        yield code, first, says


def _rows(playbook: Playbook) -> Iterator[tuple[Any, ...]]:
    for code, rule in playbook.rules.items():
        for version in rule.versions:
            says = version.model_dump(mode="json")
            value, at = says.get("value"), says.get("at") or says.get("due")
            yield (
                code, version.valid_from, version.valid_to, value, at, json.dumps(says, ensure_ascii=False),
                version.source, version.mark, version.verified, playbook.digest,
            )  # fmt: skip


def holds_sql(row: str, day: str) -> str:
    """SQL that says whether a row of `playbook_rule` holds on `day`, an SQL expression of type date."""
    return f"{row}.first_day <= {day} AND ({row}.last_day IS NULL OR {row}.last_day >= {day})"


def number_sql(code: str, day: str = "%(day)s::date") -> str:
    """A threshold as an SQL expression, by the day of the event; NULL on a day on which no version holds.

    So that a figure of the past is counted by the rule of its own day.
    """
    return f"(SELECT rule.value FROM playbook_rule rule WHERE rule.code = '{code}' AND {holds_sql('rule', day)})"
