"""tests · told slots: what the pages say was due, done, late and excused, held against the slots themselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianfang.areas.duties import queries as duties
from lianfang.areas.duties.rules import STATE_SQL
from lianfang.boards.command import Command
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, scope
from lianfang.kernel.figures import live_figures, together

ROUND, WASTE, TEMPERATURE = "sanitation.disinfection", "sanitation.waste_clearance", "screening.temperature_check"
MOST_QUERIES = 24
_FIGURES = ("E1", "E2", "E3")
_DONE = {"done", "late", "doubtful"}
_UNEXPECTED = {"excused", "void"}
_SLOTS = (
    f"SELECT s.duty, s.target, s.number, {STATE_SQL} FROM duties_slot s "
    "WHERE s.day = %(day)s AND s.path >= %(low)s AND s.path < %(high)s"
)
Counted = Counter[str]


class Slots:
    """The slots of a unit and all below it on a day, as the table has them at a moment."""

    def __init__(self, unit: str, day: date, now: datetime) -> None:
        system = scope.system_actor("slots")
        with scope.acting(system), connection.cursor() as cursor:
            self.unit = units.unit(system, unit, day=day)
            low, high = scope.prefix_range(self.unit.path)
            kinds = {code: duty.version.kind for code, duty in duties.duties_on(system, day).items()}
            cursor.execute(_SLOTS, {"day": day, "low": low, "high": high, "now": now})
            self.rows = [(kinds[duty], *row) for duty, *row in cursor.fetchall()]

    def of(self, kind: str) -> Counted:
        return Counter(state for each, _, _, state in self.rows if each == kind)

    def all(self) -> Counted:
        return Counter(state for _, _, _, state in self.rows)


def done(counted: Counted) -> int:
    return sum(n for state, n in counted.items() if state in _DONE)


def expected(counted: Counted) -> int:
    return sum(n for state, n in counted.items() if state not in _UNEXPECTED)


def begun(counted: Counted) -> int:
    return expected(counted) - counted["not_due"]


def _done_of(counted: Counted) -> tuple[int, int]:
    return done(counted), expected(counted)


def differences(client: Client, actor: Any, unit: str, day: date, now: datetime) -> list[str]:
    """What the pages of a unit and a day say otherwise than its slots; nothing where they agree."""
    slots, found = Slots(unit, day, now), []

    def hold(where: str, said: object, stands: object) -> None:
        if said != stands:
            found.append(f"{unit} {day} {where}: the page says {said}, the slots {stands}")

    query = f"unit={unit}&day={day.isoformat()}"
    answer = _page(client, f"/sanitation/?{query}&days=1", found)
    hold("sanitation", _states(answer.context["grid"]), slots.of(ROUND))
    hold("sanitation, waste", _states(answer.context["waste"], newest=True), slots.of(WASTE))
    hold("sanitation, title", _so_far(answer.context["title"].zh), _so_far_of(slots.of(ROUND)))
    answer = _page(client, f"/screening/?{query}&days=1", found)
    hold("screening", _measured(answer.context["grid"]), _done_of(slots.of(TEMPERATURE)))
    answer = _page(client, f"/duties/?{query}", found)
    hold("duties", _so_far(answer.context["title"].zh), _so_far_of(slots.all()))
    with scope.acting(actor):
        figures = together(live_figures(actor, _FIGURES, slots.unit.path, day, now).values()).measures
        for code, kind in (("E1", ROUND), ("E3", WASTE)):
            if code in figures:
                said = figures[code].checked or 0, figures[code].expected or 0
                hold(code, said, _done_of(slots.of(kind)))
        if "E2" in figures:
            hold("E2, rounds that were done", figures["E2"].expected or 0, done(slots.of(ROUND)))
        wide = Command(actor, slots.unit, day, now).sections(wide=True)
        shown = next((each for each in wide if each.anchor == "rounds"), None)
        if shown is not None and shown.heat is not None:
            total = shown.heat.total
            cells = [cell for cell in total.cells if cell is not None]
            said = sum(cell.done for cell in cells), sum(cell.due for cell in cells)
            hold("command", said, _done_of(slots.of(ROUND)))
            hold("command, by now", (total.done, total.due), (done(slots.of(ROUND)), begun(slots.of(ROUND))))
        elif slots.of(ROUND):
            hold("command, places", _states(shown.grid if shown is not None else None), slots.of(ROUND))
    return found


def home_differences(client: Client, held: Iterable[str], now: datetime) -> list[str]:
    """What the home page of a property worker says otherwise than the slots of the units that they hold."""
    today = clock.day_of(now).date
    days = [[Slots(unit, day, now) for unit in held] for day in (today - timedelta(days=1), today)]
    answer = client.get("/")
    mine, found = answer.context["mine"], []
    waiting = sum((slots.of(kind) for slots in (*days[0], *days[1]) for kind in (ROUND, WASTE)), Counter())
    said = sum(len(each.taps) for each in mine.taps)
    if said != waiting["due"] + waiting["overdue"]:
        found.append(f"home: {said} places wait, of the slots {waiting['due'] + waiting['overdue']}")
    text = [each.words.zh for each in mine.in_order]
    parts = [re.search(r"已(?:消毒|清运垃圾) (\d+)/(\d+) 处", each) for each in text]
    counted = sum((slots.of(ROUND) + slots.of(WASTE) for slots in days[1]), Counter())
    if sum(int(each[1]) for each in parts if each) != done(counted):
        found.append(f"home: {text}, of the slots {counted}")
    return found


def _page(client: Client, address: str, found: list[str]) -> Any:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code, answer.headers.get("Location"))
    if len(asked) > MOST_QUERIES:
        found.append(f"{address} asks {len(asked)} times")
    return answer


def _states(grid: Any, *, newest: bool = False) -> Counted:
    if grid is None:
        return Counter()
    at = [len(grid.columns) - 1] if newest else range(len(grid.columns))
    return Counter(str(row.cells[each].state) for row in grid.rows for each in at if row.cells[each] is not None)


def _measured(grid: Any) -> tuple[int, int]:
    """How many were measured of how many, added up over all cells."""
    tips = [cell.tip for row in grid.rows for cell in row.cells if cell is not None] if grid is not None else []
    parts = [re.search(r"已测 (\d+)/(\d+) 人", tip) for tip in tips]
    return sum(int(each[1]) for each in parts if each), sum(int(each[2]) for each in parts if each)


def _so_far_of(counted: Counted) -> tuple[int, int, int]:
    return expected(counted), begun(counted), done(counted)


def _so_far(said: str) -> tuple[int, int, int]:
    """What an answer says is expected in the whole day, by now, and done; nothing where it says that nothing is."""
    whole, now, there = (re.search(rf"{words} (\d+)", said) for words in ("应做", "到现在应做", "已做"))
    if whole is None or there is None:
        return 0, 0, 0
    return int(whole[1]), int((now or whole)[1]), int(there[1])
