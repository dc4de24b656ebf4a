"""sanitation · kinds: a waste point was cleared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianfang.kernel.declaring import declare_kind
from lianfang.kernel.kinds import NO_PERSONAL_DATA, Presence
from lianfang.kernel.payloads import Payload, Sha256, fact
from lianfang.kernel.words import Words, w


class WasteClearance(Payload):
    """One waste point was emptied (domain A2 1f). `overflow`: it was found overflowing."""

    bags: int | None = fact("清运袋数", "bags taken away", default=None, ge=0, le=100_000)
    overflow: bool = fact("清运前已满溢", "was overflowing")
    photo_sha256: Sha256 | None = fact("照片", "photo", files="photo", default=None)


def _said(data: Mapping[str, Any]) -> Words:
    said = w("清运垃圾", "cleared the waste")
    if data.get("bags") is not None:
        said = w("清运垃圾 {n} 袋", "took away {n} bags of waste").fill(n=data["bags"])
    if data["overflow"]:
        said = w("{said}，清运前已满溢", "{said}; it had been overflowing").fill(said=said)
    return said


WASTE_CLEARANCE = declare_kind(
    "sanitation.waste_clearance",
    WasteClearance,
    w("垃圾清运", "waste clearance"),
    _said,
    privacy=NO_PERSONAL_DATA,
    place=Presence.REQUIRED,
    fulfils=("waste_clearance",),
    primary=("overflow", "bags"),
    table="sanitation.clearance",
    model="Cleared",
    of_entry=("recorded_by", "evidence"),
    unprojected=("photo_sha256",),
    indexes={
        "sanitation_cleared_unit": ("unit", "day", "place"),
        "sanitation_cleared_day": ("day", "path"),
    },
)
