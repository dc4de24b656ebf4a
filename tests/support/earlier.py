"""tests · earlier: a rule of the playbook in force begins earlier than it says, for tests that stand before its day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import connection

from lianfang.playbook import Playbook, current
from lianfang.playbook.current import working_by


@contextmanager
def begins(code: str, day: date) -> Iterator[None]:
    """Inside, the number under `code` holds from `day` on, in Python and in the SQL of this transaction."""
    thresholds = []
    for rule in current().thresholds:
        if rule.code == code:
            first, *rest = rule.versions
            rule = rule.model_copy(update={"versions": (first.model_copy(update={"valid_from": day}), *rest)})
        thresholds.append(rule)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tests_begin(%s, %s)", (code, day))
    with working_by(Playbook.model_construct(**current().parts() | {"thresholds": tuple(thresholds)})):
        yield
