"""sanitation · facts: what is said of a disinfection round and of a waste clearance."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from lianfang.kernel.facts import Line, Payload, fact
from lianfang.kernel.words import Words, w

Object = Literal["touch_points", "surface", "lift", "floor", "toilet", "waste_point", "canteen", "vehicle"]
# The fingerprint of a photo that proves it, so that one photo never proves two things unseen.
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Agent = Literal["84", "alcohol75", "chlorine_tablet", "other"]

OBJECTS: dict[str, Words] = {
    "touch_points": w("高频接触点", "touch points"),
    "surface": w("物体表面", "surfaces"),
    "lift": w("电梯轿厢", "lift car"),
    "floor": w("地面墙面", "floor and walls"),
    "toilet": w("公共卫生间", "toilet"),
    "waste_point": w("垃圾站点", "waste point"),
    "canteen": w("职工食堂", "canteen"),
    "vehicle": w("车辆", "vehicle"),
}
AGENTS: dict[str, Words] = {
    "84": w("84消毒液", "84 (bleach)"),
    "alcohol75": w("75%酒精", "75% alcohol"),
    "chlorine_tablet": w("含氯消毒片", "chlorine tablets"),
    "other": w("其他", "other"),
}
ROUND_WORDS: dict[str, Words] = {
    "1": w("早间", "morning"),
    "2": w("午间", "noon"),
    "3": w("晚间", "evening"),
}


class Disinfection(Payload):
    """One round at one place (domain B9). Without `round` it is told from the time of day.

    A dose outside the rules is accepted: what happened is recorded, and counted as out of range (E2).
    """

    object: Object = fact("消毒对象", "object", choices=OBJECTS)
    agent: Agent = fact("消毒剂", "agent", choices=AGENTS)
    available_chlorine_mg_per_l: int | None = fact(
        "有效氯浓度", "available chlorine", unit="mg/L", default=None, ge=0, le=60_000
    )
    contact_minutes: int | None = fact("作用时间", "contact time", unit="min", default=None, ge=0, le=1440)
    round: int | None = fact("轮次", "round", choices=ROUND_WORDS, default=None, ge=1, le=3)
    litres: Decimal | None = fact("药液用量", "volume used", unit="L", default=None, gt=0, le=10_000, decimal_places=2)
    lot: Line | None = fact("药剂批号", "lot of the agent", default=None)
    photo_sha256: Sha256 | None = fact("照片指纹（SHA-256）", "photo's SHA-256", default=None)


class WasteClearance(Payload):
    """One waste point was emptied (domain A2 1f). `overflow`: it was found overflowing."""

    bags: int | None = fact("清运袋数", "bags taken away", default=None, ge=0, le=100_000)
    overflow: bool = fact("清运前已满溢", "was overflowing")
    photo_sha256: Sha256 | None = fact("照片指纹（SHA-256）", "photo's SHA-256", default=None)
