"""shell · kind sources: rows that another system knows by an id of its own: kept with their entries, and known by it.

A row whose id there is known is compared with the entry that it became, as a row of an own export is with its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from lianfang.ground.sheets import actions, queries
from lianfang.kernel.kinds import Kind
from lianfang.kernel.problems import Refused, problem
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell.kinds.sheets import RowRead, id_of

SOURCE_TWICE = problem(
    "source_twice",
    422,
    w("来源编号“{ref}”在第 {n} 行已出现", "The source id “{ref}” is in row {n} already"),
    w(
        "来源编号一行一个；这一列若不是每行唯一，请在“列名对应”中不要选它",
        "Each row has its own; where the column has none of its own for each row, do not choose it under Heads",
    ),
)
SOURCE_OF_ANOTHER = problem(
    "source_of_another",
    409,
    w("来源编号“{ref}”与已保存的不符", "The source id “{ref}” is not the one that is kept"),
    w(
        "一条记录只有一个来源编号，一个来源编号只属一条记录；请恢复导出时的内容",
        "An entry has one source id, and an id one entry; put back what was exported",
    ),
)


def by_source(actor: Actor, kind: Kind, rows: Sequence[RowRead]) -> list[RowRead]:
    """The rows, of which those that another system sent before are meant as the entries that they became then."""
    named = {(row.draft.unit, row.ref) for row in rows if row.draft is not None and row.ref}
    if not named:
        return list(rows)
    there = queries.entries_called(actor, kind.code, named)
    called = queries.called(actor, {row.draft.id for row in rows if row.draft is not None and row.ref})
    seen: dict[tuple[str, str], int] = {}
    return [_meant(row, there, called, seen) for row in rows]


def _meant(
    row: RowRead, there: dict[tuple[str, str], UUID], called: dict[UUID, str], seen: dict[tuple[str, str], int]
) -> RowRead:
    draft = row.draft
    if draft is None or not row.ref:
        return row
    key = draft.unit, row.ref
    if (first := seen.setdefault(key, row.number)) != row.number:
        return replace(row, draft=None, refused=Refused(SOURCE_TWICE, ref=row.ref, n=first))
    if row.own:
        kept = called.get(draft.id)
        if row.ref == kept or (kept is None and key not in there):
            return row
        return replace(row, draft=None, refused=Refused(SOURCE_OF_ANOTHER, ref=row.ref))
    if key in there:
        return replace(row, draft=replace(draft, id=there[key]), own=True, sourced=True)
    if draft.id in called:  # the same content under another id there is another entry
        return replace(row, draft=replace(draft, id=id_of(draft.occurred_at, f"{draft.id} {row.ref}", 1)))
    return row


def keep(actor: Actor, kind: Kind, rows: Iterable[RowRead]) -> None:
    """Keeps the ids with the entries that the rows became, or were before."""
    made = [
        (row.draft.unit, row.ref, row.draft.corrects if row.changed and row.draft.corrects else row.draft.id)
        for row in rows
        if row.draft is not None and row.ref and not row.sourced
    ]
    if made:
        actions.keep_sources(actor, verb=kind.record, kind=kind.code, made=made)
