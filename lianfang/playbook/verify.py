"""playbook · verify: what was applied is what its digest says, and SQL judges by the rows of its files."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.kernel.registry import Discrepancy
from lianfang.playbook import rows, stored
from lianfang.playbook.faults import PlaybookFaults
from lianfang.playbook.playbook import Playbook


def discrepancies(database: BaseDatabaseWrapper) -> Iterator[Discrepancy]:
    """Names an applied playbook whose files were changed, and a rule that judges otherwise than the one in force."""
    for number, each in enumerate(stored.history(database)):
        try:
            found = stored.load_files(stored.files(each.number, database))
        except PlaybookFaults:
            found = None
        if found is None or found.digest != each.digest:
            says = "方案内容与其摘要不符 / the playbook's files are not what its digest says"
            yield Discrepancy("playbook", each.code, each.applied_at.date().isoformat(), str(each.number), says)
        elif number == 0:
            yield from _rows(database, found)


def _rows(database: BaseDatabaseWrapper, playbook: Playbook) -> Iterator[Discrepancy]:
    due = {(code, first.isoformat()): json.loads(said) for code, first, said in rows.said(playbook.in_its_period())}
    with database.cursor() as cursor:
        cursor.execute("SELECT code, first_day, says, value, at FROM playbook_rule")
        stand = {}
        for code, first, said, value, at in cursor.fetchall():
            found = json.loads(said) if isinstance(said, str) else said
            same = value is None or float(value) == float(found.get("value", "nan"))
            same &= at is None or at.isoformat() == (found.get("at") or found.get("due"))
            stand[code, first.isoformat()] = found if same else None
    for code, first in sorted(key for key in {*due, *stand} if due.get(key) != stand.get(key)):
        says = "规则与现行方案不符 / the rule is not what the playbook in force says"
        yield Discrepancy("playbook_rule", "", first, code, says)
