"""duties · projections: rows of what was said about duties, modes and excuses; slots follow by the follower."""

from __future__ import annotations

from lianfang.kernel.projections import Projection, Rows

_BY = {"recorded_by": "e.recorded_by", "because": "e.data->>'because'"}

MADE = Projection(
    rows=Rows(
        "duties_made",
        {
            "code": "e.data->>'duty'",
            "kind": "e.data->>'kind'",
            "spec": "e.data::jsonb",
            "from_day": "(e.data->>'from_day')::date",
            **_BY,
        },
    )
)
ENDED = Projection(
    rows=Rows("duties_ended", {"code": "e.data->>'duty'", "from_day": "(e.data->>'from_day')::date", **_BY})
)
MODE = Projection(
    rows=Rows(
        "duties_mode",
        {
            "mode": "e.data->>'mode'",
            "response_level": "e.data->>'response_level'",
            "from_day": "(e.data->>'from_day')::date",
            **_BY,
        },
    )
)
EXCUSE = Projection(
    rows=Rows(
        "duties_excuse",
        {
            "duty": "e.data->>'duty'",
            "target": "e.data->>'target'",
            "number": "(e.data->>'window')::int",
            "from_day": "(e.data->>'from_day')::date",
            "until_day": "(e.data->>'until_day')::date",
            **_BY,
        },
    )
)
