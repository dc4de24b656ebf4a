"""witnesses · projections: every setting of a keeper as a row."""

from __future__ import annotations

from lianfang.kernel.projections import Projection, Rows

HOLDER_SET = Projection(
    rows=Rows(
        "witnesses_holder_step",
        {
            "holder": "e.stream",
            "version": "e.version",
            "name": "e.data->>'name'",
            "service": "e.data->>'service'",
            "fingerprint": "e.data->>'fingerprint'",
            "open": "(e.data->>'open')::boolean",
        },
    ),
)
