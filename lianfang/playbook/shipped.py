"""playbook · shipped: the edition of the playbook in force that comes with the program, and whether it is newer.

What comes with the program changes with the program alone, so each process reads it once.
"""

from __future__ import annotations

from functools import lru_cache

from lianfang.playbook.current import current, folder_of
from lianfang.playbook.diff import Change, diff
from lianfang.playbook.loader import load
from lianfang.playbook.playbook import Playbook
from lianfang.playbook.source import read

_FILE = "playbook.yaml"


def newer() -> str | None:
    """The number of the edition that comes with the program, where it is newer than the one in force."""
    meta = current().meta
    number = _number_of(meta.code)
    return number if number is not None and _parts(number) > _parts(meta.version) else None


def changes() -> list[Change]:
    """What it would change of the one in force; nothing where none comes with the program."""
    playbook = current()
    if _number_of(playbook.meta.code) is None:
        return []
    return diff(playbook, edition(playbook.meta.code).in_its_period())


@lru_cache(maxsize=4)
def edition(code: str) -> Playbook:
    """The playbook of that code that comes with the program."""
    return load(folder_of(code))


@lru_cache(maxsize=4)
def _number_of(code: str) -> str | None:
    folder = folder_of(code)
    said = read(folder, _FILE).data if (folder / _FILE).is_file() else None
    number = said.get("version") if isinstance(said, dict) else None
    return number if isinstance(number, str) else None


def _parts(number: str) -> tuple[int, ...]:
    return tuple(int(each) for each in number.split("."))
