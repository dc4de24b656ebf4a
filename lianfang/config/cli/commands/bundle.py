"""config · bundle: one sealed day of one unit as one file that anybody can verify without this system."""

from __future__ import annotations

import argparse
import os
from datetime import date
from pathlib import Path

NAME = "bundle"
HELP = "导出一个封存日，供外人独立核验 · one sealed day as a file that outsiders can verify"


def configure(parser: argparse.ArgumentParser) -> None:
    """Which unit, which day, and where to."""
    parser.add_argument("--unit", required=True, metavar="CODE", help="单位 · the unit")
    parser.add_argument("--day", required=True, type=date.fromisoformat, metavar="D", help="报告日 · the reporting day")
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="FILE", help="文件 · the file")


def run(args: argparse.Namespace) -> int:
    """0 done; 2 that day is not sealed, or the file cannot be written."""
    from lianfang.config.cli import terminal
    from lianfang.config.cli.ready import django_ready

    with django_ready(args):
        from django.db import connections

        from lianfang.kernel import bundle
        from lianfang.kernel.problems import Refused

        try:
            made = bundle.make(connections["owner"], args.unit, args.day)
            _write(args.output, bundle.as_text(made))
        except Refused as refused:
            terminal.fault(refused.says.zh, refused.says.en, as_json=args.json)
            return 2
        except OSError as fault:
            why = fault.strerror or type(fault).__name__
            terminal.fault(f"写不进 {args.output}：{why}", f"cannot write {args.output}: {why}", as_json=args.json)
            return 2
    told = {"file": str(args.output), "entries": len(made["entries"]), "key": made["head"]["key"]}
    if args.json:
        terminal.data(told)
        return 0
    terminal.out.print(
        f"已写入 {told['file']}：{told['entries']:,} 条 · {told['entries']:,} entries\n"
        f"核验 · verify: python tools/verify_bundle.py {told['file']}\n"
        f"公钥指纹（请另行告知对方）· key, to be told by another way: {told['key']}",
        markup=False,
    )
    return 0


def _write(file: Path, text: str) -> None:
    """The whole file or none."""
    draft = file.with_name(f".{file.name}-{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
