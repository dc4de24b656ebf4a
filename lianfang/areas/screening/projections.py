"""screening · projections: the rows of each kind, and the unit's day that all four kinds fill together."""

from __future__ import annotations

from pathlib import Path

from lianfang.areas.screening import models, payloads
from lianfang.areas.screening.payloads import WATCHED_FROM_CELSIUS
from lianfang.areas.screening.rules import SHIFT_HOURS
from lianfang.kernel.projections import DailySums, Projection, Rows
from lianfang.kernel.sums import count, distinct, newest, sorted_list

_DAY = "screening_day"
_HOUR = "extract(hour FROM e.occurred_at AT TIME ZONE %(zone)s)"
_SQL = Path(__file__).with_name("sql")
_PEOPLE, _PERSON = (
    (_SQL / name).read_text("utf-8").replace("{watched_from}", str(WATCHED_FROM_CELSIUS))
    for name in ("people_of_day.sql", "people_of_reading.sql")
)
_INWARD = "r.direction = 'in' AND r.category <> 'vehicle'"

TEMPERATURE_CHECK = Projection(
    rows=Rows.of(models.TemperatureCheck, payloads.TemperatureCheck, unprojected=("instrument",)),
    sums=(DailySums(_DAY, "screening_temperature_check", {"checks": count()}),),
    then=(_PEOPLE,),
    then_one=(_PERSON,),
)

HEALTH_DECLARATION = Projection(
    rows=Rows.of(
        models.HealthDeclaration,
        payloads.HealthDeclaration,
        unprojected=("from_risk_area",),
        symptomatic="json_array_length(e.data->'symptoms') > 0",
        returned="coalesce(e.data->>'risk_level' IN ('mid', 'high'), false)",
    ),
    sums=(
        DailySums(
            _DAY,
            "screening_health_declaration",
            {
                "people_declared": distinct("person"),
                "people_symptomatic": distinct("person", where="r.symptomatic", none=False),
                "people_returned": distinct("person", where="r.returned", none=False),
            },
        ),
    ),
)

GATE_PASSAGE = Projection(
    rows=Rows.of(
        models.GatePassage, payloads.GatePassage, unprojected=("purpose",), shift=f"floor({_HOUR} / {SHIFT_HOURS})"
    ),
    sums=(
        DailySums(
            _DAY,
            "screening_gate_passage",
            {
                "passages": count(),
                "passages_in": count(_INWARD),
                "measured_in": count(f"{_INWARD} AND r.celsius IS NOT NULL"),
                "warm_in": sorted_list("r.celsius", f"r.direction = 'in' AND r.celsius >= {WATCHED_FROM_CELSIUS}"),
                "outsiders_in": count("r.direction = 'in' AND r.category IN ('visitor', 'vendor', 'vehicle')"),
                "gate_shifts": distinct("place", "shift"),
            },
        ),
    ),
)

ROLL_CALL = Projection(
    rows=Rows.of(models.RollCall, payloads.RollCall, unprojected=("unexplained_persons",)),
    sums=(
        DailySums(
            _DAY,
            "screening_roll_call",
            # The day's last roll call speaks for the unit: in the evening an absence of the morning has been explained.
            {name: newest(name) for name in ("listed", "present", "excused", "unexplained")},
        ),
    ),
)
