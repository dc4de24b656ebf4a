"""sanitation · kinds: a disinfection round, with its dose judged by the rule of its day."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, DecimalField, IntegerField, TextField
from pydantic import ValidationInfo, field_validator

from lianfang.ground.places.sorts import PLACE_KINDS
from lianfang.kernel.declaring import declare_kind
from lianfang.kernel.kinds import NO_PERSONAL_DATA, Presence
from lianfang.kernel.payloads import Line, Payload, Sha256, fact, unacceptable
from lianfang.kernel.vocabulary import Coded, Vocabulary
from lianfang.kernel.words import Words, w
from lianfang.playbook import holds_sql

OBJECTS = Vocabulary("objects")
AGENTS = Vocabulary("agents", own={"other": w("其他", "other")})
ROUNDS = Vocabulary("windows:sanitation.disinfection")


def unit_of(agent: str) -> Words:
    """The unit in which an amount of an agent is said; of an agent that has none, the word itself."""
    term = AGENTS.terms().get(agent)
    return term.unit if term and term.unit else w("（单位不详）", "(unit not known)")


class Disinfection(Payload):
    """One round at one place (domain B9). `round` is the number of the duty's window that it was done in; without it
    the time of day tells.

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
    round: int | None = fact("轮次", "round", choices=ROUNDS, default=None, ge=1, le=99)
    litres: Decimal | None = fact("药液用量", "volume used", unit="L", default=None, gt=0, le=10_000, decimal_places=2)
    lot: Line | None = fact("药剂批号", "lot of the agent", default=None)
    photo_sha256: Sha256 | None = fact("照片", "photo", files="photo", default=None)

    @field_validator("available_chlorine_mg_per_l")
    @classmethod
    def _of_chlorine(cls, chlorine: int | None, info: ValidationInfo) -> int | None:
        """An agent that is not measured in chlorine has none: one of the two is wrong, and which, is asked."""
        agent = str(info.data.get("agent"))
        term = AGENTS.terms().get(agent)
        if chlorine and term is not None and term.traits and "chlorine" not in term.traits:
            says = w(
                "{agent}不按有效氯计，却填了 {n} mg/L：请改消毒剂，或不填有效氯浓度",
                "{agent} is not measured in available chlorine, but {n} mg/L was entered: change the "
                "agent, or leave the concentration empty",
            )
            raise unacceptable("agent_without_chlorine", says.fill(agent=term.words, n=chlorine))
        return chlorine


def _said(data: Mapping[str, Any]) -> Words:
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
        said = w("{said}（{round}）", "{said} ({round})").fill(said=said, round=ROUNDS.words_of(str(number)))
    return said


def _at_place(data: Mapping[str, Any], kind: str) -> tuple[str, Words] | None:
    """Where there is no such thing (a vehicle in a lift) one of the two was entered wrongly, and no round was done."""
    object_ = OBJECTS.terms().get(data["object"])
    if object_ is None or kind not in object_.refers.get("not_at", ()):
        return None
    place = PLACE_KINDS.terms().get(kind)
    usual = ((place.refers.get("object") if place else None) or ("",))[0]
    says = w(
        "地点是{place}，对象却填了{said}：请改对象（如 {own}），或改选地点",
        "the place is a {place}, the object {said}: change the object (such as {own}), or the place",
    )
    return "object", says.fill(
        place=PLACE_KINDS.words_of(kind), said=OBJECTS.words_of(data["object"]), own=OBJECTS.words_of(usual)
    )


_CHLORINE = "(e.data->>'available_chlorine_mg_per_l')::int"
_MINUTES = "(e.data->>'contact_minutes')::int"
_AMOUNT = "(e.data->>'amount')::numeric"
_LOCAL = "(e.occurred_at AT TIME ZONE %(zone)s)"


def _in_range() -> str:
    """`rules.in_range` as SQL, by dose and agent of the day; three-valued AND says the same: false, then unknown."""
    agent, day = "e.data->>'agent'", f"{_LOCAL}::date"
    chlorine, minutes, amount = (
        "d.says->'chlorine_mg_per_l'",
        "d.says->'contact_minutes'",
        f"d.says->'amounts'->({agent})",
    )
    lasted = _within(minutes, _MINUTES)
    return (
        f"(SELECT CASE WHEN jsonb_exists(d.says->'instead_agents', {agent}) THEN true "
        f"WHEN a.says->>'measured' = 'chlorine' THEN CASE WHEN {_stated(chlorine)} OR {_stated(minutes)} "
        f"THEN {_within(chlorine, _CHLORINE)} AND {lasted} END "
        f"WHEN {_stated(amount)} THEN {_within(amount, _AMOUNT)} AND {lasted} END "
        f"FROM playbook_rule d LEFT JOIN playbook_rule a ON a.code = 'agent.' || ({agent}) AND {holds_sql('a', day)} "
        f"WHERE d.code = 'dose.' || (e.data->>'object') AND {holds_sql('d', day)})"
    )


def _stated(span: str) -> str:
    return f"jsonb_typeof({span}) = 'object'"


def _within(span: str, value: str) -> str:
    """Whether a value lies in a span of the dose; what the dose does not state is kept by any value."""
    return (
        f"CASE WHEN {_stated(span)} THEN {value} >= ({span}->>'low')::numeric "
        f"AND ({span}->>'high' IS NULL OR {value} <= ({span}->>'high')::numeric) ELSE true END"
    )


DISINFECTION = declare_kind(
    "sanitation.disinfection",
    Disinfection,
    w("消毒记录", "disinfection"),
    _said,
    privacy=NO_PERSONAL_DATA,
    place=Presence.REQUIRED,
    at_place=_at_place,
    fulfils=("disinfection_round",),
    primary=("object", "agent"),
    model="Disinfected",
    of_entry=("recorded_by", "evidence"),
    unprojected=("round", "photo_sha256"),
    columns={
        "object": TextField(),
        "agent": TextField(),
        "chlorine_mg_per_l": (IntegerField(null=True), "available_chlorine_mg_per_l"),
        "amount": DecimalField(max_digits=12, decimal_places=3, null=True),
        "contact_minutes": IntegerField(null=True),
        "litres": DecimalField(max_digits=8, decimal_places=2, null=True),
        # NULL: not to be judged from what was recorded.
        "in_range": (BooleanField(null=True), _in_range()),
    },
    indexes={
        "sanitation_done_place": ("unit", "place", "day"),
        "sanitation_done_day": ("day", "path"),
    },
)
