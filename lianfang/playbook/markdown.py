"""playbook · markdown: the tables of the rules' page, and the cells that say how a rule is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from lianfang.kernel.words import Words
from lianfang.playbook.shapes import Known, Noted, Threshold, ThresholdRule, Version

PROOF = ("Mark", "Verified", "Valid", "Source")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a table."""
    cells = [[cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    return [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *(f"| {' | '.join(row)} |" for row in cells)]


def both(words: Words) -> str:
    """Chinese and English, once where they are the same."""
    return words.zh if words.zh == words.en else f"{words.zh} / {words.en}"


def period(start: str, end: object) -> str:
    """From when to when a rule holds."""
    return f"{start} – {end or 'open'}"


def proof(version: Version) -> tuple[str, str, str, str]:
    """The last four cells of every rule: mark, verified, validity, source; what is known apart with its own."""
    marks = [version.mark, *(f"{fact} {each.mark}" for fact, each in version.apart.items())]
    verified = [_yes(version), *(f"{fact} {_yes(each)}" for fact, each in version.apart.items())]
    said = [_told(version), *(f"{fact}: {_told(each)}" for fact, each in version.apart.items())]
    valid = period(version.valid_from.isoformat(), version.valid_to)
    return "; ".join(marks), "; ".join(verified), valid, "; ".join(said)


def _yes(said: Known) -> str:
    return "yes" if said.verified else "no"


def _told(said: Noted) -> str:
    """The source, its own words where they are quoted, and the note."""
    quoted = f" “{said.quote}”" if said.quote else ""
    return f"{said.source}{quoted}" + (f": {said.note}" if said.note else "")


def number(value: Decimal) -> str:
    """A number without needless zeros."""
    return f"{value.normalize():f}"


def values(rules: Iterable[ThresholdRule]) -> list[tuple[str, ...]]:
    """A row for each number, with its unit."""

    def row(code: str, words: Words, unit: Words, version: Threshold) -> tuple[str, ...]:
        return f"`{code}`", both(words), f"{number(version.value)} {both(unit)}", *proof(version)

    return [row(rule.code, rule.words, rule.unit, v) for rule in rules for v in rule.versions]
