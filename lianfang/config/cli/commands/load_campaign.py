"""config · cli.load-campaign: replays a campaign through the actions; same seed, same ledger."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime

NAME = "load-campaign"
HELP = "重放一场防控战役 · replay a campaign (team161)"
_CAMPAIGNS = ("team161",)


def configure(parser: argparse.ArgumentParser) -> None:
    """The campaign, until when, and from which seed."""
    parser.add_argument("name", choices=_CAMPAIGNS, metavar="NAME", help=", ".join(_CAMPAIGNS))
    parser.add_argument("--until", type=datetime.fromisoformat, default=None, metavar="DATETIME")
    parser.add_argument("--seed", type=int, default=161)
    parser.add_argument("--full", action="store_true", help="约九万条 · about ninety thousand acts")


def run(args: argparse.Namespace) -> int:
    """0 replayed; 2 the ledger already holds something, or the moment has no time zone."""
    from lianfang.config.cli.ready import django_ready

    if args.until is not None and args.until.tzinfo is None:
        print("--until 须带时区 / needs a time zone, such as 2020-08-10T16:40:00+08:00", file=sys.stderr)
        return 2
    with django_ready(args):
        return _replay(args)


def _replay(args: argparse.Namespace) -> int:
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from lianfang.campaigns.team161 import load
    from lianfang.kernel.problems import Refused

    until = args.until or load.DEMO_UNTIL
    total = (until - load.OPENED_AT).total_seconds()
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[moment]}"), TimeElapsedColumn())
    quiet = args.json or not sys.stderr.isatty()
    with Progress(*columns, disable=quiet, transient=True) as progress:
        task = progress.add_task("重放 replay", total=total, moment="")

        def tell(moment: datetime, _: int) -> None:
            done = (moment - load.OPENED_AT).total_seconds()
            progress.update(task, completed=done, moment=f"{moment:%m-%d %H:%M}")

        try:
            outcome = load.load(until=until, seed=args.seed, full=args.full, tell=tell)
        except load.LedgerNotEmpty:
            print("账本里已有记录，不能再装载 / the ledger is not empty; nothing was loaded", file=sys.stderr)
            return 2
        except Refused as refused:
            print(refused, *getattr(refused, "__notes__", ()), file=sys.stderr)
            return 1
    said = {"campaign": args.name, "seed": args.seed, "until": until.isoformat(), **outcome}
    if args.json:
        print(json.dumps(said, ensure_ascii=False))
    else:
        print(f"已重放至 {until:%Y-%m-%d %H:%M}，共 {outcome['acts']} 件 / replayed {outcome['acts']} acts")
    return 0
