"""kernel · streams: the versions of things with a life: each follows the one before, and none follows the last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lianfang.kernel import problems
from lianfang.kernel.entries import Checked, Recorded
from lianfang.kernel.kinds import KINDS
from lianfang.kernel.problems import Refused
from lianfang.kernel.steps import Lost


def refused(cursor: Any, checked: Mapping[int, Checked]) -> dict[int, Refused]:
    """What stands against drafts of streams, by their index: somebody was there first, or the stream is closed."""
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
