"""screening · indicators: H1–H4, H8, R4 and G1–G3, each with its coverage and the entries behind it (domain C)."""

from __future__ import annotations

from pathlib import Path

from lianfang.areas.screening.payloads import WATCHED_FROM_CELSIUS
from lianfang.areas.screening.rules import SHIFTS_PER_DAY
from lianfang.ground.places.sorts import GATE, PLACE_KINDS
from lianfang.kernel.indicators import Indicator, Source
from lianfang.kernel.retention import unlinked
from lianfang.kernel.words import w
from lianfang.playbook import DAILY, current, number_sql

_SQL = Path(__file__).with_name("sql")
_PERSONS, _PASSAGES = w("人", "persons"), w("人次", "passages")
FEVER = number_sql("fever_celsius")
# Whether a gate `p` of a unit has a line of the day in the shift `of_day.shift`.
LOGGED = (
    "EXISTS (SELECT FROM screening_gate_passage r WHERE r.unit = p.unit AND r.day = %(day)s AND r.place = p.code "
    "AND r.shift = of_day.shift AND r.superseded_at IS NULL AND NOT r.exercise)"
)


def filled(name: str) -> str:
    """One of the area's SQL files, with the playbook's threshold of the day and the house's constants in it."""
    said = _SQL.joinpath(f"{name}.sql").read_text(encoding="utf-8")
    values = {
        "fever": FEVER,
        "fever_then": number_sql("fever_celsius", "d.day"),
        "watched_from": WATCHED_FROM_CELSIUS,
        "shifts": SHIFTS_PER_DAY,
        "logged": LOGGED,
        "unlinked": unlinked("people.entry"),
    }
    for slot, value in values.items():
        said = said.replace(f"{{{slot}}}", str(value))
    return said


# Of a person whom a unit of the range counts: a reading of anybody else is no part of its coverage.
_OF_MEMBERS = (
    " AND EXISTS (SELECT FROM screening_member_seen s WHERE s.person = r.person AND s.day = r.day"
    " AND s.path >= %(low)s AND s.path < %(high)s)"
)


def _entries(table: str, telling: str = "", *, of: str = "") -> str:
    """The standing entries of a day: those that tell something, or all of them where none does; `of` narrows them.

    A figure above zero opens what makes it; a zero opens the checks that it rests on.
    """
    standing = (
        f"SELECT r.entry{f', {telling} AS tells' if telling else ''} FROM screening_day d JOIN {table} r "
        "ON r.unit = d.unit AND r.day = d.day AND r.superseded_at IS NULL AND NOT r.exercise "
        f"WHERE d.day = %(day)s AND d.path >= %(low)s AND d.path < %(high)s{of}"
    )
    if not telling:
        return standing
    silent = "NOT EXISTS (SELECT FROM standing WHERE tells)"
    return f"WITH standing AS ({standing}) SELECT entry FROM standing WHERE tells OR {silent}"


INDICATORS = (
    Indicator(
        "H1",
        w("应测体温人数", "due for check"),
        _PERSONS,
        w("在册人员中已测的 / 底册在册人数", "those of the register who were checked / people in the register"),
        _entries("screening_temperature_check", of=_OF_MEMBERS),
        cumulates=False,
        persons=True,
        members=True,
    ),
    Indicator(
        "H2",
        w("发热人数（达到发热线，复测确认）", "fever, at the line or above, confirmed by a second reading"),
        _PERSONS,
        w(
            "应测人员中已测的 / 应测人数；有高温未复测，或本单位人员在别处测出发热时，零不算核实",
            "those due who were checked / due; no zero is confirmed while a high reading awaits a second "
            "one, or one of the unit's people was found to have a fever elsewhere",
        ),
        _entries("screening_temperature_check", f"coalesce(r.celsius >= {FEVER}, false)"),
        cumulates=False,
        persons=True,
        members=True,
    ),
    Indicator(
        "H3",
        w("有症状人数", "symptomatic"),
        _PERSONS,
        w("应测人员中已申报的 / 应测人数", "those due who declared / due"),
        _entries("screening_health_declaration", "r.symptomatic"),
        cumulates=False,
        persons=True,
        members=True,
    ),
    Indicator(
        "H4",
        w("缺勤不明人数", "unexplained absence"),
        _PERSONS,
        w("点名应到人数 / 底册在册人数", "people on the roll call / people in the register"),
        _entries("screening_roll_call"),
        cumulates=False,
        persons=True,
        members=True,
    ),
    Indicator(
        "H8",
        w("中高风险区旅居返回", "returns from mid- or high-risk areas"),
        _PERSONS,
        w("应测人员中已申报的 / 应测人数", "those due who declared / due"),
        _entries("screening_health_declaration", "r.returned"),
        cumulates=False,
        persons=True,
        members=True,
    ),
    Indicator(
        "R4",
        w("返岗人数", "returned to work"),
        _PERSONS,
        w("点名在册人数 / 底册在册人数", "people on the roll call / people in the register"),
        _entries("screening_roll_call"),
        cumulates=False,
        persons=True,
        members=True,
    ),
    Indicator(
        "G1",
        w("出入登记", "passages logged"),
        _PASSAGES,
        w("有登记的本单位门岗班次 / 应有班次", "shifts of the unit's gates with a log / shifts due"),
        _entries("screening_gate_passage"),
        cumulates=True,
        persons=False,
    ),
    Indicator(
        "G2",
        w("入口测温异常", "fever at the gate"),
        _PASSAGES,
        w("入口已测温人次 / 进入人次（不含车辆）", "measured on entry / people entering, vehicles left out"),
        _entries("screening_gate_passage", f"coalesce(r.direction = 'in' AND r.celsius >= {FEVER}, false)"),
        cumulates=True,
        persons=True,
    ),
    Indicator(
        "G3",
        w("外来车辆人员", "visitors, vendors and outside vehicles"),
        _PASSAGES,
        w("有登记的本单位门岗班次 / 应有班次", "shifts of the unit's gates with a log / shifts due"),
        _entries("screening_gate_passage", "r.direction = 'in' AND r.category IN ('visitor', 'vendor', 'vehicle')"),
        cumulates=True,
        persons=False,
    ),
)

_HEALTH, _GATE = filled("health"), filled("gate")


def returning_kinds() -> str:
    """The kinds of units whom the form asks how many came back to work, for SQL's IN, as the playbook in force says."""
    lines = [line for form in current().forms if form.code == DAILY for line in form.fields if line.indicator == "R4"]
    kinds = sorted({kind for line in lines for kind in line.filled_by})
    return ", ".join(f"'{kind}'" for kind in kinds) or "NULL"


def gate_kinds() -> str:
    """The kinds of places that are gates, as an SQL array, as the playbook in force says."""
    kinds = ", ".join(f"'{kind}'" for kind in PLACE_KINDS.having(GATE))
    return f"ARRAY[{kinds}]::text[]"


def health_of_day() -> str:
    """H1–H4, H8 and R4 by unit."""
    return _HEALTH.replace("{returning}", returning_kinds())


SOURCES = (
    Source(
        ("H1", "H2", "H3", "H4", "H8", "R4"),
        health_of_day,
        unsettled=("H2", "H3", "H8"),
    ),
    Source(("G1", "G2", "G3"), lambda: _GATE.replace("{gates}", gate_kinds())),
)
