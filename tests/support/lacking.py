"""tests · lacking: behind every figure that pages show, what is missing and what is there are what was expected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import takewhile
from typing import Any

from lianfang.ground.units import queries as units
from lianfang.kernel import clock, coverage
from lianfang.kernel.coverage import Asked, Part
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor

# What a page says of a figure (`marks.measure_words`), in both languages.
_COUNTED = re.compile(r"(?:已查|checked) ([\d,]+) (?:/ 应查|of) ([\d,]+)")
_SIZE = 7  # several pages, also of short lists


def differences(actor: Actor, met: Iterable[tuple[str, str]], now: datetime) -> Iterator[str]:
    """Of each figure that was met (`figure_of`, its words) how its two halves differ from what it says."""
    for of, words in met:
        code, unit, day = of.split(" ")[:3]
        said = _COUNTED.search(words)
        if of.endswith((" ledger", " confirmed")) or said is None or int(said[2].replace(",", "")) == 0:
            continue
        shown = tuple(int(each.replace(",", "")) for each in said.groups())
        if code not in REGISTRY.coverages():
            yield f"{of}: nothing says what it is counted against"
            continue
        found = halves(actor, code, unit, date.fromisoformat(day), now)
        if found != (*shown, shown[1] - shown[0]):
            yield f"{of}: shown {shown}, expected, checked and missing one by one {found}"


def halves(actor: Actor, code: str, unit: str, day: date, now: datetime) -> tuple[int, int, int]:
    """What is there, what was expected and what is missing behind a figure, gathered page by page."""
    alone = unit.startswith("=")
    paths = [units.unit(actor, each, day=day).path for each in unit.removeprefix("=").split("+")]
    only = tuple(paths) if len(paths) > 1 else ()
    asked = Asked(_in_common(paths), clock.reporting_day(day), now, alone, only=only)
    declared = REGISTRY.coverages()[code]
    lacking = _all(lambda after: coverage.missing(actor, asked, code, declared, after=after, size=_SIZE))
    there = _all(lambda after: coverage.present(actor, asked, code, declared, after=after, size=_SIZE))
    [counted] = coverage.counted(actor, asked, [(code, declared)])
    keys = [(each.path, each.key) for each in lacking]
    assert len(set(keys)) == len(keys) == counted.parts, (code, unit, day)
    checked, missing = sum(each.checked for each in there), sum(each.missing for each in lacking)
    assert (checked + missing, checked) == (counted.expected, counted.checked), (code, unit, day)
    return checked, checked + missing, missing


def _in_common(paths: list[str]) -> str:
    """Of several paths the one above them all."""
    steps = zip(*(path.split("/")[:-1] for path in paths), strict=False)
    return "".join(f"{each[0]}/" for each in takewhile(lambda one: len(set(one)) == 1, steps))


def _all(page: Callable[[Any], list[Part]]) -> list[Part]:
    found: list[Part] = []
    while True:
        more = page(found[-1].after if found else None)
        found += more
        if len(more) < _SIZE:
            return found
