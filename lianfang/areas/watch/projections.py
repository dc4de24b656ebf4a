"""watch · projections: one row for each act; how things stand is read from the newest of them."""

from __future__ import annotations

from lianfang.kernel.projections import Projection, Rows

_STEP = {"kind": "e.kind", "stream": "e.stream", "number": "e.version", "recorded_by": "e.recorded_by"}


def _shift(at: str = "e.data", prefix: str = "") -> dict[str, str]:
    return {
        f"{prefix}shift_on": f"({at}->>'on')::date",
        f"{prefix}shift": f"{at}->>'shift'",
        f"{prefix}begins_at": f"({at}->>'begins_at')::timestamptz",
        f"{prefix}ends_at": f"({at}->>'ends_at')::timestamptz",
    }


POST = Projection(
    rows=Rows(
        "watch_post",
        {
            **_STEP,
            "phone": "e.data->>'phone'",
            "note": "coalesce(e.data->>'why', e.data->>'note')",
        },
    )
)
ROSTERING = Projection(
    rows=Rows(
        "watch_rostering",
        {
            **{name: sql for name, sql in _STEP.items() if name != "kind"},
            **_shift(),
            "leader": "e.data->>'leader'",
            "officers": "ARRAY(SELECT json_array_elements_text(e.data->'officers'))",
            "why": "e.data->>'why'",
        },
    )
)
SWAP = Projection(
    rows=Rows(
        "watch_swap",
        {
            **_STEP,
            **_shift("e.data->'given'"),
            **_shift("e.data->'taken'", "taken_"),
            "by": "e.data->>'by'",
            "other": "e.data->>'other'",
            "decided": "e.data->>'decided'",
            "why": "e.data->>'why'",
        },
    )
)
LOG = Projection(
    rows=Rows(
        "watch_log",
        {
            "what": "e.data->>'what'",
            "text": "e.data->>'text'",
            "other": "e.data->>'other'",
            "open": "coalesce((e.data->>'open')::boolean, false)",
            "due_at": "(e.data->>'due_at')::timestamptz",
            "recorded_by": "e.recorded_by",
        },
    )
)
CLOSING = Projection(
    rows=Rows(
        "watch_closing",
        {"item": "(e.data->>'item')::uuid", "how": "e.data->>'how'", "recorded_by": "e.recorded_by"},
    )
)
HANDOVER = Projection(
    rows=Rows(
        "watch_handover",
        {
            **_STEP,
            "change_at": "(e.data->>'change_at')::timestamptz",
            **_shift("e.data->'leaving'", "leaving_"),
            **_shift("e.data->'taking'", "taking_"),
            "leaving_by": "e.data->>'leaving_by'",
            "taking_by": "e.data->>'taking_by'",
            "done": "(e.data->'done')::jsonb",
            "undone": "(e.data->'undone')::jsonb",
            "note": "e.data->>'note'",
        },
    )
)
SPOT = Projection(
    rows=Rows("watch_spot", {**_STEP, "by": "e.data->>'by'", "how": "e.data->>'how'"}),
)
