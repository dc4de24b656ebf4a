"""publicity · sections of answers: an outbreak's sheets of knowledge, and by when rumours and tips are answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, StringConstraints

from lianfang.playbook import Playbook
from lianfang.playbook.markdown import PROOF, both, proof, table, values
from lianfang.playbook.sections import PlaybookSection
from lianfang.playbook.shapes import Frozen, Line, Rule, Said, ThresholdRule, Version
from lianfang.playbook.source import Document, items

KNOWLEDGE, ANSWERING = "knowledge.yaml", "answering.yaml"
LIMITS = frozenset({"rumour_answer_hours", "tip_answer_hours", "tip_kept_days", "tip_kept_days_most"})
Address = Annotated[str, StringConstraints(pattern=r"^https?://\S{1,300}$")]


class SheetVersion(Version):
    """What is answered from one day to another; `clause` names the place in the source, `address` where it is read."""

    answer: Said
    clause: Said | None = None
    address: Address | None = None
    issuer: Said | None = None


class Sheet(Rule[SheetVersion]):
    """A sheet of the knowledge base: its words are the question. What it answers on a day, its versions say."""

    topic: Said
    found_by: tuple[Line, ...] = ()


class KnowledgePart(Frozen):
    """`knowledge.yaml`: short answers to what people ask, each with its source."""

    knowledge: Annotated[tuple[Sheet, ...], Field(min_length=1)]


class AnsweringPart(Frozen):
    """`answering.yaml`: within how many hours a rumour and a tip are answered, and how long a tip's words are kept."""

    answering: tuple[ThresholdRule, ...]


def check(documents: Mapping[str, Document]) -> None:
    """The known limits and no others, each above nothing."""
    document = documents.get(ANSWERING)
    for path, rule in items(document, "answering"):
        if document is None:
            return
        if isinstance(rule.get("code"), str) and rule["code"] not in LIMITS:
            document.fault("hours_unknown", (*path, "code"), given=rule["code"])
        for number, version in enumerate(rule.get("versions") or ()):
            value = version.get("value") if isinstance(version, dict) else None
            if isinstance(value, int | float) and not isinstance(value, bool) and value <= 0:
                document.fault("range", (*path, "versions", number, "value"), rule="> 0")


def sheets_page(playbook: Playbook) -> list[str]:
    """The sheets with their sources; none where the playbook has none."""
    sheets = playbook.part(KnowledgePart).knowledge
    if not sheets:
        return []
    rows = [
        (f"`{sheet.code}`", both(sheet.words), both(version.answer), *proof(version))
        for sheet in sheets
        for version in sheet.versions
    ]
    said = "Short answers to what people ask. Nothing is judged by them."
    return ["## Knowledge", "", said, "", *table(("Sheet", "Question", "Answer", *PROOF), rows), ""]


def answering_page(playbook: Playbook) -> list[str]:
    """By when rumours and tips are answered; none where the playbook does not say."""
    rules = playbook.part(AnsweringPart).answering
    if not rules:
        return []
    return ["## Rumours and tips", "", *table(("Rule", "What", "Value", *PROOF), values(rules)), ""]


SECTIONS = (
    PlaybookSection(KNOWLEDGE, KnowledgePart, rules=("knowledge",), page=sheets_page, judges=False),
    PlaybookSection(ANSWERING, AnsweringPart, rules=("answering",), check=check, page=answering_page, judges=False),
)
