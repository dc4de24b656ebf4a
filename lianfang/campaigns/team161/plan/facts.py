"""campaigns · team161.facts: reads what the article states and the official figures of the city."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from lianfang.kernel.words import Words, w

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Official:
    """One day's cumulative figures of the city, in persons."""

    day: date
    confirmed: int
    cured: int
    dead: int


@dataclass(frozen=True, slots=True)
class Reserve:
    """One line of the supplies bought ahead: `item`, its Chinese name, how many of `unit`."""

    item: str
    zh: str
    quantity: int
    unit: str


@dataclass(frozen=True, slots=True)
class Facts:
    """`stated` is facts.yaml as it stands; the rest is read out of it and of official-daily.csv."""

    stated: dict[str, Any]
    reserves: tuple[Reserve, ...]
    official: tuple[Official, ...]

    def figure(self, *path: str) -> int:
        """A quantity of facts.yaml, such as `figure("estate", "households")` → 942."""
        found: Any = self.stated
        for part in path:
            found = found[part]
        return int(found["value"] if isinstance(found, dict) else found)

    def on(self, day: date) -> Official | None:
        return next((row for row in self.official if row.day == day), None)


def stated_of(unit: str) -> Words | None:
    """What the article says of a unit, its figures with their qualifiers; of most units it says none."""
    if unit != "C161":
        return None
    estate = facts().stated["estate"]
    assert estate["residents"]["qualifier"] == "about"
    return w("原文：{homes} 户，近 {people} 人", "The article: {homes} households, about {people} people").fill(
        homes=estate["households"]["value"], people=estate["residents"]["value"]
    )


@cache
def facts() -> Facts:
    """Both files, read once."""
    stated = YAML(typ="safe", pure=True).load((HERE / "facts.yaml").read_text(encoding="utf-8"))
    reserves = tuple(Reserve(r["item"], r["zh"], r["value"], r["unit"]) for r in stated["supplies_reserved"])
    with (HERE / "official-daily.csv").open(encoding="utf-8", newline="") as stream:
        official = tuple(
            Official(
                date.fromisoformat(row["date"]),
                int(row["confirmed_cumulative"]),
                int(row["cured_cumulative"]),
                int(row["dead_cumulative"]),
            )
            for row in csv.DictReader(stream)
        )
    return Facts(stated, reserves, official)
