"""sanitation · projections: what was done, with its dose judged by the rule of its day."""

from __future__ import annotations

from lianfang.areas.sanitation.models import Cleared, Disinfected
from lianfang.areas.sanitation.payloads import Disinfection, WasteClearance
from lianfang.kernel.projections import Projection, Rows
from lianfang.playbook import holds_sql

_CHLORINE = "(e.data->>'available_chlorine_mg_per_l')::int"
_MINUTES = "(e.data->>'contact_minutes')::int"
_AMOUNT = "(e.data->>'amount')::numeric"
_LOCAL = "(e.occurred_at AT TIME ZONE %(zone)s)"


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


DISINFECTION = Projection(
    rows=Rows.of(
        Disinfected,
        Disinfection,
        unprojected=("photo_sha256", "round"),
        chlorine_mg_per_l="available_chlorine_mg_per_l",
        in_range=_in_range(),
    )
)
CLEARANCE = Projection(rows=Rows.of(Cleared, WasteClearance, unprojected=("photo_sha256",)))
