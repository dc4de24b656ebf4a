"""config · cli.words: catalogues of further languages: what is to be translated, and whether it fits the source."""

from __future__ import annotations

import argparse
from pathlib import Path

NAME = "words"
HELP = "其他语言的词条：提取、核对 · words of further languages: extract them, check them"


def configure(parser: argparse.ArgumentParser) -> None:
    """Which language, and where its catalogue is."""
    parts = parser.add_subparsers(dest="part", required=True, metavar="extract|check")
    extract = parts.add_parser("extract", help="提取全部词条，保留已译 · every saying of the source, translations kept")
    extract.add_argument("language", metavar="LANG", help="ug, kk, …")
    extract.add_argument("--to", type=Path, default=None, metavar="FILE", help="LANG.po; by default the shipped one")
    check = parts.add_parser("check", help="核对词条与源文一致 · whether the catalogues fit the source")
    check.add_argument("files", type=Path, nargs="*", metavar="FILE")


def run(args: argparse.Namespace) -> int:
    """0 written, or all catalogues fit; 1 one does not; CommandFault where there is no such language."""
    return _extract(args) if args.part == "extract" else _check(args)


def _extract(args: argparse.Namespace) -> int:
    from lianfang.config import catalogue_files, languages
    from lianfang.config.cli import terminal
    from lianfang.config.sayings import all_sayings
    from lianfang.config.supervisor.faults import CommandFault

    if not languages.known(args.language) or args.language in dict(languages.OWN):
        raise CommandFault(f"没有其他语言 {args.language}。", f"there is no further language {args.language}.")
    file = args.to or catalogue_files.path_of(args.language)
    if file.name != f"{args.language}.po":
        raise CommandFault(f"文件须名为 {args.language}.po。", f"the file must be called {args.language}.po.")
    try:
        catalogue = catalogue_files.extracted(file, all_sayings())
    except ValueError as fault:
        raise CommandFault(f"无法读取：{fault}", f"not readable: {fault}") from fault
    file.write_bytes(catalogue_files.written(catalogue))
    said = catalogue_files.filled(catalogue)
    terminal.tell(f"{file}：已译 {said} / {len(catalogue)}", f"{said} of {len(catalogue)} translated")
    return 0


def _check(args: argparse.Namespace) -> int:
    from lianfang.config import catalogue_files, languages
    from lianfang.config.cli import terminal
    from lianfang.config.sayings import all_sayings

    sayings = all_sayings()
    texts = len({each.zh for each in sayings})
    found = []
    for file in args.files or sorted(languages.SHIPPED.glob("*.po")):
        wrong = list(catalogue_files.faults(file, sayings))
        found += wrong
        if not wrong:
            said = catalogue_files.filled(catalogue_files.read(file))
            terminal.tell(f"{file.name}：已译 {said} / {texts}", f"{said} of {texts} translated")
    for fault in found:
        terminal.out.print(fault, markup=False)
    return 1 if found else 0
