"""config · making.writing: puts new files into the house, wires them, and lays them out as the formatter does."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import lianfang
from lianfang.config.making import texts
from lianfang.config.making.fields import Field
from lianfang.config.supervisor.faults import CommandFault

HOUSE = Path(lianfang.__file__).parent
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def make_area(name: str, zh: str, en: str) -> list[Path]:
    """Writes a new area, without any kind yet, and names it in the one list of areas. Raises CommandFault."""
    folder = _folder(name)
    if folder.exists():
        raise CommandFault(f"业务区 {name} 已存在：{folder}", f"The area {name} is there already: {folder}")
    listed = HOUSE / "config" / "areas.py"
    made = [listed, *(_write(folder / path, text) for path, text in texts.area(name, zh, en).items())]
    _insert(listed, r"^AREAS = \[\n(?:.*\n)*?(?=\])", f'    "{name}",\n')
    _lay_out(made)
    return made


def make_kind(code: str, zh: str, en: str, fields: Sequence[Field], order: int) -> tuple[list[Path], list[str]]:
    """Writes a new kind in one file and wires it; gives the files, and the lines that are left to write by hand.

    `order` is a free place in the navigation, for an area that has none in it yet. Raises CommandFault.
    """
    area, _, noun = code.partition(".")
    folder = _folder(area)
    if not _NAME.fullmatch(noun):
        raise CommandFault(f"{noun!r} 不能作为名称", f"{noun!r} cannot be a name: small letters, digits and _")
    if not folder.is_dir():
        raise CommandFault(f"没有业务区 {area}；先运行 lianfang make area {area}", f"No area {area}: make it first")
    file = folder / f"kinds_{noun}.py"
    if file.exists():
        raise CommandFault(f"{file} 已存在", f"{file} is there already")
    made, left = [_write(file, texts.kind(area, noun, zh, en, fields))], []
    module, constant = f"lianfang.areas.{area}.kinds_{noun}", noun.upper()
    card, urls, examples = (folder / name for name in ("card.py", "urls.py", "tests/examples.py"))
    if _kinds_of_card(card, constant) and _import(card, module, constant):
        made.append(card)
        if "nav=" not in card.read_text(encoding="utf-8"):
            _into_navigation(card, area, noun, zh, en, order)
    else:
        left.append(f"{card}: from {module} import {constant}; kinds=(…, {constant})")
    if urls.exists() and _insert(urls, r"^_PAGES = \[", f'\n    *kind_urls("{code}"),'):
        if "kind_urls\n" not in urls.read_text(encoding="utf-8"):
            _import(urls, "lianfang.shell.kinds.urls", "kind_urls")
        made.append(urls)
    else:
        left.append(f'{urls}: *kind_urls("{code}")')
    if not examples.exists():
        _write(examples, texts.area(area, "", "")["tests/examples.py"])
    said = {each.name: each.example for each in fields}
    _insert(examples, r"^EXAMPLES: .*= \{", f"\n    {code!r}: {said!r},")
    made.append(examples)
    _lay_out(made)
    return made, left


def make_migration(path: Path, text: str) -> None:
    """Writes a migration as Django said it, laid out as the house's files are."""
    _lay_out([_write(path, text)])


def _folder(area: str) -> Path:
    if not _NAME.fullmatch(area):
        raise CommandFault(f"{area!r} 不能作为名称", f"{area!r} cannot be a name: small letters, digits and _")
    return HOUSE / "areas" / area


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _insert(path: Path, after: str, text: str, how: re.RegexFlag = re.MULTILINE) -> bool:
    """Puts text behind the first match; False where there is none."""
    said = path.read_text(encoding="utf-8")
    found = re.search(after, said, how)
    if found is None:
        return False
    path.write_text(said[: found.end()] + text + said[found.end() :], encoding="utf-8")
    return True


def _kinds_of_card(card: Path, constant: str) -> bool:
    said = card.read_text(encoding="utf-8")
    listed = re.search(r"kinds=\(([^)]*?),?\s*\)", said)
    already = f"{listed[1]}, " if listed and listed[1] else ""
    changed = said.replace(listed[0], f"kinds=({already}{constant},)", 1) if listed else said
    if changed == said:
        changed = re.sub(r"kinds=(KINDS\b|declared_in\([^)]*\))", rf"kinds=(*\1, {constant})", said, count=1)
    card.write_text(changed, encoding="utf-8")
    return changed != said


def _import(path: Path, module: str, *names: str) -> bool:
    """Adds an import; the formatter puts it into its place."""
    behind = r'\A""".*?"""\n\n(?:from __future__ import annotations\n\n)?'
    return _insert(path, behind, f"from {module} import {', '.join(names)}\n", re.DOTALL)


def _into_navigation(card: Path, area: str, noun: str, zh: str, en: str, order: int) -> None:
    page = f"{area}:{noun.replace('_', '-')}-list"
    said = f'NavItem(w("{zh}", "{en.capitalize()}"), "{page}", "clipboard-list", NavSection.WORK, _SEE, order={order})'
    if _insert(card, r"^    kinds=.*\n", f"    nav=({said},),\n"):
        _import(card, "lianfang.kernel.frame", "NavItem", "NavSection")
        _import(card, "lianfang.kernel.words", "w")


def _lay_out(paths: Iterable[Path]) -> None:
    """As `make check` wants it, where the house's tools are installed."""
    files = [str(path) for path in paths]
    for words in (["check", "--fix", "--quiet", "--select", "I,UP,F401"], ["format", "--quiet"]):
        subprocess.run([sys.executable, "-m", "ruff", *words, *files], cwd=HOUSE.parent, check=False)
