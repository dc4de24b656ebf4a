"""sanitation · projections: rounds told from the hour, doses judged by the rule of their day, sums by unit."""

from __future__ import annotations

from lianfang.areas.sanitation.facts import Disinfection, WasteClearance
from lianfang.areas.sanitation.models import Cleared, Disinfected
from lianfang.areas.sanitation.rules import ALCOHOL, CHLORINE, ROUNDS
from lianfang.kernel.projections import DailySums, Projection, Rows
from lianfang.kernel.sums import Sum, different, distinct, fresh, total
from lianfang.playbook import holds_sql

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
    """`rules.in_range` as SQL, by the dose of its day; three-valued AND says the same: false wins, then unknown."""
    agent, chlorine = "e.data->>'agent'", ", ".join(f"'{each}'" for each in sorted(CHLORINE))
    spans = {"chlorine_mg_per_l": _CHLORINE, "contact_minutes": _MINUTES}
    strength, minutes = (f"jsonb_typeof(d.says->'{name}') = 'object'" for name in spans)
    kept = " AND ".join(_within(name, value) for name, value in spans.items())
    return (
        f"(SELECT CASE WHEN {agent} IN ({chlorine}) THEN CASE WHEN {strength} OR {minutes} THEN {kept} END "
        f"WHEN {agent} = '{ALCOHOL}' THEN CASE WHEN {_ALCOHOL_ALLOWED} THEN true END END "
        "FROM playbook_rule d WHERE d.code = 'dose.' || (e.data->>'object') "
        f"AND {holds_sql('d', f'{_LOCAL}::date')})"
    )


# `rules.allows_alcohol`. No percent sign may stand in SQL that has parameters, hence no LIKE.
_ALCOHOL_ALLOWED = (
    "EXISTS (SELECT FROM jsonb_array_elements_text(d.says->'instead') i WHERE position('75' IN i) > 0 "
    "AND (position('酒精' IN i) > 0 OR position('alcohol' IN i) > 0))"
)


def _within(span: str, value: str) -> str:
    """Whether a value lies in a span of the dose; what the dose does not state is kept by any value."""
    said = f"d.says->'{span}'"
    return (
        f"CASE WHEN jsonb_typeof({said}) = 'object' THEN {value} >= ({said}->>'low')::numeric "
        f"AND ({said}->>'high' IS NULL OR {value} <= ({said}->>'high')::numeric) ELSE true END"
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
