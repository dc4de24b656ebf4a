"""reporting · tests' town: a small tree, records that a test writes itself, and the people who report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import connection
from django.test import Client

from lianfang.areas.reporting import actions, queries
from lianfang.areas.reporting.card import CARD
from lianfang.areas.reporting.queries import Report
from lianfang.ground.access import queries as access_queries
from lianfang.ground.testing import enlist
from lianfang.ground.units import actions as units
from lianfang.ground.units.actions import UnitSpec
from lianfang.kernel import clock, scope
from lianfang.kernel.indicators import Indicator, Source
from lianfang.kernel.kinds import Origin
from lianfang.kernel.recording import Recording
from lianfang.kernel.registry import REGISTRY, Card
from lianfang.kernel.scope import Actor, Held
from lianfang.kernel.words import w
from lianfang.playbook import current
from tests.support import slots

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2020, 8, 10)
WINDOW_CLOSED = datetime(2020, 8, 10, 16, 20, tzinfo=ZONE)
PATHS = {
    "XJCG": "XJCG/",
    "T161": "XJCG/T161/",
    "T161-LOG": "XJCG/T161/T161-LOG/",
    "T161-D01": "XJCG/T161/T161-D01/",
    "C161": "XJCG/T161/C161/",
    "T200": "XJCG/T200/",
    "T200-LOG": "XJCG/T200/T200-LOG/",
}
SPECS = (
    UnitSpec("XJCG", "superior", "新疆局", "Bureau"),
    UnitSpec("T161", "team", "一六一队", "Team 161", "XJCG"),
    UnitSpec("T161-LOG", "logistics", "后勤", "Logistics", "T161"),
    UnitSpec("T161-D01", "drill_crew", "一号井队", "Drilling crew 1", "T161"),
    UnitSpec("C161", "estate", "小区", "Estate", "T161"),
    UnitSpec("T200", "team", "二〇〇队", "Team 200", "XJCG"),
    UnitSpec("T200-LOG", "logistics", "二队后勤", "Logistics of Team 200", "T200"),
)
JOINT = ("H1", "H2", "H3")  # one source answers these three, every other code has its own
TABLE = """
CREATE TABLE IF NOT EXISTS reporting_probe (unit text, path text COLLATE "C", day date, code text, value numeric,
  checked int, expected int, unsettled int, changed_at timestamptz, entry uuid);
ALTER TABLE reporting_probe ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS scope ON reporting_probe;
CREATE POLICY scope ON reporting_probe USING (coalesce((SELECT scope_ranges()) @> path, true)) WITH CHECK (true);
"""


def _source(codes: tuple[str, ...]) -> Source:
    columns = ", ".join(
        f"max({name}) FILTER (WHERE code = '{code}') AS {code.lower()}_{name}"
        for code in codes
        for name in ("value", "checked", "expected", "unsettled")
    )
    listed = ", ".join(f"'{code}'" for code in codes)
    return Source(
        codes,
        f"SELECT unit, max(path) AS path, max(changed_at) AS changed_at, {columns} FROM reporting_probe "
        f"WHERE day = %(day)s AND path >= %(low)s AND path < %(high)s AND code IN ({listed}) GROUP BY unit",
        unsettled=codes,
    )


def _indicator(code: str) -> Indicator:
    return Indicator(
        code,
        w(f"指标{code}", f"indicator {code}"),
        w("个", "each"),
        w("已查/应查", "checked / expected"),
        "SELECT entry FROM reporting_probe WHERE day = %(day)s AND path >= %(low)s AND path < %(high)s "
        f"AND code = '{code}' AND entry IS NOT NULL",
        cumulates=REGISTRY.indicators()[code].cumulates,
        persons=REGISTRY.indicators()[code].persons,
        members=REGISTRY.indicators()[code].members,
        cases=code in ("H5", "H6", "H7"),
        adds=code != "W1",
        digits=1 if code == "E2" else None,
    )


def probing() -> dict[str, Card]:
    """The registry's cards while a test runs: one table answers every indicator but reporting's own."""
    codes = [line.indicator for line in current().form("daily").fields if line.indicator != "I1"]
    sources = [_source(JOINT), *(_source((code,)) for code in codes if code not in JOINT)]
    card = Card("probe", indicators=tuple(_indicator(code) for code in codes), sources=tuple(sources))
    kept = {area: each for area, each in REGISTRY.cards.items() if area == CARD.area or not each.sources}
    duties = REGISTRY.cards["duties"]
    counting = replace(duties, sources=tuple(source for source in duties.sources if source.codes == ("I1",)))
    return {"probe": card, **kept, "duties": counting}


def stand_in(owner: psycopg.Connection[Any], patch: pytest.MonkeyPatch) -> None:
    """Instead of the areas' sources, one table into which a test writes what the records say."""
    owner.execute(TABLE)
    patch.setattr(REGISTRY, "cards", probing())


def open_tree(specs: Sequence[UnitSpec] = SPECS) -> None:
    """The units, opened before the campaign's tenth day, and the slots of the day."""
    system = scope.system_actor()
    with scope.acting(system):
        opened = datetime(2020, 7, 20, 9, tzinfo=ZONE)
        units.open_units(system, specs, at=clock.FixedClock(opened), origin=Origin.REPLAY)
    slots.derived(DAY)


def say(
    unit: str,
    code: str,
    value: float | Decimal | None,
    checked: int | None = None,
    expected: int | None = None,
    *,
    day: date = DAY,
    at: datetime = WINDOW_CLOSED - timedelta(hours=4),
    unsettled: int = 0,
    path: str | None = None,
) -> None:
    """The records say this of a unit and indicator from now on."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM reporting_probe WHERE unit = %s AND code = %s AND day = %s", (unit, code, day))
        cursor.execute(
            "INSERT INTO reporting_probe (unit, path, day, code, value, checked, expected, unsettled, changed_at) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            (unit, path or PATHS[unit], day, code, value, checked, expected, unsettled, at),
        )


@contextmanager
def as_role(role: str, unit: str, *paths: str) -> Iterator[Actor]:
    """Everything inside is done as somebody with that role over that unit."""
    verbs = CARD.verbs[role] | {"ledger.see", "ledger.correct"}
    actor = Actor(f"{role}-{unit.lower()}", 1, (Held(role, frozenset(verbs), unit, paths or (PATHS[unit],)),))
    with scope.acting(actor):
        yield actor


def confirm(unit: str, at: datetime = WINDOW_CLOSED, **more: Any) -> Report:
    """The unit's own reporter confirms the report of the day."""
    with as_role("reporter", unit) as actor:
        more = {"day": DAY, **more}
        actions.confirm_report(actor, unit=unit, how=Recording(clock.FixedClock(at)), **more)
        filed = queries.report(actor, unit, more["day"], now=at)
        assert filed.lines, "looked at while its reader is there"
        assert filed.head is not None
        assert filed.seal is not None
        return filed


def client(role: str, unit: str, language: str = "zh-hans") -> Client:
    """A browser in which somebody with that role over that unit is signed in."""
    login = f"{role}-{unit.lower()}"
    opened = datetime(2020, 7, 20, 9, tzinfo=ZONE)
    user = enlist(scope.system_actor(), {login: (role, unit)}, since=opened)[login]
    access_queries.forget()
    made = Client(headers={"accept-language": language})
    made.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    made.cookies["lianfang_language"] = language
    return made
