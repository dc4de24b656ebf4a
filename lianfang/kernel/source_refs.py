"""kernel · source refs: a line of another system is one entry of its kind and unit, however often it is sent.

A kind whose payload has the field `source_ref`, with a column of that name, keeps there by what another system knows
the line. What stands under it is corrected, never recorded beside it (decision 0964).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID
from zlib import crc32

from lianfang.kernel import problems
from lianfang.kernel.entries import Checked
from lianfang.kernel.kinds import Kind
from lianfang.kernel.problems import Fault, Problem, Refused

FIELD = "source_ref"
_MARK = f'"{FIELD}"'.encode()
_TURNS = 64  # a batch of ten thousand lines takes no more locks than this
_WAIT = "SELECT kernel_wait_for(k) FROM unnest(%s::text[]) k"
_STANDING = """
SELECT r.unit, r.source_ref, e.id, e.occurred_at, e.data::text
FROM {table} r JOIN ledger_entry e ON e.id = r.entry
WHERE r.unit = ANY(%(units)s) AND r.source_ref = ANY(%(refs)s) AND r.superseded_at IS NULL AND NOT r.exercise
  AND e.kind = %(kind)s
ORDER BY e.recorded_at DESC, e.id DESC
"""


def refused(cursor: Any, checked: Mapping[int, Checked]) -> dict[int, Refused]:
    """Drafts for whose line another entry stands, in the ledger or earlier in the batch, by their index.

    `source_ref_stands` where that says the same, else `source_ref_known`. Corrections, drills and what is recorded
    already under its own id are not asked.
    """
    lines = {index: ref for index, one in checked.items() if (ref := _ref(one))}
    if not lines:
        return {}
    units = {checked[index].draft.unit for index in lines}
    cursor.execute(_WAIT, (sorted({f"{FIELD}:{crc32(unit.encode()) % _TURNS}" for unit in units}),))
    stands = _standing(
        cursor, {checked[index].kind.code: checked[index].kind for index in lines}.values(), units, lines
    )
    found: dict[int, Refused] = {}
    for index, ref in lines.items():
        draft, data = checked[index].draft, checked[index].data.decode()
        entry, *said = stands.setdefault((draft.kind, draft.unit, ref), (draft.id, draft.occurred_at, data))
        if entry != draft.id:
            same = said == [draft.occurred_at, data]
            found[index] = _named(problems.SOURCE_REF_STANDS if same else problems.SOURCE_REF_KNOWN, ref, entry)
    if found:
        cursor.execute("SELECT id FROM ledger_entry WHERE id = ANY(%s)", ([checked[each].draft.id for each in found],))
        known = {row[0] for row in cursor}
        found = {index: each for index, each in found.items() if checked[index].draft.id not in known}
    return found


def _ref(one: Checked) -> str | None:
    """The line for which a draft would be recorded."""
    draft, kind = one.draft, one.kind
    if draft.corrects or draft.exercise or _MARK not in one.data or FIELD not in kind.payload.model_fields:
        return None
    rows = kind.projection.rows if kind.projection else None
    if rows is None or FIELD not in rows.columns:
        return None
    ref: str | None = json.loads(one.data).get(FIELD)
    return ref


def _standing(
    cursor: Any, kinds: Iterable[Kind], units: Iterable[str], lines: Mapping[int, str]
) -> dict[tuple[str, str, str], tuple[UUID, Any, str]]:
    """The first entry that stands for each line, by kind, unit and reference."""
    found: dict[tuple[str, str, str], tuple[UUID, Any, str]] = {}
    for kind in kinds:
        assert kind.projection is not None
        statement = _STANDING.replace("{table}", kind.projection.rows.table)
        cursor.execute(statement, {"units": sorted(units), "refs": sorted({*lines.values()}), "kind": kind.code})
        found |= {(kind.code, unit, ref): (entry, at, data) for unit, ref, entry, at, data in cursor}
    return found


def _named(problem: Problem, ref: str, entry: UUID) -> Refused:
    refusal = Refused(problem, ref=ref, entry=entry)
    return Refused(problem, faults=(Fault(f"data.{FIELD}", refusal.says, problem.code),), ref=ref, entry=entry)
