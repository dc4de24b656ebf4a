"""config · cli.playbook: validate a playbook with file and line of each fault, or say what differs between two."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Collection
from pathlib import Path
from tempfile import TemporaryDirectory

NAME = "playbook"
HELP = "check a playbook folder, or compare two / 校验或比较防控方案"


def configure(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="part", required=True, metavar="check|diff")
    checking = parts.add_parser("check", help="every fault with its file, line and column / 列出全部错误")
    checking.add_argument("folder", type=Path, metavar="DIR")
    comparing = parts.add_parser("diff", help="what leads from A to B / 两个方案的差异")
    comparing.add_argument("a", type=Path, metavar="A")
    comparing.add_argument("b", type=Path, metavar="B")
    for part in (checking, comparing):
        part.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="machine-readable answer")


def run(args: argparse.Namespace) -> int:
    """0 holds, or both are the same; 1 faults, or they differ; 2 a folder is not there."""
    folders = [args.folder] if args.part == "check" else [args.a, args.b]
    for folder in folders:
        if not folder.is_dir():
            print(f"没有这个目录 / no such folder: {folder}", file=sys.stderr)
            return 2
    as_json = bool(getattr(args, "json", False))
    return _check(args.folder, as_json) if args.part == "check" else _diff(args.a, args.b, as_json)


def _check(folder: Path, as_json: bool) -> int:
    from lianfang.playbook import check

    indicators = _known_indicators()
    from lianfang.areas.duties.checks import registered

    faults = check(folder, indicators, registered())
    if as_json:
        print(json.dumps({"holds": not faults, "faults": [f.as_json() for f in faults]}, ensure_ascii=False))
    else:
        for each in faults:
            print(f"{folder}/{each}")
        print(f"错误 {len(faults)} 处 / {len(faults)} faults" if faults else "方案有效 / the playbook holds")
    return 1 if faults else 0


def _diff(a: Path, b: Path, as_json: bool) -> int:
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


def _known_indicators() -> Collection[str]:
    """The indicators that the areas register. No database is asked, and no data folder is begun for it."""
    import django
    from django.apps import apps

    from lianfang.kernel.registry import REGISTRY

    if not apps.ready:
        with TemporaryDirectory() as folder:
            os.environ["DATA"] = folder
            django.setup()
    return REGISTRY.indicators().keys()
