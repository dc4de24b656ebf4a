"""bench · report: one JSON line for each figure, and what counts as holding."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from rich.console import Console

_talk = Console(stderr=True)


@dataclass(frozen=True, slots=True)
class Line:
    """A figure beside its baseline. `at_least` says whether the ratio must reach the target or stay below it."""

    name: str
    value: float
    unit: str
    baseline: float
    target: float
    at_least: bool = True

    @property
    def ratio(self) -> float:
        return self.value / self.baseline if self.baseline else float("inf")

    @property
    def holds(self) -> bool:
        return self.ratio >= self.target if self.at_least else self.ratio <= self.target

    def tell(self) -> bool:
        """Prints the line; gives whether it holds."""
        said = {
            "name": self.name,
            "value": round(self.value, 4),
            "unit": self.unit,
            "baseline": round(self.baseline, 4),
            "ratio": round(self.ratio, 4),
            "target": f"{'>=' if self.at_least else '<='} {self.target}",
            "holds": self.holds,
        }
        print(json.dumps(said, ensure_ascii=False), flush=True)
        return self.holds


def say(text: str) -> None:
    """A word for whoever waits; not part of the output."""
    _talk.print(text, style="dim")


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes, once."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def p95(work: Callable[[], object], times: int) -> float:
    """The 95th percentile of the seconds that a piece of work takes, after one time that does not count."""
    work()
    taken = [seconds(work) for _ in range(times)]
    return statistics.quantiles(taken, n=20, method="inclusive")[-1]
