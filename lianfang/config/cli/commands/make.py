"""config · make: writes a new area, a new kind of record, or the migration that they ask for."""

from __future__ import annotations

import argparse
import subprocess
import sys

NAME = "make"
HELP = "新建业务区、记录种类或迁移（供开发者）· a new area, kind of record or migration, for developers"


def configure(parser: argparse.ArgumentParser) -> None:
    """What to make, and how it is called."""
    parts = parser.add_subparsers(dest="part", required=True, metavar="area|kind|migration")
    area = parts.add_parser("area", help="新业务区 · a new area")
    area.add_argument("name", metavar="NAME")
    kind = parts.add_parser("kind", help="新记录种类，一个文件 · a new kind of record, in one file")
    kind.add_argument("code", metavar="AREA.NAME")
    kind.add_argument("--fields", nargs="+", required=True, metavar="name:type[?][=中文/English]")
    for part in (area, kind):
        part.add_argument("--zh", help="中文名称 · what it is called in Chinese")
        part.add_argument("--en", help="英文名称 · what it is called in English")
    migration = parts.add_parser("migration", help="业务区的下一个迁移 · the next migration of an area")
    migration.add_argument("area", metavar="AREA")
    migration.add_argument("--name", default=None)


def run(args: argparse.Namespace) -> int:
    """0 made; CommandFault where it is there already, or a name does not hold."""
    return {"area": _area, "kind": _kind, "migration": _migration}[args.part](args)


def _area(args: argparse.Namespace) -> int:
    from lianfang.config.cli import terminal
    from lianfang.config.making import writing

    words = args.name.replace("_", " ")
    for path in writing.make_area(args.name, args.zh or words, args.en or words):
        terminal.out.print(str(path))
    terminal.tell("接下来：lianfang make kind", f"next: lianfang make kind {args.name}.NAME --fields …")
    return 0


def _kind(args: argparse.Namespace) -> int:
    from lianfang.config.cli import terminal
    from lianfang.config.making import fields, writing

    area, _, noun = args.code.partition(".")
    words = noun.replace("_", " ")
    read = [fields.read(word) for word in args.fields]
    made, left = writing.make_kind(args.code, args.zh or words, args.en or words, read, _free_place())
    for path in made:
        terminal.out.print(str(path))
    for line in left:
        terminal.tell("还须手写：", f"left to write by hand: {line}")
    # In a process of its own: this one has read the house as it was.
    return subprocess.call([sys.executable, "-m", "lianfang", "make", "migration", area, "--name", _named(area, noun)])


def _named(area: str, noun: str) -> str:
    from lianfang.config.making.writing import HOUSE

    return noun if [*(HOUSE / "areas" / area / "migrations").glob("0*.py")] else "initial"


def _free_place() -> int:
    """The next order under the heading of work."""
    import django

    django.setup()
    from lianfang.kernel.frame import NavSection
    from lianfang.kernel.registry import REGISTRY

    return max((each.order for each in REGISTRY.nav() if each.section is NavSection.WORK), default=0) + 10


def _migration(args: argparse.Namespace) -> int:
    import django

    django.setup()
    from lianfang.config.cli import terminal
    from lianfang.config.making import writing
    from lianfang.config.making.migration import migration_of

    found = migration_of(args.area, args.name)
    if found is None:
        terminal.tell("没有要迁移的", "nothing to migrate")
        return 0
    writing.make_migration(*found)
    terminal.out.print(str(found[0]))
    return 0
