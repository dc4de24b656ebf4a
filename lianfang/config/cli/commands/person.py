"""config · person: a copy of everything that is kept about one person, for that person."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from uuid import UUID

NAME = "person"
HELP = "导出一人的全部资料（zip） · a copy of everything that is kept about one person (zip)"


def configure(parser: argparse.ArgumentParser) -> None:
    """Whose, where to, and what for."""
    parser.add_argument("--person", type=UUID, required=True, metavar="ID", help="人员编号 · the person's id")
    parser.add_argument("--to", type=Path, required=True, metavar="FILE", help="写入的文件 · the file to write")
    parser.add_argument(
        "--purpose",
        choices=["contact", "handle", "check", "request"],
        default="request",
        help="用途，将留痕；默认为本人申请 · what for, which is noted; the person's own request by default",
    )


def run(args: argparse.Namespace) -> int:
    """0 written; 2 there is no such person, or the person was erased."""
    from lianfang.config.cli import terminal
    from lianfang.config.cli.ready import django_ready

    with django_ready(args):
        from lianfang.ground.people.masking import Purpose
        from lianfang.kernel import clock, scope
        from lianfang.kernel.problems import Refused
        from lianfang.shell.directory import person_copy

        try:
            with scope.acting(scope.system_actor("person-copy")) as actor:
                now = clock.current().now()
                made = person_copy.copy_of(actor, args.person, purpose=Purpose(args.purpose), at=now)
                args.to.touch(mode=0o600)
                with person_copy.packed(made) as body, args.to.open("wb") as out:
                    shutil.copyfileobj(body, out)
        except Refused as refused:
            terminal.fault(refused.says.zh, refused.says.en, as_json=args.json)
            return 2
    if args.json:
        terminal.data({"person": str(args.person), "entries": len(made.entries), "file": str(args.to)})
    else:
        terminal.out.print(f"已写入 {args.to}：{len(made.entries)} 条记录 · {len(made.entries)} entries written")
    return 0
