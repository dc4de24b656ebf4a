"""sanitation · projections: rounds told from the hour, doses judged by the rule of their day, sums by unit."""

from __future__ import annotations

from lianfang.areas.sanitation.facts import OBJECTS, Disinfection, WasteClearance
from lianfang.areas.sanitation.models import Cleared, Disinfected
from lianfang.areas.sanitation.rules import ALCOHOL, CHLORINE, ROUNDS, allows_alcohol
from lianfang.kernel.projections import DailySums, Projection, Rows
from lianfang.kernel.sums import Sum, different, distinct, fresh, total
from lianfang.playbook import Dose, current, holds_sql
from lianfang.playbook.shapes import Range

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
_PLACE_ROUND = ("place", "round")
_JUDGED, _KEPT = "r.in_range IS NOT NULL", "r.in_range"


def _out_of_range() -> Sum:
    """Place-rounds that were judged and never kept: done again and kept, one is in range."""
    judged, kept = (different(*_PLACE_ROUND, where=where) for where in (_JUDGED, _KEPT))
    one_more, kept_now = (fresh(*_PLACE_ROUND, where=where) for where in (_JUDGED, _KEPT))
    return Sum(
        f"NULLIF({judged}, 0) - {kept}",
        step=f"CASE WHEN coalesce(d.judged, 0) + {one_more} > 0 "
        f"THEN coalesce({{old}}, 0) + {one_more} - {kept_now} END",
    )


DISINFECTION = Projection(
    rows=Rows.of(
        Disinfected,
        Disinfection,
        unprojected=("photo_sha256",),
        round=_round(),
        chlorine_mg_per_l="available_chlorine_mg_per_l",
        in_range=_in_range(),
    ),
    sums=(
        DailySums(
            "sanitation_disinfection_day",
            "sanitation_disinfection",
            {
                "done": distinct(*_PLACE_ROUND),
                "judged": distinct(*_PLACE_ROUND, where=_JUDGED),
                "out_of_range": _out_of_range(),
            },
        ),
    ),
)

CLEARANCE = Projection(
    rows=Rows.of(Cleared, WasteClearance, unprojected=("photo_sha256",)),
    sums=(
        DailySums(
            "sanitation_clearance_day",
            "sanitation_clearance",
            {
                "points": distinct("place"),
                "overflowing": distinct("place", where="r.overflow", none=False),
                "bags": total("r.bags"),
            },
        ),
    ),
)
