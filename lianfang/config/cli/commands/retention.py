"""config · retention: ends the links whose time is over, now; the worker does the same every night."""

from __future__ import annotations

import argparse
from typing import Any

NAME = "retention"
HELP = "解除已过保存期的记录与本人的关联 · end the link to persons of records whose time is over"


def configure(parser: argparse.ArgumentParser) -> None:
    """Whether to change anything."""
    parser.add_argument("--dry-run", action="store_true", help="只列出，不改动 · list and change nothing")


def run(args: argparse.Namespace) -> int:
    """0 always: nothing due is also an answer."""
    from lianfang.config.cli.ready import django_ready

    with django_ready(args):
        from lianfang.kernel import clock, retention, scope

        with scope.acting(scope.system_actor("retention")) as actor:
            found = retention.due(clock.current().now()) if args.dry_run else retention.end_links(actor)
            promised = [(kind.code, kind.privacy.retention_days) for kind in retention.promised()]
    _say(args, found, promised)
    return 0


def _say(args: argparse.Namespace, found: list[Any], promised: list[tuple[str, Any]]) -> None:
    from lianfang.config.cli import terminal

    if args.json:
        said = [
            {
                "kind": each.kind.code, "unit": each.unit, "since": each.since_day.isoformat(),
                "through": each.through_day.isoformat(), "entries": each.entries, "held": each.held,
            }
            for each in found
        ]  # fmt: skip
        terminal.data({"ended": not args.dry_run, "promised": dict(promised), "links": said})
        return
    for each in found:
        terminal.out.print(
            f"{each.kind.words.zh}（{each.unit}）至 {each.through_day}：{each.entries} 条，暂缓 {each.held} 条 · "
            f"{each.kind.words.en}: {each.entries} entries, {each.held} held back"
        )
    if not found:
        terminal.out.print("没有到期的记录 · nothing is due")
    elif args.dry_run:
        terminal.out.print("只是列出，未作改动 · listed only; nothing was changed")
