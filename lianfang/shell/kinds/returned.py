"""shell · kind returned: an own export that was edited and comes back: each changed row corrects the entry that it was.

Rows are known by their own ids. What is as it stands makes nothing; a column that was left out changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from lianfang.kernel.entries import WITHDRAWAL, Draft
from lianfang.kernel.kinds import Kind
from lianfang.kernel.problems import Refused, problem
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell.kinds.form_schema import FieldType, specs_of, walk
from lianfang.shell.kinds.grid import DATA
from lianfang.shell.kinds.sheets import RowRead, id_of
from lianfang.shell.kinds.wording import at, concealed
from lianfang.shell.ledger import queries
from lianfang.shell.ledger.queries import Entry

_LONGEST_CHAIN = 50
REASON_ASKED = problem(
    "returned_reason_asked",
    422,
    w("这一行改过，须写更正原因", "This row was changed: corrections need a reason"),
    w(
        "请在页面上填写“更正原因”（一次即可），再上传同一张表",
        "Fill in the reason on the page, once, and upload the sheet again",
    ),
)
WITHDRAWN = problem(
    "returned_withdrawn",
    409,
    w("这条记录已撤回，不能再更正", "This entry was withdrawn and cannot be corrected"),
    w(
        "如确有其事，请删去“记录编号”后作为新记录上传",
        "If it did happen, clear its entry id and upload it as a new one",
    ),
)
OTHER_UNIT = problem(
    "returned_other_unit",
    422,
    w("这条记录属于另一单位，更正不能改单位", "This entry is of another unit, and a correction does not move it"),
    w(
        "请恢复原来的单位；记错单位的，撤回后另记",
        "Put the unit back; where it is wrong, withdraw the entry and record it again",
    ),
)
CONCEALED_PARTS = problem(
    "returned_concealed",
    403,
    w(
        "这条记录有您看不到的内容，不能用表格更正",
        "Parts of this entry are concealed from you, so no sheet corrects it",
    ),
    w("请由记录人或能看到的人更正", "Let whoever recorded it, or may read it, correct it"),
)


def returned(actor: Actor, kind: Kind, rows: Sequence[RowRead], columns: Collection[str], reason: str) -> list[RowRead]:
    """The rows, of which those that are entries already say so, or correct them. `columns` are those of the sheet."""
    own = {row.draft.id for row in rows if row.draft is not None}
    there = {key: each for key, each in queries.by_ids(own).items() if each.kind == kind.code} if own else {}
    there = {key: each for key, each in there.items() if queries.may_see(actor, each)}
    if not there:
        return list(rows)
    standing = _standing(there)
    data = queries.facts_of(actor, [each for each in standing.values() if each.kind != WITHDRAWAL])
    return [
        _of(kind, row, standing[row.draft.id], data, columns, reason)
        if row.draft is not None and row.draft.id in standing and row.draft.corrects is None
        else row
        for row in rows
    ]


def _standing(there: Mapping[UUID, Entry]) -> dict[UUID, Entry]:
    """What each entry became: itself, its last correction, or its withdrawal."""
    found = dict(there)
    for _ in range(_LONGEST_CHAIN):
        after = {each.superseded_by for each in found.values() if each.superseded_by is not None}
        if not after:
            break
        known = queries.by_ids(after)
        found = {
            key: known.get(each.superseded_by, each) if each.superseded_by else each for key, each in found.items()
        }
        if not after & known.keys():
            break
    return found


def _of(
    kind: Kind,
    row: RowRead,
    now: Entry,
    data: Mapping[UUID, dict[str, Any]],
    columns: Collection[str],
    reason: str,
) -> RowRead:
    draft = row.draft
    assert draft is not None
    if now.kind == WITHDRAWAL:
        return replace(row, draft=None, refused=Refused(WITHDRAWN))
    if draft.unit != now.unit:
        return replace(row, draft=None, refused=Refused(OTHER_UNIT))
    before = data[now.id]
    wanted = _merged(kind, draft.data, before, columns)
    envelope: dict[str, Any] = {
        name: getattr(draft if name in columns else now, name) for name in ("place", "person", "occurred_at")
    }
    if _stored(kind, wanted) == _stored(kind, before) and all(
        value == getattr(now, name) for name, value in envelope.items()
    ):
        return replace(row, known=True)
    if any(concealed(at(before, name)) for name, _ in walk(specs_of(kind.payload))):
        return replace(row, draft=None, refused=Refused(CONCEALED_PARTS))
    if not reason:
        return replace(row, draft=None, refused=Refused(REASON_ASKED))
    occurred: datetime = envelope.pop("occurred_at")
    content = json.dumps([str(now.id), wanted, envelope, occurred], default=str, sort_keys=True, ensure_ascii=False)
    made = Draft(
        id=id_of(occurred, content, 1), kind=kind.code, unit=now.unit, occurred_at=occurred, data=wanted,
        stream=now.stream, exercise=now.exercise, corrects=now.id, reason=reason, **envelope,
    )  # fmt: skip
    return replace(row, draft=made, changed=True)


def _merged(kind: Kind, said: Any, before: Mapping[str, Any], columns: Collection[str]) -> dict[str, Any]:
    """What stands, with what the sheet says in its columns."""
    made: dict[str, Any] = json.loads(json.dumps(before, default=str))
    for name, spec in walk(specs_of(kind.payload)):
        if spec.shape is FieldType.ROWS or DATA + name not in columns or concealed(at(before, name)):
            continue
        *groups, last = name.split(".")
        holder = made
        for group in groups:
            holder[group] = holder.get(group) or {}
            holder = holder[group]
        value = at(dict(said), name)
        if value is None:
            holder.pop(last, None)
        else:
            holder[last] = value
    return made


def _stored(kind: Kind, data: Mapping[str, Any]) -> dict[str, Any]:
    """The data as it would be stored; as it is said, where it does not hold."""
    try:
        return dict(kind.payload.model_validate(dict(data), strict=False).model_dump(mode="json"))
    except ValueError:
        return dict(data)
