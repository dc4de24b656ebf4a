"""tests · earlier: rules of the playbook in force begin earlier than they say, for tests of earlier days."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import connection

from lianfang.playbook import Playbook, current
from lianfang.playbook.current import working_by


@contextmanager
def begin(*codes: str, day: date) -> Iterator[None]:
    """Inside, the numbers under these codes hold from `day` on, in Python and in the SQL of this transaction."""
    thresholds = []
    for rule in current().thresholds:
        if rule.code in codes:
            first, *rest = rule.versions
            rule = rule.model_copy(update={"versions": (first.model_copy(update={"valid_from": day}), *rest)})
        thresholds.append(rule)
    with connection.cursor() as cursor:
        cursor.executemany("SELECT tests_begin(%s, %s)", [(code, day) for code in codes])
    with working_by(Playbook.model_construct(**current().parts() | {"thresholds": tuple(thresholds)})):
        yield
