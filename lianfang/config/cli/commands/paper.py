"""config · cli.paper: the newspaper as a folder that needs no server, and such a folder taken over."""

from __future__ import annotations

import argparse
import re
from datetime import date
from pathlib import Path

NAME = "paper"
HELP = "数字报：导出为静态网站（可放 U 盘），或接收导出的报纸 · the paper as a site of files, or taken over from one"
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?/?")


def configure(parser: argparse.ArgumentParser) -> None:
    """Out or in, which folder, and which issues."""
    parts = parser.add_subparsers(dest="part", required=True, metavar="export|import")
    out = parts.add_parser("export", help="写成一个文件夹 · write it as a folder")
    out.add_argument("folder", type=Path, metavar="DIR")
    out.add_argument("--from", dest="first", type=date.fromisoformat, default=None, metavar="DATE")
    out.add_argument("--to", dest="last", type=date.fromisoformat, default=None, metavar="DATE")
    out.add_argument(
        "--site", type=_address, default=None, metavar="URL",
        help="网站将来的网址；默认用报头里的 · where it will stand; else as the masthead says",
    )  # fmt: skip
    taken = parts.add_parser("import", help="接收导出的报纸 · take over an exported paper")
    taken.add_argument("folder", type=Path, metavar="DIR")
    taken.add_argument("--unit", default="", metavar="CODE", help="本系统还没有报纸时由谁办 · who is to keep the paper")
    for each in (out, taken):
        each.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help="输出 JSON · machine-readable output"
        )


def run(args: argparse.Namespace) -> int:
    """0 done; 1 some issues were refused, each named; 2 nothing could be done."""
    from lianfang.config.cli import terminal
    from lianfang.config.cli.ready import django_ready
    from lianfang.kernel.problems import Refused

    try:
        with django_ready(args):
            return _export(args) if args.part == "export" else _import(args)
    except Refused as refused:
        zh, en = (f"{refused.says.zh}；{refused.remedy.zh}", f"{refused.says.en}; {refused.remedy.en}")
        terminal.fault(zh, en, as_json=args.json, code=refused.problem.code)
    except OSError as fault:
        why = fault.strerror or type(fault).__name__
        terminal.fault(f"{args.folder}：{why}", f"{args.folder}: {why}", as_json=args.json)
    return 2


def _address(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise argparse.ArgumentTypeError("如 https://paper.example · such as https://paper.example")
    return text.rstrip("/")


def _export(args: argparse.Namespace) -> int:
    from lianfang.areas.newspaper.exports import export
    from lianfang.config.cli import terminal

    folder = args.folder.absolute()
    with terminal.bar(quiet=args.json) as tell:
        told = export(folder, first=args.first, last=args.last, address=args.site or "", tell=tell)
    if args.json:
        terminal.data({"folder": str(folder), **told})
        return 0
    terminal.out.print(
        f"已写入 {folder}：{told['issues']:,} 期、{told['articles']:,} 篇；打开其中的 index.html 就能看\n"
        f"{told['issues']:,} issues, {told['articles']:,} articles written; open index.html in it",
        markup=False,
    )
    return 0


def _import(args: argparse.Namespace) -> int:
    from lianfang.areas.newspaper.actions_import import import_paper
    from lianfang.config.cli import terminal
    from lianfang.kernel import scope
    from lianfang.kernel.kinds import Origin
    from lianfang.kernel.recording import Recording

    with terminal.bar(quiet=args.json) as tell, scope.acting(scope.system_actor("paper-import")) as actor:
        how = Recording(origin=Origin.IMPORT)
        told = import_paper(actor, folder=args.folder.absolute(), unit=args.unit, how=how, tell=tell)
    refused = told["refused"]
    if args.json:
        against = [
            {"slug": slug, "code": each.problem.code, "message": each.says.zh, "en": each.says.en}
            for slug, each in refused
        ]
        terminal.data({**told, "refused": against})
        return 1 if refused else 0
    for _, each in refused:
        terminal.fault(f"{each.says.zh}；{each.remedy.zh}", f"{each.says.en}; {each.remedy.en}")
    made, known, notices = len(told["made"]), len(told["known"]), told["notices"]
    terminal.out.print(
        f"新接收 {made:,} 期，已有 {known:,} 期，新勘误 {notices:,} 条，未接收 {len(refused):,} 期\n"
        f"{made:,} issues taken over, {known:,} known, {notices:,} errata new, {len(refused):,} issues refused",
        markup=False,
    )
    return 1 if refused else 0
