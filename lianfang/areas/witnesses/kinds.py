"""witnesses · kinds: one stream for each that keeps witnesses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianfang.areas.witnesses import payloads, projections
from lianfang.kernel.kinds import NO_PERSONAL_DATA, Door, Kind, Presence
from lianfang.kernel.words import Words, w

SEE, KEEP = "witnesses.see", "witnesses.keep"


def _said(data: Mapping[str, Any]) -> Words:
    words = (
        w("封印凭证存到“{name}”", "witnesses are kept at “{name}”")
        if data["open"]
        else w("封印凭证不再存到“{name}”", "witnesses are no longer kept at “{name}”")
    )
    return words.fill(name=data["name"])


HOLDER_SET = Kind(
    code="witnesses.holder_set",
    words=w("凭证存放处", "keeper of witnesses"),
    payload=payloads.HolderSet,
    sentence=_said,
    privacy=NO_PERSONAL_DATA,
    record=KEEP,
    see=SEE,
    place=Presence.FORBIDDEN,
    door=Door.ACTION,
    projection=projections.HOLDER_SET,
    streams=True,
)
