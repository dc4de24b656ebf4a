"""config · cli.playbook: check a playbook, say what differs between two, put one in force, list what was."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

NAME = "playbook"
HELP = "校验、比较、启用防控方案 · check, compare or apply a playbook"


def configure(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="part", required=True, metavar="check|diff|apply|applied")
    checking = parts.add_parser("check", help="every fault with its file, line and column / 列出全部错误")
    checking.add_argument("folder", type=Path, metavar="DIR")
    comparing = parts.add_parser("diff", help="what leads from A to B / 两个方案的差异")
    comparing.add_argument("a", type=Path, metavar="A")
    comparing.add_argument("b", type=Path, metavar="B")
    applying = parts.add_parser("apply", help="put it in force, from today on at the earliest / 启用（最早自今日起）")
    applying.add_argument("playbook", metavar="DIR|CODE", help="目录，或随程序的方案代码 · a folder, or a code of ours")
    applying.add_argument("--dry-run", action="store_true", help="只说明影响 · only say what it would do")
    applying.add_argument("--by", default="", help="由谁启用 · who applies it (default: the system's user)")
    listing = parts.add_parser("applied", help="what was put in force here, by whom and when / 启用记录")
    listing.add_argument(
        "--into", type=Path, metavar="DIR", help="把现行方案的文件写入新目录 · write the files in force to a new folder"
    )
    for part in (checking, comparing, applying, listing):
        part.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="machine-readable answer")


def run(args: argparse.Namespace) -> int:
    """0 holds, is the same, or is in force; 1 faults, a difference, or a refusal; 2 a folder is not there."""
    if args.part in ("apply", "applied"):
        from lianfang.config.cli import applying

        return applying.apply(args) if args.part == "apply" else applying.listed(args)
    folders = [args.folder] if args.part == "check" else [args.a, args.b]
    for folder in folders:
        if not folder.is_dir():
            print(f"没有这个目录 / no such folder: {folder}", file=sys.stderr)
            return 2
    as_json = bool(getattr(args, "json", False))
    return _check(args.folder, as_json) if args.part == "check" else _diff(args.a, args.b, as_json)


def _check(folder: Path, as_json: bool) -> int:
    _django()
    from lianfang.config.cli.applying import faults_of

    faults = faults_of(folder)
    if as_json:
        print(json.dumps({"holds": not faults, "faults": [f.as_json() for f in faults]}, ensure_ascii=False))
    else:
        for each in faults:
            print(f"{folder}/{each}")
        print(f"错误 {len(faults)} 处 / {len(faults)} faults" if faults else "方案有效 / the playbook holds")
    return 1 if faults else 0


def _diff(a: Path, b: Path, as_json: bool) -> int:
    _django()
    from lianfang.playbook import PlaybookFaults, diff, load

    try:
        changes = diff(load(a), load(b))
    except PlaybookFaults as wrong:
        print(str(wrong), file=sys.stderr)
        return 2
    if as_json:
        print(json.dumps({"same": not changes, "changes": [c.as_json() for c in changes]}, ensure_ascii=False))
    else:
        for change in changes:
            print(change)
        print(f"差异 {len(changes)} 处 / {len(changes)} differences" if changes else "两者一致 / no difference")
    return 1 if changes else 0


def _django() -> None:
    """What the areas register. No database is asked, and no data folder is begun for it."""
    import django
    from django.apps import apps

    if not apps.ready:
        with TemporaryDirectory() as folder:
            os.environ["DATA"] = folder
            django.setup()
