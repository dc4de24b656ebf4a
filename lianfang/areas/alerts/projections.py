"""alerts · projections: every step as a row; from its steps, each alert and each channel as it stands."""

from __future__ import annotations

from pathlib import Path

from lianfang.kernel.projections import Projection, Rows

_STANDING = Path(__file__).with_name("sql").joinpath("standing.sql").read_text(encoding="utf-8")
_STREAM = {"alert": "e.stream", "version": "e.version", "recorded_by": "e.recorded_by"}
_OWNER = {
    "role": "e.data->>'role'",
    "owner_unit": "e.data->>'owner_unit'",
    "login": "e.data->>'login'",
    "title": "e.data->>'title'",
}
_VACANT = "ARRAY(SELECT v->>'role' || '@' || (v->>'unit') FROM json_array_elements(e.data->'vacant') v)"
_DUE = {"due_at": "(e.data->>'due_at')::timestamptz"}
_NOTE = {"note": "e.data->>'note'"}
_SAID = {"zh": "e.data->>'zh'", "en": "e.data->>'en'", "count": "(e.data->>'count')::int"}


def _steps(act: str, **columns: str) -> Projection:
    return Projection(
        rows=Rows("alerts_step", {"act": f"'{act}'", **_STREAM, **columns}),
        then=(_STANDING,),
        also=("alerts_alert",),
    )


OPENED = _steps(
    "opened",
    **_SAID,
    **_OWNER,
    **_DUE,
    key="e.data->>'key'",
    source="e.data->>'source'",
    severity="e.data->>'severity'",
    href="e.data->>'href'",
    since_at="(e.data->>'since_at')::timestamptz",
    level="(e.data->>'level')::int",
    vacant=_VACANT,
)
GREW = _steps("grew", **_SAID)
ACKNOWLEDGED = _steps("acknowledged", **_NOTE, **_DUE)
HANDED_ON = _steps("handed_on", **_OWNER, **_NOTE, **_DUE)
ESCALATED = _steps(
    "escalated",
    role="e.data->>'role'",
    owner_unit="e.data->>'owner_unit'",
    level="(e.data->>'level')::int",
    how="e.data->>'reason'",
    vacant=_VACANT,
    **_DUE,
)
RESOLVED = _steps("resolved", how="e.data->>'by'", evidence="(e.data->>'evidence')::uuid", **_NOTE)
REOPENED = _steps("reopened", how="e.data->>'by'", count="(e.data->>'count')::int", **_NOTE, **_DUE)

CHANNEL_SET = Projection(
    rows=Rows(
        "alerts_channel_step",
        {
            "channel": "e.stream",
            "version": "e.version",
            "name": "e.data->>'name'",
            "service": "e.data->>'service'",
            "fingerprint": "e.data->>'fingerprint'",
            "min_severity": "e.data->>'min_severity'",
            "language": "e.data->>'language'",
            "open": "(e.data->>'open')::boolean",
        },
    ),
)
