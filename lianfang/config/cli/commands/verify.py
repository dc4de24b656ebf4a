"""config · verify: recomputes every digest and seal, and names unit, day and entry where anything differs."""

from __future__ import annotations

import argparse
from typing import Any

from lianfang.config.cli import given

NAME = "verify"
HELP = "核验台账：摘要、封印 · recompute digests and seals"


def configure(parser: argparse.ArgumentParser) -> None:
    """Which unit and which days; everything by default."""
    parser.add_argument("--unit", default=None, metavar="CODE", help="只核验一个单位 · one unit only")
    parser.add_argument("--from", dest="first", type=given.day, default=None, metavar="D")
    parser.add_argument("--to", dest="last", type=given.day, default=None, metavar="D")


def run(args: argparse.Namespace) -> int:
    """0 everything agrees; 1 something does not; 2 the call is wrong."""
    from lianfang.config.cli import terminal
    from lianfang.config.cli.ready import django_ready

    with django_ready(args):
        from django.db import connections

        from lianfang.kernel.verify import verify

        owner = connections["owner"]
        if args.unit is not None and not _known(owner, args.unit):
            terminal.fault(f"没有单位 {args.unit}", f"there is no unit {args.unit}", as_json=args.json)
            return 2
        with _bar(owner, quiet=args.json) as tell:
            outcome = verify(owner, unit=args.unit, first=args.first, last=args.last, tell=tell)
    if args.json:
        found = [
            {"what": d.what, "unit": d.unit, "day": d.day, "entry": d.entry, "says": d.says} for d in outcome.found
        ]
        said = {"holds": outcome.holds, "entries": outcome.entries, "seals": outcome.seals, "found": found}
        terminal.data(said)
    else:
        _say(outcome)
    return 0 if outcome.holds else 1


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


def _say(outcome: Any) -> None:
    from lianfang.config.cli.terminal import out

    counted = (
        f"{outcome.entries:,} 条记录，{outcome.seals:,} 个封印 · {outcome.entries:,} entries, {outcome.seals:,} seals"
    )
    out.print(counted)
    for each in outcome.found:
        out.print(f"✗ {each.unit} {each.day} {each.entry or each.what}: {each.says}", style="red")
    if outcome.holds:
        out.print("一致，未见改动 · everything agrees; nothing was changed")
    else:
        out.print(f"不一致 {len(outcome.found)} 处 · {len(outcome.found)} discrepancies", style="red")


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
