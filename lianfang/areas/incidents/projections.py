"""incidents · projections: one row for each act, and the database retraces what it belongs to."""

from __future__ import annotations

from lianfang.areas.incidents import models
from lianfang.kernel.projections import Projection, Rows

_ROWS = Rows.of(models.Act, kept=True, data="e.data::jsonb")
_RETRACE = "SELECT incidents_retrace(%(touched)s::uuid[])"
DERIVED = ("incidents_incident", "incidents_drill", "incidents_finding", "incidents_plan")

ACT = Projection(rows=_ROWS, then=(_RETRACE,), also=DERIVED)
