"""screening · kinds: what a person declares of themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import BooleanField, Index, Q
from pydantic import ValidationInfo, field_validator

from lianfang.areas.screening.projections import MEMBERS, MEMBERS_FOLLOW
from lianfang.kernel.declaring import declare_kind
from lianfang.kernel.kinds import Presence, Privacy
from lianfang.kernel.payloads import Payload, fact, unacceptable, words_of
from lianfang.kernel.sums import distinct
from lianfang.kernel.vocabulary import Coded, Vocabulary
from lianfang.kernel.words import Words, listed, w

SYMPTOMS = Vocabulary("symptoms")
STAY_LEVELS = Vocabulary("stay_levels")
_STAY = "from_risk_area"


class HealthDeclaration(Payload):
    """What a person says of themselves on a day.

    Answers are taken from lists and not in free words: so they can be counted without being read, and nothing
    more is collected than asked for (domain B20). No symptom is said with an empty list. Whether people are asked where
    they were, in what words and by which levels, the playbook says (`symptoms.yaml`); elsewhere it is left out.
    """

    symptoms: list[Coded] = fact("症状", "symptoms", choices=SYMPTOMS, max_length=100)
    from_risk_area: bool | None = fact("旅居史", "stay elsewhere", default=None, asks="stay")
    risk_level: Coded | None = fact(
        "该地区等级", "level of that area", default=None, choices=STAY_LEVELS, validate_default=True, asks="stay_level",
        when={"field": "from_risk_area", "any_of": [True], "required": True},
    )  # fmt: skip

    @field_validator("symptoms")
    @classmethod
    def _each_once(cls, symptoms: list[str]) -> list[str]:
        if len(set(symptoms)) < len(symptoms):
            raise unacceptable("listed_twice", w("同一症状只填一次", "name each symptom once"))
        return symptoms

    @field_validator("risk_level")
    @classmethod
    def _level_of_an_area(cls, level: str | None, info: ValidationInfo) -> str | None:
        returned = info.data.get("from_risk_area")
        if returned is True and level is None and STAY_LEVELS:
            raise unacceptable("risk_level_missing", w("须填该地区风险等级", "give the risk level of that area"))
        if not returned and level is not None:
            raise unacceptable("risk_level_without_area", w("没有这样的地区，不填", "leave it out: no such area"))
        return level


def _said(data: Mapping[str, Any]) -> Words:
    named = [SYMPTOMS.words_of(each) for each in data["symptoms"]]
    health = w("无症状", "no symptoms")
    if named:
        health = w("症状：{named}", "symptoms: {named}").fill(named=listed(named))
    if not data.get("from_risk_area"):
        return health
    if not data.get("risk_level"):
        return w("{health}；{stay}", "{health}; {stay}").fill(health=health, stay=words_of(HealthDeclaration, _STAY))
    area = STAY_LEVELS.words_of(data["risk_level"])
    return w("{health}；自{area}返回", "{health}; returned from a {area}").fill(health=health, area=area)


HEALTH_DECLARATION = declare_kind(
    "screening.health_declaration",
    HealthDeclaration,
    w("健康申报", "health declaration"),
    _said,
    privacy=Privacy(w("及早发现症状和外出返回人员", "finding symptoms and returns early"), 60, sensitive=True),
    see="screening.see_persons",
    place=Presence.FORBIDDEN,
    person=Presence.REQUIRED,
    primary=("symptoms", "from_risk_area", "risk_level"),
    columns={
        "symptomatic": (BooleanField(), "json_array_length(e.data->'symptoms') > 0"),
        # From an area of any level but `low`, or from where the playbook asks for and has no levels.
        "returned": (
            BooleanField(),
            "coalesce((e.data->>'from_risk_area')::boolean AND coalesce(e.data->>'risk_level', '') <> 'low', false)",
        ),
    },
    # By person, wherever that was; those with something to tell are few.
    indexes=(
        Index(fields=["unit", "day", "person"], name="screening_declared_person"),
        Index(fields=["person", "day"], name="screening_well_anywhere", condition=Q(symptomatic=False, returned=False)),
        Index(fields=["unit", "day", "person"], name="screening_declared_ill", condition=Q(symptomatic=True)),
        Index(fields=["unit", "day", "person"], name="screening_declared_back", condition=Q(returned=True)),
        Index(fields=["person", "day"], name="screening_ill_anywhere", condition=Q(symptomatic=True)),
        Index(fields=["person", "day"], name="screening_back_anywhere", condition=Q(returned=True)),
    ),
    sums={
        "screening_day": {
            "people_declared": distinct("person"),
            "people_symptomatic": distinct("person", where="r.symptomatic", none=False),
            "people_returned": distinct("person", where="r.returned", none=False),
        }
    },
    then=(MEMBERS_FOLLOW,),
    also=MEMBERS,
)
