"""kernel · witness comparing: what differs here from a witness that was kept elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.kernel import clock, heads, open_day
from lianfang.kernel.heads import Head
from lianfang.kernel.registry import Discrepancy
from lianfang.kernel.witness import UnitMark, Witness


def compare(database: BaseDatabaseWrapper, kept: Witness) -> list[Discrepancy]:
    """What differs here from a witness that may be believed; `database` sees every unit."""
    return [
        *_compare_head(database, kept.head),
        *_compare_units(database, kept.units),
        *_compare_open(database, kept.open),
    ]


_FIGURES = {
    "total": ("累计条数", "the total of entries"),
    "entries": ("当日条数", "the day's count of entries"),
    "units": ("单位数", "the number of units"),
    "root": ("根值", "the root"),
    "previous": ("前一总封印", "the head before it"),
}


def _compare_head(database: BaseDatabaseWrapper, kept: Head) -> Iterator[Discrepancy]:
    here, day = heads.of_day(database, kept.day), kept.day.isoformat()
    if here is None:
        newest = heads.newest(database)
        last = newest.day.isoformat() if newest else "—"
        yield _differs(
            "", day, f"总封印缺这一天，现止于 {last} / the head of this day is gone; the chain ends on {last}"
        )
        return
    changed = [(name, words) for name, words in _FIGURES.items() if getattr(here, name) != getattr(kept, name)]
    for name, (zh, en) in changed:
        there, now = (_short(getattr(one, name)) for one in (kept, here))
        yield _differs("", day, f"{zh}不同：凭证 {there}，现为 {now} / {en} differs: witness {there}, here {now}")
    if not changed and replace(here, digest=kept.digest) != kept:
        yield _differs("", day, "总封印与凭证不同 / the head differs from the witness")


def _compare_units(database: BaseDatabaseWrapper, kept: Mapping[str, UnitMark]) -> Iterator[Discrepancy]:
    if not kept:
        return
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT w.unit, s.digest, s.total, (SELECT max(day) FROM ledger_seal n WHERE n.unit = w.unit) "
            "FROM unnest(%s::text[], %s::date[]) w(unit, day) "
            "LEFT JOIN ledger_seal s ON s.unit = w.unit AND s.day = w.day ORDER BY w.unit",
            (list(kept), [mark.day for mark in kept.values()]),
        )
        found = cursor.fetchall()
    for unit, seal, total, last in found:
        mark, day = kept[unit], kept[unit].day.isoformat()
        if seal is None:
            ends = last.isoformat() if last else "—"
            yield _differs(
                unit, day, f"单位的封印链变短，现止于 {ends} / the unit's chain is shorter; it ends on {ends}"
            )
        elif bytes(seal) != mark.seal:
            yield _differs(unit, day, "单位封印与凭证不同 / the unit's seal differs from the witness")
        elif total != mark.total:
            says = (
                f"累计条数不同：凭证 {mark.total}，现为 {total} / the total differs: witness {mark.total}, here {total}"
            )
            yield _differs(unit, day, says)


def _compare_open(database: BaseDatabaseWrapper, kept: Mapping[str, Any] | None) -> Iterator[Discrepancy]:
    """Recordings of the open day that the witness's checkpoint held; once that day is sealed, its head tells."""
    if kept is None:
        return
    checkpoint, newest = open_day.from_said(dict(kept)), heads.newest(database)
    if newest is None or newest.digest != checkpoint.head:
        return
    writers = sorted(checkpoint.writers)
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT w.writer, r.mac FROM unnest(%s::uuid[], %s::int[]) w(writer, number) "
            "LEFT JOIN ledger_running r ON r.writer = w.writer AND r.number = w.number",
            (writers, [checkpoint.writers[each][0] for each in writers]),
        )
        here = {writer: mac and bytes(mac) for writer, mac in cursor}
    lost = [each for each in writers if here.get(each) != checkpoint.writers[each][1]]
    if lost:
        day = clock.day_of(checkpoint.at).date.isoformat()
        at = f"{clock.local(checkpoint.at):%m-%d %H:%M}"
        yield _differs(
            "", day,
            f"{at} 时未封存日已有的记录少了或被换（{len(lost)} 个写入者） / "
            f"recordings of the open day that stood at {at} are gone or exchanged ({len(lost)} writers)",
        )  # fmt: skip


def _differs(unit: str, day: str, says: str) -> Discrepancy:
    return Discrepancy("witness", unit, day, "", says)


def _short(value: object) -> str:
    return f"{value.hex()[:16]}…" if isinstance(value, bytes) else f"{value:,}"
