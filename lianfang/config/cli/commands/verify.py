"""config · verify: recomputes every digest, seal and signature, and names where anything differs."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lianfang.config.cli import given

NAME = "verify"
HELP = "核验台账：摘要、封印、签名 · recompute digests and seals, check signatures"


def configure(parser: argparse.ArgumentParser) -> None:
    """Which unit and which days; everything by default."""
    parser.add_argument("--unit", default=None, metavar="CODE", help="只核验一个单位 · one unit only")
    parser.add_argument("--from", dest="first", type=given.day, default=None, metavar="D")
    parser.add_argument("--to", dest="last", type=given.day, default=None, metavar="D")
    parser.add_argument(
        "--keys",
        type=Path,
        default=None,
        metavar="FILE",
        help="只信此文件中的公钥 · trust the public keys in this file",
    )
    parser.add_argument(
        "--against",
        action="append",
        default=[],
        metavar="FILE|URL",
        help="与存在别处的凭证（文件、目录、网址；可多次）核对 · hold witnesses kept elsewhere (file, folder, address; "
        "repeatable) against the ledger",
    )


def run(args: argparse.Namespace) -> int:
    """0 everything agrees; 1 something does not; 2 the call or a witness is wrong, or the keys are gone."""
    from lianfang.config.cli import terminal
    from lianfang.config.cli.ready import django_ready
    from lianfang.config.supervisor import seal_keys

    with django_ready(args):
        from django.db import connections

        from lianfang.config.cli import witnesses
        from lianfang.kernel import clock, signing
        from lianfang.kernel.problems import Refused
        from lianfang.kernel.verify import verify

        try:
            keys = None if args.keys is None else signing.load(args.keys)
        except Refused as refused:
            raise seal_keys.fault_of(refused) from refused
        if keys is None:
            seal_keys.check(args.data)

        owner = connections["owner"]
        if args.unit is not None and not _known(owner, args.unit):
            terminal.fault(f"没有单位 {args.unit}", f"there is no unit {args.unit}", as_json=args.json)
            return 2
        with _bar(owner, quiet=args.json) as tell:
            outcome = verify(owner, unit=args.unit, first=args.first, last=args.last, keys=keys, tell=tell)
        held = witnesses.hold(owner, args.against, keys or signing.load(), clock.current().now())
    outcome.found += held.found
    if args.json:
        terminal.data(_said(outcome, held))
    else:
        _say(outcome, held)
    return 1 if outcome.found else 2 if held.refused else 0


def _said(outcome: Any, held: Any) -> dict[str, Any]:
    counted = ("entries", "seals", "heads", "signed", "open", "adopted", "checkpoint")
    return {
        "holds": outcome.holds and not held.refused,
        **{name: getattr(outcome, name) for name in counted},
        "witnesses": held.as_json(),
        "unchecked": [{"zh": each.zh, "en": each.en} for each in outcome.unchecked],
        "found": [
            {"what": d.what, "unit": d.unit, "day": d.day, "entry": d.entry, "says": d.says} for d in outcome.found
        ],
    }


def _known(owner: Any, unit: str) -> bool:
    """Whether the ledger has ever heard of the unit."""
    with owner.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM ledger_entry WHERE unit = %s) "
            "OR EXISTS (SELECT 1 FROM ledger_seal WHERE unit = %s)",
            (unit, unit),
        )
        known: bool = cursor.fetchone()[0]
    return known


def _say(outcome: Any, held: Any) -> None:
    from lianfang.config.cli.terminal import out

    for zh, en in _counted(outcome):
        out.print(f"{zh} · {en}")
    if held.newest is not None:
        out.print(_against(held))
    for where, refused in held.refused:
        out.print(f"✗ {where}: {refused.says.zh} / {refused.says.en}", style="red", markup=False)
        out.print(f"  {refused.remedy.zh} / {refused.remedy.en}", markup=False)
    for each in outcome.unchecked:
        out.print(f"未查：{each.zh} · not checked: {each.en}", style="yellow")
    for each in outcome.found:
        where = " ".join(part for part in (each.unit, each.day, each.entry or each.what) if part)
        out.print(f"✗ {where}: {each.says}", style="red")
    if outcome.holds and held.refused:
        out.print(
            "台账自身一致，但有凭证不能采信 · the ledger agrees, but not every witness can be believed", style="red"
        )
    elif outcome.holds:
        out.print("一致，未见改动 · everything agrees; nothing was changed")
    else:
        out.print(f"不一致 {len(outcome.found)} 处 · {len(outcome.found)} discrepancies", style="red")


def _against(held: Any) -> str:
    """How many witnesses were held against the ledger, and how far the newest reaches."""
    from lianfang.kernel import clock

    newest, count = held.newest, len(held.believed)
    at = f"{clock.local(newest.made_at):%Y-%m-%d %H:%M}"
    return (
        f"已与 {count} 份凭证核对，最新一份写于 {at}，到 {newest.head.day} 止 {newest.head.total:,} 条 · "
        f"held against {count} witnesses; the newest, of {at}, reaches to {newest.head.day} with "
        f"{newest.head.total:,} entries"
    )


def _counted(outcome: Any) -> Iterator[tuple[str, str]]:
    """What was compared, line by line."""
    from lianfang.kernel import clock

    yield (
        f"{outcome.entries:,} 条记录，{outcome.seals:,} 个封印",
        f"{outcome.entries:,} entries, {outcome.seals:,} seals",
    )
    yield (
        f"{outcome.heads:,} 个总封印，其中 {outcome.signed:,} 个签名有效",
        f"{outcome.heads:,} heads, {outcome.signed:,} with a signature that holds",
    )
    if outcome.adopted:
        yield (
            f"自 {outcome.adopted} 起有总封印；更早的封印按原式核验",
            f"heads since {outcome.adopted}; earlier seals were verified under their own form",
        )
    yield f"{outcome.open:,} 条尚未封存", f"{outcome.open:,} entries are not sealed yet"
    if outcome.checkpoint:
        at = f"{clock.local(outcome.checkpoint):%Y-%m-%d %H:%M:%S}"
        yield f"已与 {at} 的检查点比对", f"compared with the checkpoint of {at}"


class _bar:  # noqa: N801 - reads as a verb where it is used
    """A bar on a terminal, against the server's own estimate of how many entries there are."""

    def __init__(self, owner: Any, *, quiet: bool) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

        from lianfang.config.cli.terminal import err

        columns = (MofNCompleteColumn(), BarColumn(), TimeElapsedColumn())
        self.progress = Progress(*columns, console=err, transient=True, disable=quiet or not err.is_terminal)
        self.task = self.progress.add_task("", total=None if self.progress.disable else _estimate(owner))

    def __enter__(self) -> Any:
        self.progress.start()
        return lambda done: self.progress.update(self.task, completed=done)

    def __exit__(self, *_: object) -> None:
        self.progress.stop()


def _estimate(owner: Any) -> int | None:
    with owner.cursor() as cursor:
        cursor.execute(
            "SELECT sum(c.reltuples)::bigint FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
            "WHERE i.inhparent = 'ledger_entry'::regclass AND c.reltuples > 0"
        )
        counted: int | None = cursor.fetchone()[0]
    return counted
