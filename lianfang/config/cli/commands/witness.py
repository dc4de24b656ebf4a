"""config · witness: the head of all seals as one signed line, to be kept where this installation has no say."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

NAME = "witness"
HELP = "给出封印凭证，存到别处 · the witness of all seals, to be kept elsewhere"


def configure(parser: argparse.ArgumentParser) -> None:
    """Where to; without it the line is printed."""
    parser.add_argument(
        "-o", "--output", type=Path, default=None, metavar="FILE", help="追加到文件 · add it to this file as a line"
    )


def run(args: argparse.Namespace) -> int:
    """0 done; 2 nothing is sealed yet, or it cannot be written."""
    from lianfang.config.cli import terminal
    from lianfang.config.cli.ready import django_ready

    with django_ready(args):
        from django.db import connections

        from lianfang.kernel import clock, witness
        from lianfang.kernel.problems import Refused

        try:
            made = witness.make(connections["owner"], now=clock.current().now())
            if args.output is not None:
                _add(args.output, made.line)
        except Refused as refused:
            terminal.fault(refused.says.zh, refused.says.en, as_json=args.json)
            return 2
        except OSError as fault:
            why = fault.strerror or type(fault).__name__
            terminal.fault(f"写不进 {args.output}：{why}", f"cannot write {args.output}: {why}", as_json=args.json)
            return 2
    if args.output is None:
        sys.stdout.write(f"{made.line}\n")
    elif args.json:
        terminal.data({"file": str(args.output), "day": str(made.head.day), "total": made.head.total})
    else:
        day, total = made.head.day, f"{made.head.total:,}"
        terminal.out.print(f"已写入 {args.output}：到 {day}，{total} 条 · up to {day}, {total} entries", markup=False)
    return 0


def _add(file: Path, line: str) -> None:
    with file.open("a", encoding="utf-8") as out:
        out.write(f"{line}\n")
        out.flush()
        os.fsync(out.fileno())
