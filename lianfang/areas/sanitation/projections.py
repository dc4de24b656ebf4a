"""sanitation · projections: rounds told from the hour, doses judged by the rule of their day, sums by unit."""

from __future__ import annotations

from lianfang.areas.sanitation.facts import OBJECTS
from lianfang.areas.sanitation.rules import ALCOHOL, CHLORINE, ROUNDS, allows_alcohol
from lianfang.kernel.playbook import Dose, current, holds_sql
from lianfang.kernel.playbook.models import Range
from lianfang.kernel.projections import DailySums, Projection, Rows

_CHLORINE = "(e.data->>'available_chlorine_mg_per_l')::int"
_MINUTES = "(e.data->>'contact_minutes')::int"
_LOCAL = "(e.occurred_at AT TIME ZONE %(zone)s)"


def _round() -> str:
    cases = []
    for each in ROUNDS:
        joined = "AND" if each.from_time < each.to_time else "OR"
        after, before = (f"TIME '{at.isoformat()}'" for at in (each.from_time, each.to_time))
        cases.append(f"WHEN {_LOCAL}::time >= {after} {joined} {_LOCAL}::time < {before} THEN {each.number}")
    return f"coalesce((e.data->>'round')::int, CASE {' '.join(cases)} END)"


def _in_range() -> str:
    """`rules.in_range` as SQL; three-valued AND says the same: false wins, then unknown."""
    cases = []
    for object_ in OBJECTS:
        for dose in current().rule(f"dose.{object_}").versions:
            holds = holds_sql(dose, f"{_LOCAL}::date")
            cases.append(f"WHEN e.data->>'object' = '{object_}' AND {holds} THEN {_verdict(dose)}")
    return f"(CASE {' '.join(cases)} END)"


def _verdict(dose: Dose) -> str:
    if dose.chlorine_mg_per_l is None and dose.contact_minutes is None:
        return "NULL::boolean"  # a rule without a figure judges nothing
    agent = "e.data->>'agent'"
    chlorine = ", ".join(f"'{each}'" for each in sorted(CHLORINE))
    kept = " AND ".join((_within(dose.chlorine_mg_per_l, _CHLORINE), _within(dose.contact_minutes, _MINUTES)))
    alcohol = "true" if allows_alcohol(dose) else "NULL"
    return f"(CASE WHEN {agent} IN ({chlorine}) THEN {kept} WHEN {agent} = '{ALCOHOL}' THEN {alcohol} END)"


def _within(span: Range | None, value: str) -> str:
    if span is None:
        return "true"
    high = f" AND {value} <= {span.high}" if span.high is not None else ""
    return f"({value} >= {span.low}{high})"


# A place-round is one place in one round, however many objects were done there.
_PLACE_ROUND = "DISTINCT (r.place, r.round)"

DISINFECTION = Projection(
    rows=Rows(
        "sanitation_disinfection",
        {
            "object": "e.data->>'object'",
            "agent": "e.data->>'agent'",
            "round": _round(),
            "chlorine_mg_per_l": _CHLORINE,
            "contact_minutes": _MINUTES,
            "litres": "(e.data->>'litres')::numeric",
            "lot": "e.data->>'lot'",
            "in_range": _in_range(),
            "recorded_by": "e.recorded_by",
            "evidence": "e.evidence",
        },
    ),
    sums=(
        DailySums(
            "sanitation_disinfection_day",
            "sanitation_disinfection",
            {
                "done": f"NULLIF(count({_PLACE_ROUND}) FILTER (WHERE r.entry IS NOT NULL), 0)",
                "judged": f"NULLIF(count({_PLACE_ROUND}) FILTER (WHERE r.in_range IS NOT NULL), 0)",
                # Done again and kept: the place-round is in range.
                "out_of_range": f"NULLIF(count({_PLACE_ROUND}) FILTER (WHERE r.in_range IS NOT NULL), 0) "
                f"- count({_PLACE_ROUND}) FILTER (WHERE r.in_range)",
            },
        ),
    ),
)

CLEARANCE = Projection(
    rows=Rows(
        "sanitation_clearance",
        {
            "bags": "(e.data->>'bags')::int",
            "overflow": "(e.data->>'overflow')::boolean",
            "recorded_by": "e.recorded_by",
            "evidence": "e.evidence",
        },
    ),
    sums=(
        DailySums(
            "sanitation_clearance_day",
            "sanitation_clearance",
            {
                "points": "NULLIF(count(DISTINCT r.place), 0)",
                "overflowing": "CASE WHEN count(r.entry) > 0 "
                "THEN count(DISTINCT r.place) FILTER (WHERE r.overflow) END",
                "bags": "sum(r.bags)",
            },
        ),
    ),
)
