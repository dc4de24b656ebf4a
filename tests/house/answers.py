"""tests · house: the tables of what each address answers each role, one file for each part of the house."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from tests.house.addresses import part_of

TABLES = Path(__file__).with_name("url_roles")


def table(part: str) -> Path:
    """The file of a part."""
    return TABLES / f"{part}.tsv"


def rows(part: str) -> list[dict[str, str]]:
    """Its rows: an `address`, and for each role `GET/POST`; none where there is no such file yet."""
    if not table(part).exists():
        return []
    with table(part).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@cache
def opens(pattern: str) -> dict[str, int]:
    """What opening an address answers each role; empty where no table has it."""
    row = next((row for row in rows(part_of(pattern)) if row["address"] == pattern), {})
    return {who: int(said.partition("/")[0]) for who, said in row.items() if who != "address"}
