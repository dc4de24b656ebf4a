"""config · rebuild: the derived tables made again from the ledger, or only compared with it."""

from __future__ import annotations

import argparse
from typing import Any

NAME = "rebuild"
HELP = "由台账重建派生数据，或只比对 · make derived tables again from the ledger, or only compare"


def configure(parser: argparse.ArgumentParser) -> None:
    """Whether to change anything."""
    parser.add_argument("--check", action="store_true", help="只比对，不改动 · compare and change nothing")


def run(args: argparse.Namespace) -> int:
    """0 done, or no difference; 1 a comparison found differences, or the ledger is too damaged to make tables from."""
    from lianfang.config.cli import terminal
    from lianfang.config.cli.ready import django_ready

    with django_ready(args):
        from django.db import DataError, connections

        from lianfang.kernel import rebuild

        tables, found = len(rebuild.tables()), []
        with terminal.err.status("比对 comparing" if args.check else "重建 rebuilding"):
            try:
                if args.check:
                    found = rebuild.compare(connections["owner"])
                else:
                    rebuild.rebuild(connections["owner"])
            except DataError as error:
                why = str(error).splitlines()[0]
                terminal.fault(
                    f"台账内容已损坏，无法由其重建（{why}）；请运行 lianfang verify 查明是哪一条。未作任何改动。",
                    f"The ledger is too damaged to make tables from it ({why}); `lianfang verify` names the entry. "
                    "Nothing was changed.",
                    as_json=args.json,
                )
                return 1
    _say(args, tables, found)
    return 1 if found else 0


def _say(args: argparse.Namespace, tables: int, found: list[Any]) -> None:
    from lianfang.config.cli import terminal

    if args.json:
        differences = [{"table": d.table, "surplus": d.surplus, "missing": d.missing} for d in found]
        terminal.data({"tables": tables, "rebuilt": not args.check, "differences": differences})
        return
    for each in found:
        terminal.out.print(
            f"✗ {each.table}: 多 {each.surplus} 行，缺 {each.missing} 行 · "
            f"{each.surplus} rows too many, {each.missing} missing",
            style="red",
        )
    if not args.check:
        terminal.out.print(f"已由台账重建 {tables} 张表 · {tables} tables made again from the ledger")
    elif found:
        terminal.out.print(f"{tables} 张表中 {len(found)} 张与台账不一致 · {len(found)} of {tables} tables differ")
    else:
        terminal.out.print(f"{tables} 张表与台账一致 · {tables} tables agree with the ledger")
