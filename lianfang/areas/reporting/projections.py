"""reporting · projections: one row for each act, and the database retraces the reports that it concerns."""

from __future__ import annotations

from lianfang.areas.reporting import models, payloads
from lianfang.kernel.projections import Projection, Rows

_ROWS = Rows.of(
    models.Step,
    payloads.Confirmed,
    payloads.Amended,
    payloads.Received,
    payloads.Returned,
    payloads.Reminded,
    kept=True,
    unprojected=("from_at", "to_at", "playbook", "head", "report"),
    report_unit="coalesce(e.data->>'of', e.unit)",
    report_day="day",
    unit_path="path",
    step="e.version",
    digest="e.digest",
)
_RETRACE = "SELECT reporting_retrace(%(touched)s::uuid[])"
_DERIVED = ("reporting_report", "reporting_figure", "reporting_sum")

STEP = Projection(rows=_ROWS, then=(_RETRACE,), also=_DERIVED)
# What the verifier holds against the ledger, column by column.
STEP_COLUMNS = _ROWS.columns
