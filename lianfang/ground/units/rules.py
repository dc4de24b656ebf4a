"""units · rules: what the tree allows, decided from what is known."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, timedelta

from lianfang.ground.units import problems
from lianfang.kernel.problems import INVALID, Fault, Refused
from lianfang.kernel.words import w

_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,39}")


def check_code(code: str) -> None:
    """A code is a step of a path: what could be taken for two steps would reach into somebody else's scope."""
    if not _CODE.fullmatch(code):
        said = w("须为大写字母、数字和连字符，最多 40 个", "must be capitals, digits and hyphens, at most 40")
        raise Refused(INVALID, faults=(Fault("data.code", said, "string_pattern_mismatch"),))


def check_change_day(from_day: date, *, today: date, last_change: date) -> None:
    """A change of the tree begins with a reporting day that has not begun yet, after every earlier change."""
    earliest = max(today + timedelta(days=1), last_change + timedelta(days=1))
    if from_day < earliest:
        raise Refused(problems.MOVE_BACK_IN_TIME, earliest=earliest.isoformat())


def check_not_below(code: str, path: str, parent_path: str) -> None:
    """A unit never stands under itself."""
    if parent_path.startswith(path):
        raise Refused(problems.UNDER_ITSELF, code=code)


def in_order(specs: Mapping[str, str | None], known: Collection[str]) -> list[str]:
    """The codes so that a parent comes before its children; raises `LookupError` with a code that has no parent.

    `specs` gives each code's parent; `known` are the parents that stand already.
    """
    placed: dict[str, None] = {}
    for start in specs:
        chain: list[str] = []
        code: str | None = start
        while code is not None and code not in placed and code not in known:
            if code not in specs or code in chain:
                raise LookupError(code)
            chain.append(code)
            code = specs[code]
        for each in reversed(chain):
            placed[each] = None
    return list(placed)
