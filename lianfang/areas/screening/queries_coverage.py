"""screening · queries of coverage: whom and what H1–H4, H8, R4 and G1–G3 are counted against, one by one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from lianfang.areas.screening.indicators import LOGGED, gate_kinds, health_of_day
from lianfang.areas.screening.kinds import SEE
from lianfang.areas.screening.kinds_gate_passage import GATE_PASSAGE
from lianfang.areas.screening.kinds_health_declaration import HEALTH_DECLARATION
from lianfang.areas.screening.kinds_roll_call import ROLL_CALL
from lianfang.areas.screening.kinds_temperature_check import TEMPERATURE_CHECK
from lianfang.areas.screening.rules import SHIFT_HOURS, SHIFTS, SHIFTS_PER_DAY
from lianfang.kernel.coverage import Coverage, Sort, part
from lianfang.kernel.expectations import open_slots
from lianfang.kernel.words import w

_SQL = Path(__file__).with_name("sql")


def _said(name: str) -> str:
    return _SQL.joinpath(f"{name}.sql").read_text(encoding="utf-8")


def _members(kind: str, seen: str) -> Callable[[str], str]:
    columns = part(
        Sort.PERSON, key="m.person::text", subject="m.person::text", kind=kind, slot="s",
        checked=f"coalesce(x.{seen}, false)",
    )  # fmt: skip
    return lambda code: _said("members").format(part=columns, slots=open_slots(kind))


def _on_the_list(code: str) -> str:
    """How many of a unit's register are on the list of its last roll call. The list names nobody, so that whoever is
    missing from it is a number of the unit, and the figure itself says it; without a roll call, all of them."""
    column = code.lower()
    columns = part(
        Sort.UNIT, key="x.unit", subject="x.unit", kind=ROLL_CALL.code, slot="s", checked=f"x.{column}_checked",
        expected=f"x.{column}_expected",
    )  # fmt: skip
    return (
        f"SELECT x.unit, x.path, {columns} FROM ({health_of_day()}) x "
        f"LEFT JOIN ({open_slots(ROLL_CALL.code)}) s ON s.target = x.unit WHERE x.{column}_expected > 0"
    )


def _gate_shifts(code: str) -> str:
    columns = part(
        Sort.PLACE, key="p.code || ' ' || of_day.shift", subject="p.code", kind=GATE_PASSAGE.code,
        from_at="span.from_at", due_at=f"span.from_at + interval '{SHIFT_HOURS} hours'", checked=LOGGED,
    )  # fmt: skip
    return _said("gate_shifts").format(
        part=columns, gates=gate_kinds(), shifts=SHIFTS_PER_DAY, hours=SHIFT_HOURS, eve=SHIFTS[0],
        zone=settings.TIME_ZONE,
    )  # fmt: skip


def _entrants(code: str) -> str:
    columns = part(
        Sort.PLACE, key="r.entry::text", subject="coalesce(r.place, '')", from_at="r.occurred_at",
        due_at="r.occurred_at", entry="r.entry", checked="r.celsius IS NOT NULL",
    )  # fmt: skip
    return _said("entrants").format(part=columns)


COVERAGES = (
    Coverage(
        ("H1", "H2"), _members(TEMPERATURE_CHECK.code, "checked"), SEE,
        w("{n} 人未测体温", "{n} people were not measured"),
    ),
    Coverage(
        ("H3", "H8"), _members(HEALTH_DECLARATION.code, "declared"), SEE,
        w("{n} 人未申报健康状况", "{n} people have not declared"),
    ),
    Coverage(
        ("H4", "R4"), _on_the_list, SEE, w("{n} 人不在点名名单上", "{n} people are not on a roll call"),
        worked="screening:roll",
    ),
    Coverage(
        ("G1", "G3"), _gate_shifts, SEE, w("门岗 {n} 班无登记", "{n} shifts of gates without a log"),
    ),
    Coverage(("G2",), _entrants, SEE, w("{n} 人次进入未测体温", "{n} people came in without being measured")),
)  # fmt: skip
