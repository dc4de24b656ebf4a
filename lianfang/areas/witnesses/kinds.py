"""witnesses · kinds: one stream for each that keeps witnesses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianfang.areas.witnesses import payloads, projections
from lianfang.kernel.kinds import act_kind
from lianfang.kernel.words import Words, w

SEE, KEEP = "witnesses.see", "witnesses.keep"


def _said(data: Mapping[str, Any]) -> Words:
    words = (
        w("封印凭证存到“{name}”", "witnesses are kept at “{name}”")
        if data["open"]
        else w("封印凭证不再存到“{name}”", "witnesses are no longer kept at “{name}”")
    )
    return words.fill(name=data["name"])


HOLDER_SET = act_kind(
    "witnesses.holder_set", w("凭证存放处", "keeper of witnesses"), payloads.HolderSet, _said, KEEP,
    projections.HOLDER_SET, see=SEE, streams=True,
)  # fmt: skip
