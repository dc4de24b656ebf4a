"""playbook · wordlists: what is chosen from a list in an outbreak: agents, symptoms, classes of cases, items.

Four files, each of which may be left out: `agents.yaml`, `symptoms.yaml`, `cases.yaml`, `items.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StrictBool, model_validator

from lianfang.kernel.vocabulary import Term
from lianfang.playbook.shapes import Code, Frozen, Indicator, Name, Rule, Said, Version
from lianfang.playbook.source import Document, listed

AGENTS_FILE, SYMPTOMS_FILE, CASES_FILE, ITEMS_FILE = "agents.yaml", "symptoms.yaml", "cases.yaml", "items.yaml"


class Caution(Frozen):
    """What must not be done with an agent; with `objects`, said only where one of these is treated."""

    says: Said
    objects: tuple[Name, ...] = ()


class AgentVersion(Version):
    """What an agent is while this version holds.

    `measured` says by what its dose is recorded: `chlorine` in mg/L of available chlorine, `amount` in the agent's own
    `unit`, `nothing` where it is used as it comes.
    """

    measured: Literal["chlorine", "amount", "nothing"]
    unit: Said | None = None
    cautions: tuple[Caution, ...] = ()


class AgentRule(Rule[AgentVersion]):
    code: Code

    def term(self) -> Term:
        newest = self.versions[-1]
        return Term(self.code, self.words, newest.unit, frozenset({newest.measured}))


class AgentsPart(Frozen):
    agents: Annotated[tuple[AgentRule, ...], Field(min_length=1)]


class Symptom(Frozen):
    """A symptom that a person may declare."""

    code: Name
    words: Said

    def term(self) -> Term:
        return Term(self.code, self.words)


class StayLevel(Frozen):
    """How an area where somebody was is classed. One that is called `low` brings nobody among the returned (H8)."""

    code: Name
    words: Said

    def term(self) -> Term:
        return Term(self.code, self.words)


class StayQuestion(Frozen):
    """Where people were is asked with their symptoms, in these words; with `levels`, also how that area is classed."""

    code: Literal["stay"] = "stay"
    words: Said
    level: Said | None = None
    levels: tuple[StayLevel, ...] = ()

    @model_validator(mode="after")
    def _class_is_asked_for(self) -> StayQuestion:
        if (self.level is None) == bool(self.levels):
            raise ValueError("level and levels belong together: the question, and what may be answered")
        if len({each.code for each in self.levels}) < len(self.levels):
            raise ValueError("each level once")
        return self


class SymptomsPart(Frozen):
    symptoms: Annotated[tuple[Symptom, ...], Field(min_length=1)]
    stays: Annotated[tuple[StayQuestion, ...], Field(max_length=1)] = ()


# What playbooks asked whose form counts the returned (H8), before a playbook could say it.
STAY_FORMERLY = StayQuestion.model_validate(
    {
        "words": {"zh": "14 天内有中高风险地区旅居史", "en": "stayed in a mid- or high-risk area within 14 days"},
        "level": {"zh": "该地区风险等级", "en": "risk level of that area"},
        "levels": [
            {"code": "low", "words": {"zh": "低风险区", "en": "low-risk area"}},
            {"code": "mid", "words": {"zh": "中风险区", "en": "mid-risk area"}},
            {"code": "high", "words": {"zh": "高风险区", "en": "high-risk area"}},
        ],
    }
)


class CaseVersion(Version):
    """How a class of cases is defined in this outbreak. Doctors and the authorities find it; the house never does."""

    says: Said


# The figures of the classes in playbooks that were applied before a class could name its own.
_FIGURE_FORMERLY = {"confirmed": "H5", "suspected": "H6", "asymptomatic": "H7"}


class CaseRule(Rule[CaseVersion]):
    """A class of cases of which official notices speak; `indicator` is the figure that counts them, if there is one."""

    indicator: Indicator | None = None

    @property
    def figure(self) -> str | None:
        return self.indicator or _FIGURE_FORMERLY.get(self.code)

    def term(self) -> Term:
        return Term(self.code, self.words)


class CasesPart(Frozen):
    case_classes: Annotated[tuple[CaseRule, ...], Field(min_length=1)]


class Pack(Frozen):
    """What an item comes packed in: `unit` is its word, and its Chinese what is typed; it holds so many of the item's
    own unit."""

    unit: Said
    holds: Annotated[Decimal, Field(gt=0, le=1_000_000)]


class Item(Frozen):
    """An item that stores keep. `unit` is what it is counted in, its Chinese the code in records, and `packs` what it
    comes in; `whole`: half of one does not exist; `expires`: its lots have a date. A `durable` item is not used up, and
    nobody asks how long it lasts. One that is `confirmed` is confirmed by the unit that it is issued to.
    """

    code: Code
    words: Said
    unit: Said
    sort: Literal["consumable", "durable"]
    whole: StrictBool = True
    expires: StrictBool = True
    confirmed: StrictBool = False
    packs: tuple[Pack, ...] = ()

    def term(self) -> Term:
        traits = {self.sort, *(name for name in ("whole", "expires", "confirmed") if getattr(self, name))}
        packs = tuple((each.unit, each.holds) for each in self.packs)
        return Term(self.code, self.words, self.unit, frozenset(traits), packs=packs)


class ItemsPart(Frozen):
    items: Annotated[tuple[Item, ...], Field(min_length=1)]


def check_items(documents: Mapping[str, Document]) -> None:
    """Packs of an item that are called like its unit or like one another: nobody could tell what 2 of them are."""
    document = documents.get(ITEMS_FILE)
    for i, item in enumerate(listed(document, "items")):
        unit = item.get("unit")
        called = [unit.get("zh")] if isinstance(unit, dict) else []
        for p, pack in enumerate(item.get("packs") or ()):
            word = pack.get("unit") if isinstance(pack, dict) else None
            given = word.get("zh") if isinstance(word, dict) else None
            if document is not None and given is not None and given in called:
                document.fault("pack_called_twice", ("items", i, "packs", p, "unit"), given=given)
            called.append(given)


def check(documents: Mapping[str, Document]) -> None:
    """Doses that speak of agents which nobody declares."""
    agents = {item.get("code") for item in listed(documents.get(AGENTS_FILE), "agents")}
    doses = documents.get("doses.yaml")
    for d, dose in enumerate(listed(doses, "doses")):
        for v, version in enumerate(dose.get("versions") or ()):
            for key in ("instead_agents", "amounts"):
                said = version.get(key) if isinstance(version, dict) else None
                for at, agent in enumerate(said if isinstance(said, list | dict) else ()):
                    if doses is not None and isinstance(agent, str) and agent not in agents:
                        where = ("doses", d, "versions", v, key, agent if isinstance(said, dict) else at)
                        doses.fault("unknown_agent", where, given=agent)
