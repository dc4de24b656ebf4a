"""alerts · projections: every step as a row; from its steps, each alert and each channel as it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lianfang.areas.alerts import models, payloads
from lianfang.kernel.payloads import Payload
from lianfang.kernel.projections import Projection, Rows

_STANDING = Path(__file__).with_name("sql").joinpath("standing.sql").read_text(encoding="utf-8")
_VACANT = "ARRAY(SELECT v->>'role' || '@' || (v->>'unit') FROM json_array_elements(e.data->'vacant') v)"


def _steps(payload: type[Payload], act: str, **columns: Any) -> Projection:
    return Projection(
        rows=Rows.of(models.Step, payload, act=f"'{act}'", alert="e.stream", **columns),
        then=(_STANDING,),
        also=("alerts_alert",),
    )


OPENED = _steps(payloads.Opened, "opened", vacant=_VACANT)
GREW = _steps(payloads.Grew, "grew")
ACKNOWLEDGED = _steps(payloads.Acknowledged, "acknowledged")
HANDED_ON = _steps(payloads.HandedOn, "handed_on")
ESCALATED = _steps(payloads.Escalated, "escalated", how="reason", vacant=_VACANT)
RESOLVED = _steps(payloads.Resolved, "resolved", how="by")
REOPENED = _steps(payloads.Reopened, "reopened", how="by")

CHANNEL_SET = Projection(rows=Rows.of(models.ChannelStep, payloads.ChannelSet, channel="e.stream"))
