"""reporting · projections: one row for each act, and the database retraces the reports that it concerns."""

from __future__ import annotations

from lianfang.kernel.projections import Projection, Rows

_ROWS = Rows(
    "reporting_step",
    {
        "kind": "e.kind",
        "report_unit": "coalesce(e.data->>'of', e.unit)",
        "form": "e.data->>'form'",
        "report_day": "(e.data->>'day')::date",
        "unit_path": "e.data->>'path'",
        "step": "e.version",
        "number": "(e.data->>'number')::int",
        "recorded_by": "e.recorded_by",
        "due_at": "(e.data->>'due_at')::timestamptz",
        "as_of": "(e.data->>'as_of')::timestamptz",
        "figures": "(e.data->'figures')::jsonb",
        "below": "(e.data->'below')::jsonb",
        "children": "(e.data->'children')::jsonb",
        "narrative": "e.data->>'narrative'",
        "late_reason": "e.data->>'late_reason'",
        "why": "e.data->>'why'",
        "seal": "e.data->>'seal'",
        "digest": "e.digest",
    },
    kept=True,
)
_RETRACE = "SELECT reporting_retrace(%(touched)s::uuid[])"
_DERIVED = ("reporting_report", "reporting_figure", "reporting_sum")

STEP = Projection(rows=_ROWS, then=(_RETRACE,), also=_DERIVED)
# What the verifier holds against the ledger, column by column.
STEP_COLUMNS = _ROWS.columns
