"""shell · kind returned: an own export that was edited and comes back: each changed row corrects the entry that it was.

A row is compared with the entry whose id it says, and with no other. What is as that entry says makes nothing; a column
that was left out changes nothing. What was edited of an entry that has been corrected since is refused.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from lianfang.kernel.entries import WITHDRAWAL, Draft
from lianfang.kernel.kinds import Kind
from lianfang.kernel.problems import Problem, Refused, problem
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, listed, w
from lianfang.shell.kinds.form_schema import FieldType, specs_of, walk
from lianfang.shell.kinds.grid import DATA
from lianfang.shell.kinds.sheets import RowRead, id_of
from lianfang.shell.kinds.wording import at, concealed
from lianfang.shell.ledger import queries
from lianfang.shell.ledger.queries import Entry

_LONGEST_CHAIN = 50
_Moment = TypeVar("_Moment", datetime, datetime | None)
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
MEANWHILE = problem(
    "returned_corrected_meanwhile",
    409,
    w(
        "导出之后这条记录又有更正，这一行改的是旧内容",
        "This entry was corrected after the export: the row changes an earlier version",
    ),
    w("请重新导出，在新表上修改后再上传", "Export again, make the change in the new sheet and upload that"),
)
TWICE = problem(
    "returned_twice",
    422,
    w("表中有几行写着同一个记录编号", "Several rows of the sheet have the same entry id"),
    w(
        "更正只留一行；复制出来的新记录，请清空“记录编号”",
        "Keep one row of a correction; in a copied row that is a new entry, clear the entry id",
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
FIXED = problem(
    "returned_fixed",
    422,
    w("更正不能改：{columns}", "A correction does not change: {columns}"),
    w(
        "请恢复导出时的内容；这几项记错的，撤回后另记",
        "Put back what was exported; where that is wrong, withdraw the entry and record it again",
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


SOURCE_KNOWN = problem(
    "source_known",
    422,
    w(
        "来源编号“{ref}”已有记录，内容与这一行不同",
        "“{ref}” of the source is recorded already, and says something else",
    ),
    w(
        "如系更正，请在页面上填写“更正原因”后再上传；如是另一条，请改来源编号",
        "To correct it, fill in the reason on the page and upload again; where it is another, give it an id of its own",
    ),
)
SOURCE_CHANGED = problem(
    "source_changed",
    409,
    w(
        "来源编号“{ref}”的记录已在本系统更正或撤回，与这一行不同",
        "What “{ref}” of the source became was corrected or withdrawn here, and says something else",
    ),
    w("请打开那条记录核对，需要时在那里更正", "Open the entry and compare; where it is wrong, correct it there"),
)


@dataclass(frozen=True, slots=True)
class _Content:
    """What an entry says, as far as a correction may change it."""

    data: dict[str, Any]
    place: str | None
    person: UUID | None
    occurred_at: datetime
    known_at: datetime | None


def returned(actor: Actor, kind: Kind, rows: Sequence[RowRead], reason: str) -> list[RowRead]:
    """The rows, of which those that say the id of an entry are known as it stands, correct it, or are refused."""
    said = Counter(row.draft.id for row in rows if row.own and row.draft is not None)
    found = queries.by_ids(said).items() if said else ()
    own = {key: each for key, each in found if each.kind == kind.code and queries.may_see(actor, each)}
    if not own:
        return list(rows)
    now = _standing({key: each for key, each in own.items() if each.superseded_by is not None})
    told = {each.id: each for each in (*own.values(), *now.values()) if each.kind == kind.code}
    data = queries.facts_of(actor, [*told.values()])
    made = []
    for row in rows:
        if row.own and row.draft is not None and row.draft.id in own:
            key = row.draft.id
            row = _of(kind, row, row.draft, own[key], now.get(key, own[key]), data, reason)
            if row.changed and said[key] > 1:
                row = _refused(row, TWICE)
        made.append(row)
    return made


def _standing(superseded: Mapping[UUID, Entry]) -> dict[UUID, Entry]:
    """What each entry became: its last correction, or its withdrawal."""
    found = dict(superseded)
    for _ in range(_LONGEST_CHAIN):
        after = {each.superseded_by for each in found.values() if each.superseded_by is not None}
        known = queries.by_ids(after) if after else {}
        if not known:
            break
        found = {
            key: known.get(each.superseded_by, each) if each.superseded_by else each for key, each in found.items()
        }
    return found


def _of(
    kind: Kind, row: RowRead, draft: Draft, own: Entry, now: Entry, data: Mapping[UUID, dict[str, Any]], reason: str
) -> RowRead:
    if draft.unit != own.unit:
        return _refused(row, OTHER_UNIT)
    before, wanted = data[own.id], _wanted(kind, row, draft, own, data[own.id])
    same = wanted == _content(kind, own, before)
    if edited := _edited(draft, own, row.columns, same=same):
        return _refused(row, FIXED, columns=listed(edited))
    if same:
        return replace(row, known=True)
    if now is not own:  # the same sheet again finds its own corrections
        if now.kind != WITHDRAWAL and wanted == _content(kind, now, data[now.id]):
            return replace(row, known=True)
        if row.sourced:
            return _refused(row, SOURCE_CHANGED, ref=row.ref)
        return _refused(row, WITHDRAWN if now.kind == WITHDRAWAL else MEANWHILE)
    if any(concealed(at(before, name)) for name, _ in walk(specs_of(kind.payload))):
        return _refused(row, CONCEALED_PARTS)
    why = draft.reason if draft.reason and draft.reason != own.reason and "reason" in row.columns else reason
    if not why:
        return _refused(row, SOURCE_KNOWN, ref=row.ref) if row.sourced else _refused(row, REASON_ASKED)
    content = json.dumps(
        [str(own.id), wanted.data, wanted.place, wanted.person, wanted.occurred_at, wanted.known_at],
        default=str, sort_keys=True, ensure_ascii=False,
    )  # fmt: skip
    correction = Draft(
        id=id_of(wanted.occurred_at, content, 1), kind=kind.code, unit=own.unit, occurred_at=wanted.occurred_at,
        data=wanted.data, place=wanted.place, person=wanted.person, stream=own.stream, known_at=wanted.known_at,
        evidence=own.evidence, exercise=own.exercise, corrects=own.id, reason=why,
    )  # fmt: skip
    return replace(row, draft=correction, changed=True)


def _refused(row: RowRead, why: Problem, **data: Any) -> RowRead:
    return replace(row, draft=None, refused=Refused(why, **data), changed=False)


def _edited(draft: Draft, own: Entry, columns: frozenset[str], *, same: bool) -> list[Words]:
    """The columns that were edited although no correction changes them; a reason alone corrects nothing."""
    kept = {
        "exercise": (w("演练", "Exercise"), draft.exercise == own.exercise),
        "evidence": (w("凭据", "Evidence"), draft.evidence in (own.evidence, own.grade)),
        "corrects": (w("更正的记录", "Corrects"), draft.corrects == own.corrects),
        "stream": (w("编号", "Id of the thing"), draft.stream == own.stream),
        "reason": (w("更正原因", "Reason"), not same or (draft.reason or None) == (own.reason or None)),
    }
    return [words for code, (words, stands) in kept.items() if code in columns and not stands]


def _wanted(kind: Kind, row: RowRead, draft: Draft, own: Entry, before: Mapping[str, Any]) -> _Content:
    """What the entry would say: what it said, with what the sheet says in its columns."""

    def said(name: str) -> Any:
        return getattr(draft if name in row.columns else own, name)

    return _Content(
        _stored(kind, _merged(kind, draft.data, before, row.columns)), said("place"), said("person"),
        _exact(said("occurred_at"), own.occurred_at), _exact(said("known_at"), own.known_at),
    )  # fmt: skip


def _content(kind: Kind, entry: Entry, data: Mapping[str, Any]) -> _Content:
    return _Content(_stored(kind, data), entry.place, entry.person, entry.occurred_at, entry.known_at)


def _exact(said: _Moment, kept: _Moment) -> _Moment:
    """The entry's own moment, where a spreadsheet only dropped its seconds."""
    return kept if kept is not None and said == kept.replace(second=0, microsecond=0) else said


def _merged(kind: Kind, said: Any, before: Mapping[str, Any], columns: frozenset[str]) -> dict[str, Any]:
    """What stands, with what the sheet says in its columns."""
    made: dict[str, Any] = json.loads(json.dumps(before, default=str))
    for name, spec in walk(specs_of(kind.payload)):
        if spec.shape is FieldType.ROWS or DATA + name not in columns or concealed(at(before, name)):
            continue
        *groups, last = name.split(".")
        value = at(dict(said), name)
        if value is None and at(before, name) is None:
            continue
        holder = made
        for group in groups:
            holder[group] = holder.get(group) or {}
            holder = holder[group]
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
