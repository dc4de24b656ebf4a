"""kernel · streams: the versions of things with a life: each follows the one before, and none follows the last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from lianfang.kernel import problems
from lianfang.kernel.entries import Checked, Recorded, missing
from lianfang.kernel.kinds import KINDS
from lianfang.kernel.problems import Refused
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.steps import Lost


class Thing(NamedTuple):
    """A thing with a life as its target's SQL names it."""

    target: str
    unit: str
    path: str
    kind: str
    zh: str
    en: str
    exercise: bool


def things(cursor: Any, sort: str, streams: Sequence[UUID]) -> dict[UUID, Thing]:
    """The things of a sort with these ids, as far as the connection's scope reaches, whatever became of them."""
    target = REGISTRY.targets().get(sort)
    if target is None or not target.named or not streams:
        return {}
    cursor.execute(target.named, {"targets": [str(each) for each in streams]})
    return {UUID(row[0]): Thing(*row) for row in cursor}


def refused(cursor: Any, checked: Mapping[int, Checked]) -> dict[int, Refused]:
    """What stands against drafts of streams, by their index: the thing is not there or another's, somebody was there
    first, or the stream is closed."""
    found = _of_no_thing(cursor, checked)
    return found | _not_next(cursor, {index: one for index, one in checked.items() if index not in found})


def _of_no_thing(cursor: Any, checked: Mapping[int, Checked]) -> dict[int, Refused]:
    """Steps that go on with what others began: only of a thing that is there, of a kind that is meant, by its unit."""
    meant: dict[str, set[UUID]] = {}
    for one in checked.values():
        if one.kind.goes_on and one.draft.stream:
            meant.setdefault(one.kind.goes_on, set()).add(one.draft.stream)
    known = {sort: things(cursor, sort, sorted(ids)) for sort, ids in meant.items()}
    found: dict[int, Refused] = {}
    for index, one in checked.items():
        kind, draft = one.kind, one.draft
        if not kind.goes_on or draft.stream is None:
            continue
        thing = known[kind.goes_on].get(draft.stream)
        if thing is None:
            found[index] = missing("stream", str(draft.stream))
        elif thing.kind not in kind.thing_kinds:
            found[index] = Refused(problems.THING_OF_ANOTHER_KIND, kind=kind.words)
        elif thing.unit != draft.unit:
            found[index] = Refused(problems.THING_OF_ANOTHER_UNIT, unit=thing.unit)
        elif thing.exercise != draft.exercise:
            found[index] = Refused(problems.THING_AND_EXERCISE)
    return found


def _not_next(cursor: Any, checked: Mapping[int, Checked]) -> dict[int, Refused]:
    """Steps that are not the next of their stream, or come after its last."""
    streams = {one.draft.stream for one in checked.values() if one.draft.stream}
    cursor.execute(
        "SELECT stream, max(version), bool_or(closes), array_agg(entry) FROM ledger_stream "
        "WHERE stream = ANY(%s) GROUP BY stream",
        (list(streams),),
    )
    state = {row[0]: list(row[1:]) for row in cursor}
    found: dict[int, Refused] = {}
    for index, one in checked.items():
        draft = one.draft
        if draft.stream is None:
            continue
        version, closed, entries = state.get(draft.stream, [0, False, []])
        if draft.id in entries:
            continue
        if closed or draft.version != version + 1:
            problem = problems.STREAM_CLOSED if closed else problems.STREAM_MOVED
            found[index] = Refused(problem, version=version)
        else:
            state[draft.stream] = [draft.version, one.kind.closes, [*entries, draft.id]]
    return found


def write(cursor: Any, rows: Sequence[Recorded]) -> None:
    """Notes the versions of new entries. Raises `Lost` where somebody else's version was there first."""
    for row in rows:
        if row.stream is not None:
            cursor.execute(
                "INSERT INTO ledger_stream (entry, stream, version, path, closes) "
                "VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                (row.id, row.stream, row.version, row.path, KINDS[row.kind].closes),
            )
            if cursor.rowcount == 0:
                raise Lost
