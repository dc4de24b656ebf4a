"""screening · plain members: the figures of H1, H2, H3 and H8 counted from sets of persons, as a reader would count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from lianfang.areas.screening.rules import Reading, Standing, standing
from lianfang.kernel.entries import Draft

_FEVER = Decimal("37.3")


def figures(
    home: dict[UUID, str | None], checks: list[Draft], said: list[Draft], units: tuple[str, ...]
) -> dict[str, dict[str, tuple[Any, ...]]]:
    """By unit and code: (value, checked, expected, unsettled), from where each person belongs and what a day holds.

    `checks` are the day's temperature checks that stand, `said` its health declarations.
    """
    fevers = _fevers(checks, home)
    ill = _first(said, home, lambda one: bool(one.data["symptoms"]))
    back = _first(said, home, lambda one: one.data["risk_level"] in ("mid", "high"))
    awaits, feverish = _high(checks)
    found = {}
    for unit in units:
        members = {who for who, each in home.items() if each == unit}
        checked = {one.person for one in checks} & members
        declared_ = {one.person for one in said} & members
        apart = {(who, at) for who, at in awaits | feverish if who in members and at != unit}
        own = {who for who, at in fevers.items() if at == unit}
        here = {who for who, at in feverish if at == unit}
        open_ = len({who for who, at in awaits if at == unit}) + len(here - own) + len({who for who, _ in apart})
        lines = {"H1": (len(members) or None, len(checked), len(members) or None, 0)}
        lines["H2"] = (len(own) if checked or own else None, len(checked), len(members) or None, open_)
        for code, whom, tells in (("H3", ill, _is_ill), ("H8", back, _is_back)):
            mine = {who for who, at in whom.items() if at == unit}
            heard = {one.person for one in said if one.unit == unit and tells(one)}
            away = {who for who in members if who in whom and who not in heard}
            value = len(mine) if declared_ or mine else None
            lines[code] = (value, len(declared_), len(members) or None, len(heard - mine) + len(away))
        if members or own or any(unit in whom.values() for whom in (ill, back)):
            found[unit] = lines
    return found


def _is_ill(one: Draft) -> bool:
    return bool(one.data["symptoms"])


def _is_back(one: Draft) -> bool:
    return one.data["risk_level"] in ("mid", "high")


def _by_unit(checks: Iterable[Draft]) -> dict[tuple[Any, str], list[Draft]]:
    found: dict[tuple[Any, str], list[Draft]] = defaultdict(list)
    for one in checks:
        found[one.person, one.unit].append(one)
    return found


def _high(checks: list[Draft]) -> tuple[set[tuple[Any, str]], set[tuple[Any, str]]]:
    """Who awaits a second reading at which unit, and who was found to have a fever there."""
    stand = {
        key: standing(
            [Reading(o.occurred_at, Decimal(str(o.data["celsius"])), o.data["remeasure"]) for o in own], _FEVER
        )
        for key, own in _by_unit(checks).items()
    }
    return (
        {key for key, each in stand.items() if each is Standing.AWAITING},
        {key for key, each in stand.items() if each is Standing.FEVER},
    )


def _fevers(checks: list[Draft], home: dict[UUID, str | None]) -> dict[Any, str]:
    """Where each feverish person counts: where the highest re-measure was taken, of equal ones at his own unit."""
    again = [one for one in checks if one.data["remeasure"] and Decimal(str(one.data["celsius"])) >= _FEVER]
    order = sorted(again, key=lambda o: (-o.data["celsius"], o.unit != home[o.person], o.occurred_at, o.id))  # type: ignore[index]
    return {one.person: one.unit for one in reversed(order)}


def _first(said: list[Draft], home: dict[UUID, str | None], tells: Callable[[Draft], bool]) -> dict[Any, str]:
    """Where each of whom something is told counts: at his own unit, else where he told it first."""
    told = sorted((one for one in said if tells(one)), key=lambda o: (o.unit != home[o.person], o.occurred_at, o.id))  # type: ignore[index]
    return {one.person: one.unit for one in reversed(told)}
