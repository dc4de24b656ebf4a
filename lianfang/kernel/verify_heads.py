"""kernel · verify heads: each day's signed head against the seals of all units, the one before, and the keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.kernel import clock, digest, heads
from lianfang.kernel.heads import Head
from lianfang.kernel.registry import Discrepancy
from lianfang.kernel.signing import SealKeys

_NO_HEAD_BEFORE = bytes(32)


@dataclass(frozen=True, slots=True)
class Sealed:
    """The seal of a unit's reporting day, as it stands."""

    unit: str
    path: str
    day: date
    from_at: datetime
    to_at: datetime
    entries: int
    sealed_at: datetime
    form: int
    total: int | None
    root: bytes
    previous: bytes
    digest: bytes

    @property
    def recomputed(self) -> bytes:
        """The seal's digest made again from what it says, in its own form."""
        return digest.of_seal_in_form(
            self.form, self.unit, self.path, self.day.isoformat(), self.from_at, self.to_at, self.entries,
            self.total or 0, self.root, self.previous,
        )  # fmt: skip


class Outcome(Protocol):
    """Where it is noted what was found."""

    heads: int
    signed: int
    adopted: date | None
    found: list[Discrepancy]


def check(
    database: BaseDatabaseWrapper, seals: Mapping[str, Sequence[Sealed]], keys: SealKeys, outcome: Outcome
) -> list[Head]:
    """Names everything in which heads, seals, installation and keys do not agree; gives the heads."""
    listed = heads.all_of(database)
    by_day: dict[date, list[Sealed]] = defaultdict(list)
    for chain in seals.values():
        for sealed in chain:
            by_day[sealed.day].append(sealed)
    outcome.found.extend(_installation(database, keys, listed))
    before: Head | None = None
    for head in listed:
        outcome.heads += 1
        for says in _faults(head, before, by_day.pop(head.day, []), keys):
            outcome.found.append(Discrepancy("head", "", head.day.isoformat(), "", says))
        outcome.signed += head.signed(keys)
        before = head
    first = listed[0] if listed else None
    if first is not None:
        outcome.adopted = first.day if first.adopts is not None else None
        outcome.found.extend(_beginning(first, by_day))
    for day, left in sorted(by_day.items()):
        if first is None or day > first.day or any(sealed.form != 1 for sealed in left):
            if first is None and all(sealed.form == 1 for sealed in left):
                continue  # sealed before there were heads, and none made since
            says = "有单位封印，却没有总封印 / units are sealed, but there is no head over them"
            outcome.found.append(Discrepancy("head", "", day.isoformat(), "", says))
    return listed


def _installation(database: BaseDatabaseWrapper, keys: SealKeys, listed: list[Head]) -> Iterator[Discrepancy]:
    with database.cursor() as cursor:
        cursor.execute("SELECT id FROM kernel_installation")
        known: list[UUID] = [row[0] for row in cursor]
        cursor.execute("SELECT fingerprint, public, valid_to, revoked_at FROM ledger_seal_key ORDER BY fingerprint")
        shown = {row[0]: (bytes(row[1]), *row[2:]) for row in cursor}
    if known != [keys.installation]:
        says = f"数据库不属于安装 {keys.installation} / the database is not that of installation {keys.installation}"
        yield Discrepancy("installation", "", "", "", says)
    trusted = {key.fingerprint: (key.public, key.valid_to, key.revoked_at) for key in keys.keys}
    for fingerprint in sorted(trusted.keys() | shown.keys()):
        if trusted.get(fingerprint) != shown.get(fingerprint):
            says = f"密钥 {fingerprint} 与密钥文件所载不符 / the key {fingerprint} is not shown as the key file has it"
            yield Discrepancy("key", "", "", "", says)


def _faults(head: Head, before: Head | None, sealed: list[Sealed], keys: SealKeys) -> Iterator[str]:
    if not head.fits(keys.installation):
        yield "总封印与其内容不符 / the head does not fit its content"
    yield from _signature(head, keys)
    if head.previous != (before.digest if before else _NO_HEAD_BEFORE):
        yield "与前一总封印不相连 / the head is not chained to the one before"
    if before is not None and (head.day - before.day).days != 1:
        yield "与前一总封印之间缺日 / there are days without a head before this one"
    if before is not None and head.total != before.total + head.entries:
        yield f"累计 {head.total} 条，与前一总封印不符 / {head.total} entries so far do not follow from the head before"
    yield from _units(head, sealed)
    if head.unheld or head.missing:
        yield (
            f"封存时有 {head.unheld} 条记录不在当日摘要中，另缺 {head.missing} 条 / when it was sealed, "
            f"{head.unheld} entries were not held by the running digest and {head.missing} were missing"
        )


def _signature(head: Head, keys: SealKeys) -> Iterator[str]:
    if keys.get(head.key) is None:
        yield f"签名所用密钥 {head.key} 不属本安装 / signed with the key {head.key}, which is not this installation's"
    elif not head.signed(keys):
        yield f"签名不符（密钥 {head.key}）/ the signature does not hold (key {head.key})"
    elif (key := heads.outlived(head, keys)) is not None:
        ended = min(at for at in (key.revoked_at, key.valid_to) if at is not None)
        revoked = key.revoked_at is not None and key.revoked_at == ended
        zh, en = ("作废", "revoked") if revoked else ("停用", "retired")
        at = f"{clock.local(ended):%Y-%m-%d %H:%M}"
        yield f"密钥 {head.key} 已于 {at} {zh} / signed with the key {head.key}, which was {en} at {at}"


def _units(head: Head, sealed: list[Sealed]) -> Iterator[str]:
    if len(sealed) != head.units:
        now = len(sealed)
        yield f"应有 {head.units} 个单位封印，现有 {now} / {head.units} units were sealed, now there are {now}"
    ordered = sorted(sealed, key=lambda each: each.unit)
    if digest.merkle_root([each.digest for each in ordered]) != head.root:
        yield "各单位封印的根值与总封印不符 / the root over the units' seals is not the head's"
    if sum(each.entries for each in sealed) != head.entries:
        yield "各单位条数之和与总封印不符 / the units' entries do not add up to the head's"
    for each in ordered:
        same = (each.from_at, each.to_at, each.sealed_at) == (head.from_at, head.to_at, head.sealed_at)
        if not same or each.form == 1:
            yield f"单位 {each.unit} 的封印时间与总封印不符 / the times of {each.unit}'s seal are not the head's"


def _beginning(first: Head, by_day: dict[date, list[Sealed]]) -> Iterator[Discrepancy]:
    """What the first head says of the seals before it."""
    earlier = sorted(
        (sealed for day, listed in by_day.items() if day < first.day for sealed in listed),
        key=lambda each: (each.unit, each.day),
    )
    leaves = [
        digest.adopted_leaf(each.unit, each.path, each.day.isoformat(), each.sealed_at, each.digest) for each in earlier
    ]
    day = first.day.isoformat()
    if (first.adopted or 0) != len(leaves) or (first.adopts or digest.EMPTY_ROOT) != digest.merkle_root(leaves):
        says = (
            f"首个总封印接管 {first.adopted or 0} 个旧封印，现有 {len(leaves)} 个，或内容不符 / "
            f"the first head took over {first.adopted or 0} seals, now there are {len(leaves)}, or they differ"
        )
        yield Discrepancy("head", "", day, "", says)
    if first.total != first.entries + sum(each.entries for each in earlier):
        yield Discrepancy("head", "", day, "", "累计条数不符 / the number of entries so far is not right")
