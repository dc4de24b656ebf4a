"""tests · house: nothing reads the playbook while modules are imported: it would stay in the process."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_READS = {"current", "named", "load", "load_files"}
_FROM = ("lianfang.playbook",)


def calls_at_import(source: str) -> list[int]:
    """The lines in which a function of the playbook that reads it is called when the module is imported.

    Module level, class bodies, decorators and default arguments run then; the bodies of functions do not.
    """
    tree = ast.parse(source)
    names, modules = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(_FROM):
            names |= {each.asname or each.name for each in node.names if each.name in _READS}
            modules |= {each.asname or each.name for each in node.names if each.name not in _READS}
        if isinstance(node, ast.ImportFrom) and node.module == "lianfang":
            modules |= {each.asname or each.name for each in node.names if each.name == "playbook"}
    return sorted(
        call.lineno
        for call in _runs(tree)
        if isinstance(call, ast.Call)
        and (
            (isinstance(call.func, ast.Name) and call.func.id in names)
            or (
                isinstance(call.func, ast.Attribute)
                and call.func.attr in _READS
                and isinstance(call.func.value, ast.Name)
                and call.func.value.id in modules
            )
        )
    )


def _runs(node: ast.AST) -> Iterator[ast.AST]:
    """Everything below a node that runs when it does."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            given = [*child.args.defaults, *(each for each in child.args.kw_defaults if each is not None)]
            for part in (*given, *getattr(child, "decorator_list", ())):
                yield part
                yield from _runs(part)
        else:
            yield child
            yield from _runs(child)


def test_no_module_reads_the_playbook_when_it_is_imported() -> None:
    found = [
        f"{file.relative_to(ROOT)}:{line}"
        for file in sorted((ROOT / "lianfang").rglob("*.py"))
        if "tests" not in file.parts
        for line in calls_at_import(file.read_text(encoding="utf-8"))
    ]
    assert not found, "ask for the playbook inside a function, where it is needed"


def test_the_lint_sees_each_place_that_runs_at_import() -> None:
    planted = """
from lianfang import playbook
from lianfang.playbook import current
A = current().meta
B = [one.code for one in playbook.current().duties]
class C:
    code = current().meta.code
def d(by=current()):
    return current()
@wrap(current())
def e(): return lambda: current()
"""
    assert calls_at_import(planted) == [4, 5, 7, 8, 10]


def test_nor_does_it_by_a_detour() -> None:
    """All of the program is imported, and its cards closed, where reading a playbook is an error: but for the kinds of
    records that it declares, which are asked for once, when the cards are closed."""
    code = (
        "import traceback\n"
        "import lianfang.playbook.loader as loader\n"
        "def only_at_start(read):\n"
        "    def asked(*said):\n"
        "        if 'at_start' not in {each.name for each in traceback.extract_stack()}:\n"
        "            raise SystemExit('the playbook was read at import')\n"
        "        return read(*said)\n"
        "    return asked\n"
        "loader.load, loader._read = only_at_start(loader.load), only_at_start(loader._read)\n"
        "import django; django.setup()\n"
        "import importlib, pkgutil, lianfang\n"
        "for one in pkgutil.walk_packages(lianfang.__path__, 'lianfang.'):\n"
        "    if not {'tests', 'migrations', 'testing', '__main__', 'bench'} & set(one.name.split('.')):\n"
        "        importlib.import_module(one.name)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
