"""sanitation · kinds: what may be recorded here, said in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianfang.areas.sanitation.payloads import AGENTS, OBJECTS, ROUND_WORDS, Disinfection, WasteClearance, unit_of
from lianfang.areas.sanitation.projections import CLEARANCE, DISINFECTION
from lianfang.kernel.kinds import NO_PERSONAL_DATA, Kind, Presence
from lianfang.kernel.words import Words, w

RECORD = "sanitation.record"
SEE = "sanitation.see"


def _disinfected(data: Mapping[str, Any]) -> Words:
    said = w("用{agent}消毒{object}", "disinfected {object} with {agent}").fill(
        agent=AGENTS.words_of(data["agent"]), object=OBJECTS.words_of(data["object"])
    )
    chlorine, minutes, number = (data.get(key) for key in ("available_chlorine_mg_per_l", "contact_minutes", "round"))
    if chlorine is not None:
        said = w("{said}，有效氯 {n} mg/L", "{said}, {n} mg/L of available chlorine").fill(said=said, n=chlorine)
    if data.get("amount") is not None:
        said = w("{said}，用量 {n}{unit}", "{said}, {n} {unit}").fill(
            said=said, n=data["amount"], unit=unit_of(data["agent"])
        )
    if minutes is not None:
        said = w("{said}，作用 {n} 分钟", "{said}, {n} min of contact").fill(said=said, n=minutes)
    if number is not None:
        said = w("{said}（{round}）", "{said} ({round})").fill(said=said, round=ROUND_WORDS[str(number)])
    return said


def _cleared(data: Mapping[str, Any]) -> Words:
    said = w("清运垃圾", "cleared the waste")
    if data.get("bags") is not None:
        said = w("清运垃圾 {n} 袋", "took away {n} bags of waste").fill(n=data["bags"])
    if data["overflow"]:
        said = w("{said}，清运前已满溢", "{said}; it had been overflowing").fill(said=said)
    return said


DISINFECTION_KIND = Kind(
    code="sanitation.disinfection",
    words=w("消毒记录", "disinfection"),
    payload=Disinfection,
    sentence=_disinfected,
    privacy=NO_PERSONAL_DATA,
    record=RECORD,
    see=SEE,
    place=Presence.REQUIRED,
    projection=DISINFECTION,
    fulfils=("disinfection_round",),
    primary=("object", "agent"),
)
CLEARANCE_KIND = Kind(
    code="sanitation.waste_clearance",
    words=w("垃圾清运", "waste clearance"),
    payload=WasteClearance,
    sentence=_cleared,
    privacy=NO_PERSONAL_DATA,
    record=RECORD,
    see=SEE,
    place=Presence.REQUIRED,
    projection=CLEARANCE,
    fulfils=("waste_clearance",),
    primary=("overflow", "bags"),
)
KINDS = (DISINFECTION_KIND, CLEARANCE_KIND)
