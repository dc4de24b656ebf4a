"""sanitation · projections: rounds told from the hour, doses judged by the rule of their day, sums by unit."""

from __future__ import annotations

from lianfang.areas.sanitation.models import Cleared, Disinfected
from lianfang.areas.sanitation.payloads import Disinfection, WasteClearance
from lianfang.areas.sanitation.rules import ROUNDS
from lianfang.kernel.projections import DailySums, Projection, Rows
from lianfang.kernel.sums import Sum, different, distinct, fresh, total
from lianfang.playbook import holds_sql

_CHLORINE = "(e.data->>'available_chlorine_mg_per_l')::int"
_MINUTES = "(e.data->>'contact_minutes')::int"
_AMOUNT = "(e.data->>'amount')::numeric"
_LOCAL = "(e.occurred_at AT TIME ZONE %(zone)s)"


def _round() -> str:
    cases = []
    for each in ROUNDS:
        joined = "AND" if each.from_time < each.to_time else "OR"
        after, before = (f"TIME '{at.isoformat()}'" for at in (each.from_time, each.to_time))
        cases.append(f"WHEN {_LOCAL}::time >= {after} {joined} {_LOCAL}::time < {before} THEN {each.number}")
    return f"coalesce((e.data->>'round')::int, CASE {' '.join(cases)} END)"


def _in_range() -> str:
    """`rules.in_range` as SQL, by dose and agent of the day; three-valued AND says the same: false, then unknown."""
    agent, day = "e.data->>'agent'", f"{_LOCAL}::date"
    chlorine, minutes, amount = (
        "d.says->'chlorine_mg_per_l'",
        "d.says->'contact_minutes'",
        f"d.says->'amounts'->({agent})",
    )
    lasted = _within(minutes, _MINUTES)
    return (
        f"(SELECT CASE WHEN jsonb_exists(d.says->'instead_agents', {agent}) THEN true "
        f"WHEN a.says->>'measured' = 'chlorine' THEN CASE WHEN {_stated(chlorine)} OR {_stated(minutes)} "
        f"THEN {_within(chlorine, _CHLORINE)} AND {lasted} END "
        f"WHEN {_stated(amount)} THEN {_within(amount, _AMOUNT)} AND {lasted} END "
        f"FROM playbook_rule d LEFT JOIN playbook_rule a ON a.code = 'agent.' || ({agent}) AND {holds_sql('a', day)} "
        f"WHERE d.code = 'dose.' || (e.data->>'object') AND {holds_sql('d', day)})"
    )


def _stated(span: str) -> str:
    return f"jsonb_typeof({span}) = 'object'"


def _within(span: str, value: str) -> str:
    """Whether a value lies in a span of the dose; what the dose does not state is kept by any value."""
    return (
        f"CASE WHEN {_stated(span)} THEN {value} >= ({span}->>'low')::numeric "
        f"AND ({span}->>'high' IS NULL OR {value} <= ({span}->>'high')::numeric) ELSE true END"
    )


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
