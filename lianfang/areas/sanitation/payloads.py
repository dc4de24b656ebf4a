"""sanitation · payloads: what is said of a disinfection round and of a waste clearance."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from lianfang.kernel.payloads import Line, Payload, fact
from lianfang.kernel.vocabulary import Coded, Vocabulary
from lianfang.kernel.words import Words, w

# The fingerprint of a photo that proves it, so that one photo never proves two things unseen.
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
OBJECTS = Vocabulary("objects")
AGENTS = Vocabulary("agents", own={"other": w("其他", "other")})
ROUND_WORDS: dict[str, Words] = {
    "1": w("早间", "morning"),
    "2": w("午间", "noon"),
    "3": w("晚间", "evening"),
}


def unit_of(agent: str) -> Words:
    """The unit in which an amount of an agent is said; of an agent that has none, the word itself."""
    term = AGENTS.terms().get(agent)
    return term.unit if term and term.unit else w("（单位不详）", "(unit not known)")


class Disinfection(Payload):
    """One round at one place (domain B9). Without `round` it is told from the time of day.

    A dose outside the rules is accepted: what happened is recorded, and counted as out of range (E2).
    """

    object: Coded = fact("消毒对象", "object", choices=OBJECTS)
    agent: Coded = fact("消毒剂", "agent", choices=AGENTS)
    available_chlorine_mg_per_l: int | None = fact(
        "有效氯浓度", "available chlorine", unit="mg/L", default=None, ge=0, le=60_000
    )
    amount: Decimal | None = fact(
        "用量（按药剂的单位）", "amount, in the agent's unit", default=None, ge=0, le=1_000_000, decimal_places=3
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
