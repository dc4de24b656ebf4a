"""governance · projections: one row for each step; how things stand is read from the steps of one life."""

from __future__ import annotations

from lianfang.kernel.projections import Projection, Rows

_STEP = {"kind": "e.kind", "stream": "e.stream", "number": "e.version", "recorded_by": "e.recorded_by"}

DIRECTIVE = Projection(
    rows=Rows(
        "governance_directive_step",
        {
            **_STEP,
            "issuer": "e.data->>'issuer'",
            "doc_no": "e.data->>'doc_no'",
            "title": "e.data->>'title'",
            "issued_on": "(e.data->>'issued_on')::date",
            "asks": "e.data->>'asks'",
            "wants_receipt": "(e.data->>'wants_receipt')::boolean",
            "wants_report": "(e.data->>'wants_report')::boolean",
            "acknowledge_by": "(e.data->>'acknowledge_by')::timestamptz",
            "report_by": "(e.data->>'report_by')::timestamptz",
            "said": "coalesce(e.data->>'text', e.data->>'conclusion', e.data->>'note')",
        },
    )
)
MEASURE = Projection(
    rows=Rows(
        "governance_measure_step",
        {
            **_STEP,
            "directive": "(e.data->>'directive')::uuid",
            "set_by": "e.data->>'set_by'",
            "about": "e.data->>'about'",
            "doc_no": "e.data->>'doc_no'",
            "role": "e.data->>'role'",
            "due_at": "(e.data->>'due_at')::timestamptz",
            "acknowledge_by": "(e.data->>'acknowledge_by')::timestamptz",
            "called_off": "coalesce((e.data->>'called_off')::boolean, false)",
            "said": "coalesce(e.data->>'text', e.data->>'why', e.data->>'note')",
        },
    )
)
