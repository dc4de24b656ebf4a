"""governance · projections: one row for each step; how things stand is read from the steps of one life."""

from __future__ import annotations

from lianfang.areas.governance import models, payloads
from lianfang.kernel.projections import Projection, Rows

DIRECTIVE = Projection(
    rows=Rows.of(
        models.DirectiveStep,
        payloads.DirectiveReceived,
        payloads.DirectiveAcknowledged,
        payloads.ReportedBack,
        payloads.DirectiveClosed,
        unprojected=("via",),
        said="coalesce(e.data->>'text', e.data->>'conclusion', e.data->>'note')",
    )
)
MEASURE = Projection(
    rows=Rows.of(
        models.MeasureStep,
        payloads.MeasureSet,
        payloads.MeasureAcknowledged,
        payloads.MeasureAnswered,
        payloads.MeasureReturned,
        payloads.MeasureClosed,
        called_off="coalesce((e.data->>'called_off')::boolean, false)",
        said="coalesce(e.data->>'text', e.data->>'why', e.data->>'note')",
    )
)
