"""screening · projections: the rows of each kind, and the unit's day that all four kinds fill together."""

from __future__ import annotations

from pathlib import Path

from lianfang.areas.screening.facts import WATCHED_FROM_CELSIUS
from lianfang.areas.screening.rules import ROUNDS, SHIFT_HOURS
from lianfang.kernel.projections import DailySums, Projection, Rows

_DAY = "screening_day"
_HOUR = "extract(hour FROM e.occurred_at AT TIME ZONE %(zone)s)"
_PEOPLE = Path(__file__).with_name("sql").joinpath("people_of_day.sql").read_text(encoding="utf-8")
# The day's last roll call speaks for the unit: in the evening an absence of the morning has been explained.
_LAST = "(array_agg(r.{0} ORDER BY r.occurred_at DESC, r.entry DESC) FILTER (WHERE r.entry IS NOT NULL))[1]"
_ROUND = " ".join(f"WHEN {_HOUR} < {r.to_hour} THEN '{r.code}'" for r in sorted(ROUNDS, key=lambda r: r.to_hour))
_INWARD = "r.direction = 'in' AND r.category <> 'vehicle'"


def _where(condition: str, counted: str = "r.entry") -> str:
    """A count of those rows that meet the condition; NULL, not 0, where there are no rows at all."""
    return f"CASE WHEN count(r.entry) > 0 THEN count({counted}) FILTER (WHERE {condition}) END"


TEMPERATURE_CHECK = Projection(
    rows=Rows(
        "screening_temperature_check",
        {
            "celsius": "(e.data->>'celsius')::numeric",
            "site": "e.data->>'site'",
            "remeasure": "(e.data->>'remeasure')::boolean",
            "round": f"CASE {_ROUND} END",
        },
    ),
    sums=(DailySums(_DAY, "screening_temperature_check", {"checks": "NULLIF(count(r.entry), 0)"}),),
    then=(_PEOPLE.replace("{watched_from}", str(WATCHED_FROM_CELSIUS)),),
)

HEALTH_DECLARATION = Projection(
    rows=Rows(
        "screening_health_declaration",
        {
            "symptomatic": "json_array_length(e.data->'symptoms') > 0",
            "returned": "coalesce(e.data->>'risk_level' IN ('mid', 'high'), false)",
        },
    ),
    sums=(
        DailySums(
            _DAY,
            "screening_health_declaration",
            {
                "people_declared": "NULLIF(count(DISTINCT r.person), 0)",
                "people_symptomatic": _where("r.symptomatic", "DISTINCT r.person"),
                "people_returned": _where("r.returned", "DISTINCT r.person"),
            },
        ),
    ),
)

GATE_PASSAGE = Projection(
    rows=Rows(
        "screening_gate_passage",
        {
            "direction": "e.data->>'direction'",
            "category": "e.data->>'category'",
            "celsius": "(e.data->>'celsius')::numeric",
            "mask": "(e.data->>'mask')::boolean",
            "shift": f"floor({_HOUR} / {SHIFT_HOURS})",
        },
    ),
    sums=(
        DailySums(
            _DAY,
            "screening_gate_passage",
            {
                "passages": "NULLIF(count(r.entry), 0)",
                "passages_in": _where(_INWARD),
                "measured_in": _where(f"{_INWARD} AND r.celsius IS NOT NULL"),
                "warm_in": "array_agg(r.celsius ORDER BY r.celsius) "
                f"FILTER (WHERE r.direction = 'in' AND r.celsius >= {WATCHED_FROM_CELSIUS})",
                "outsiders_in": _where("r.direction = 'in' AND r.category IN ('visitor', 'vendor', 'vehicle')"),
                "gate_shifts": "NULLIF(count(DISTINCT (r.place, r.shift)) FILTER (WHERE r.entry IS NOT NULL), 0)",
            },
        ),
    ),
)

ROLL_CALL = Projection(
    rows=Rows(
        "screening_roll_call",
        {name: f"(e.data->>'{name}')::int" for name in ("listed", "present", "excused", "unexplained")},
    ),
    sums=(
        DailySums(
            _DAY,
            "screening_roll_call",
            {name: _LAST.format(name) for name in ("listed", "present", "excused", "unexplained")},
        ),
    ),
)
