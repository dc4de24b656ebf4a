"""kernel · verify open: what is not sealed yet, against the running digest and the newest checkpoint, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import psycopg

from lianfang.kernel import clock, open_day
from lianfang.kernel.heads import Head
from lianfang.kernel.open_day import Checkpoint, Fault, Held
from lianfang.kernel.registry import Discrepancy
from lianfang.kernel.running import BEFORE_ALL
from lianfang.kernel.signing import SealKeys
from lianfang.kernel.words import Words, w

_NAMED_AT_MOST = 200
_NO_MAC = w(
    "没有当日摘要的密钥：未封存的记录只核对了内容，未核对是否有增减",
    "the key of the running digest is not here: of what is not sealed yet only the content was compared",
)
_NO_CHECKPOINT = w(
    "没有检查点：当日最后的记录若被删去，看不出来",
    "there is no checkpoint: whether the last entries of the open day were cut off was not compared",
)
_SAYS = {
    "forged": "当日摘要的一环系伪造或被改动 / a link of the running digest is forged or was changed",
    "gone": "已记录，现已不在 / it was recorded and is gone",
    "exchanged": "内容已不是当时所记录的 / it is not what was recorded then",
    "cut": "当日摘要在第 {number} 环处缺 {lacks} 环 / the running digest lacks {lacks} recordings at number {number}",
}
_UNHELD = "不是经本系统记录的：当日摘要中没有 / it was not recorded by this system: the running digest does not hold it"


class Outcome(Protocol):
    """Where it is noted what was found."""

    open: int
    checkpoint: datetime | None
    found: list[Discrepancy]
    unchecked: list[Words]


def check(
    link: psycopg.Connection[Any],
    keys: SealKeys,
    outcome: Outcome,
    until: datetime | None,
    known: Sequence[Head],
    checkpoint: Checkpoint | None,
    *,
    own: bool,
) -> None:
    """Compares what was recorded since `until` with the running digest, and with the checkpoint of this machine."""
    if keys.mac is None:
        outcome.unchecked.append(_NO_MAC)
        return
    held = open_day.held(link, keys, from_at=until or open_day.EVER)
    outcome.found.extend(_faults(link, held.faults))
    if outcome.open != held.inside:
        outcome.found.extend(_unheld(link, until, held))
    if checkpoint is None:
        if own:
            outcome.unchecked.append(_NO_CHECKPOINT)
        return
    outcome.checkpoint = checkpoint.at
    outcome.found.extend(_against(checkpoint, known, held))


def _faults(link: psycopg.Connection[Any], faults: Sequence[Fault]) -> Iterator[Discrepancy]:
    for fault in faults:
        day = clock.day_of(fault.at).date.isoformat()
        says = _SAYS[fault.what].format(number=fault.number, lacks=fault.lacks)
        entries: Sequence[UUID] = fault.entries
        if fault.what == "gone":
            rows = link.execute("SELECT id FROM ledger_entry WHERE id = ANY(%s)", (list(entries),)).fetchall()
            entries = sorted(set(entries) - {row[0] for row in rows})
        for entry in [str(each) for each in entries[:_NAMED_AT_MOST]] or [""]:
            yield Discrepancy("open", "", day, entry, says)


def _unheld(link: psycopg.Connection[Any], until: datetime | None, held: Held) -> Iterator[Discrepancy]:
    # A moment that no calendar has is named with its entry already.
    rows = link.execute(
        "SELECT e.id, e.unit, e.recorded_at FROM ledger_entry e WHERE e.recorded_at >= %s AND e.recorded_at < %s AND "
        "NOT EXISTS (SELECT 1 FROM ledger_running r, unnest(r.entries) AS u(id) WHERE u.id = e.id) "
        "ORDER BY e.id LIMIT %s",
        (until or open_day.EVER, open_day.FOREVER, _NAMED_AT_MOST),
    ).fetchall()
    for entry, unit, at in rows:
        yield Discrepancy("open", unit, clock.day_of(at).date.isoformat(), str(entry), _UNHELD)
    if not rows and not held.faults:
        yield Discrepancy(
            "open", "", "", "", "未封存的条数与当日摘要不符 / the entries not sealed yet are not those held"
        )


def _against(checkpoint: Checkpoint, known: Sequence[Head], held: Held) -> Iterator[Discrepancy]:
    at = f"{clock.local(checkpoint.at):%Y-%m-%d %H:%M:%S}"
    newest = known[-1].digest if known else BEFORE_ALL
    if checkpoint.head != BEFORE_ALL and all(head.digest != checkpoint.head for head in known):
        says = f"{at} 检查点所载的总封印已不在 / the head that the checkpoint of {at} names is gone"
        yield Discrepancy("head", "", checkpoint.day.isoformat() if checkpoint.day else "", "", says)
    for fault in open_day.shortfall(checkpoint, newest, held.ends):
        says = (
            f"{at} 之前的最后 {fault.lacks} 次记录已不在 / "
            f"the last {fault.lacks} recordings of a writer before {at} are gone"
        )
        yield Discrepancy("open", "", clock.day_of(fault.at).date.isoformat(), "", says)
