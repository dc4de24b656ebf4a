"""config · cli: reads the command line, finds the command, and turns faults into exit codes."""

from __future__ import annotations

import argparse
import os
import pkgutil
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType

from lianfang import __version__
from lianfang.config.cli import commands, terminal
from lianfang.config.supervisor.faults import CommandFault, outside_our_power

DONE, DATA_SAYS_NO, CALL_IS_WRONG = 0, 1, 2


def registry() -> dict[str, ModuleType]:
    """Every command by its name, in alphabetical order of their files."""
    found = [import_module(f"{commands.__name__}.{one.name}") for one in pkgutil.iter_modules(commands.__path__)]
    return {module.NAME: module for module in found}


def parser(known: dict[str, ModuleType]) -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    top = argparse.ArgumentParser(prog="lianfang", description="联防 · operations for epidemic prevention")
    top.add_argument("--version", action="version", version=f"lianfang {__version__}")
    words = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, module in known.items():
        one = words.add_parser(name, help=module.HELP, description=module.HELP, add_help=name != "manage")
        one.add_argument("--data", type=Path, default=None, help="数据目录 · the data folder (default: $DATA or ./var)")
        one.add_argument("--json", action="store_true", help="输出 JSON · machine-readable output")
        module.configure(one)
        one.set_defaults(run=module.run)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the process's exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianfang.config.settings")
    as_json = "--json" in (sys.argv[1:] if arguments is None else arguments)
    try:
        args = parser(registry()).parse_args(arguments)
        args.data = Path(args.data or os.environ.get("DATA") or "var").resolve()
        os.environ["DATA"] = str(args.data)
        return int(args.run(args))
    except CommandFault as fault:
        terminal.fault(fault.zh, fault.en, as_json=as_json, code=fault.code)
        return CALL_IS_WRONG
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        known = outside_our_power(error)
        if known is None:
            raise
        terminal.fault(known.zh, known.en, as_json=as_json)
        return CALL_IS_WRONG
