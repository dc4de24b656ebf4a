"""config · sheet: a sheet of any size into the registers, part by part, as the page takes a small one."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

NAME = "sheet"
HELP = "导入表格（人员、单位、地点等）· take a sheet of people, units, places, …"
PART = 5_000  # rows of one transaction
_LIMIT = 500_000


def configure(parser: argparse.ArgumentParser) -> None:
    """The sort of sheet, the file, on whose behalf and for which unit."""
    parser.add_argument("sort", metavar="SORT", help="units, people, households, places, accounts, AREA.SORT")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--as", dest="login", default=None, metavar="LOGIN", help="以谁的身份 · on whose behalf")
    parser.add_argument("--unit", default="", metavar="CODE", help="未写单位的行归哪个单位 · of rows that name no unit")


def run(args: argparse.Namespace) -> int:
    """0 every row is there; 1 some are not, and `bad` says why; 2 the call is wrong."""
    from lianfang.config.cli import terminal
    from lianfang.config.cli.ready import django_ready

    if not args.file.is_file():
        terminal.fault(f"没有这个文件：{args.file}", f"there is no such file: {args.file}", as_json=args.json)
        return 2
    with django_ready(args):
        return _taken(args)


def _taken(args: argparse.Namespace) -> int:
    from lianfang.config.cli import terminal
    from lianfang.config.cli.commands.ingest import actor_named
    from lianfang.kernel import scope
    from lianfang.kernel.problems import Refused
    from lianfang.shell.directory.roster_pages import rosters

    actor, roster = actor_named(args.login), rosters().get(args.sort)
    if actor is None or roster is None:
        zh, en = ("账号", "login") if actor is None else ("表格种类", "sort of sheet")
        terminal.fault(f"没有这个{zh}", f"there is no such {en}", as_json=args.json)
        return 2
    with terminal.bar(quiet=args.json) as tell, scope.acting(actor):
        try:
            said = in_parts(actor, roster, args.unit, args.file, tell)
        except Refused as refused:
            terminal.fault(refused.says.zh, f"{refused.says.en}; {refused.remedy.en}", as_json=args.json)
            return 1
    terminal.data(said)
    return 1 if said["bad"] else 0


def in_parts(actor: Any, roster: Any, unit: str, file: Path, tell: Callable[[int, int], None]) -> dict[str, Any]:
    """Takes the file, a part in each transaction, and says what became of it."""
    from dataclasses import replace

    from lianfang.shell.asked import unit_asked
    from lianfang.shell.kinds.sheet_pages import reports_of
    from lianfang.shell.kinds.taking import read, take, without_begun

    own = unit_asked(actor, unit, roster.verb).code if unit or actor.home else ""
    rows, unread = read(replace(roster, rows_limit=_LIMIT), file.name, file.read_bytes())
    rows = without_begun(actor, roster, own, rows)
    columns = roster.columns()
    for at in range(0, len(rows), PART):
        take(actor, roster, own, rows[at : at + PART], only_look=False)
        tell(min(at + PART, len(rows)), len(rows))
    bad = [
        {"sheet": each.sheet, "row": each.number, "column": each.code, "message": each.says.zh, "en": each.says.en}
        for row in rows
        if row.against is not None
        for each in reports_of(row.number, row.sheet, row.against, columns)
    ]
    counted = {"made": sum(row.made for row in rows), "known": sum(row.known for row in rows)}
    return {"rows": sum(bool(row.number) for row in rows), **counted, "unread": list(unread), "bad": bad}
