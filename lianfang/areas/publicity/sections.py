"""publicity · sections: an outbreak's channels, its sheets of knowledge, and by when rumours and tips are answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from lianfang.kernel.vocabulary import Term
from lianfang.playbook import Playbook
from lianfang.playbook.markdown import PROOF, both, proof, table, values
from lianfang.playbook.sections import PlaybookSection
from lianfang.playbook.shapes import Frozen, Line, Name, Noted, Rule, Said, ThresholdRule, Version
from lianfang.playbook.source import Document, items, listed

CHANNELS_FILE = "channels.yaml"


class Channel(Noted):
    """What texts are shown on. `form`: it hangs, stands or is heard at a place, or it is a group of people.

    `proof`: a photo, or the word of whoever did it. `at` names the kinds of places at which it can be; left out, any.
    """

    code: Name
    words: Said
    form: Literal["place", "group"]
    proof: Literal["photo", "word"]
    at: tuple[Name, ...] = ()

    @model_validator(mode="after")
    def _groups_are_nowhere(self) -> Channel:
        if self.form == "group" and self.at:
            raise ValueError("a group is at no place: leave out 'at'")
        return self

    def term(self) -> Term:
        return Term(self.code, self.words, traits=frozenset({self.form, self.proof}), refers={"at": self.at})


class ChannelsPart(Frozen):
    """`channels.yaml`, in the order in which they are offered. They bear no date: nothing is judged by them later."""

    channels: Annotated[tuple[Channel, ...], Field(min_length=1)]


def check_channels(documents: Mapping[str, Document]) -> None:
    """A source that is not listed, or a kind of place that nobody declares."""
    document = documents.get(CHANNELS_FILE)
    sources = {item.get("code") for item in listed(documents.get("sources.yaml"), "sources")}
    kinds = {item.get("code") for item in listed(documents.get("places.yaml"), "place_kinds")}
    for index, item in enumerate(listed(document, "channels")):
        assert document is not None
        if isinstance(item.get("source"), str) and item["source"] not in sources:
            document.fault("unknown_source", ("channels", index, "source"), given=item["source"])
        at = item.get("at")
        for number, kind in enumerate(at if isinstance(at, list) else ()):
            if isinstance(kind, str) and kind not in {*kinds, "other"}:
                document.fault("unknown_place_kind", ("channels", index, "at", number), given=kind)


def channels_page(playbook: Playbook) -> list[str]:
    """The channels, where the playbook has any."""
    rows = [
        (
            f"`{each.code}`", both(each.words), _FORMS[each.form], _PROOFS[each.proof],
            ", ".join(f"`{kind}`" for kind in each.at) or ("any place" if each.form == "place" else "–"),
            each.mark, "yes" if each.verified else "no", each.source + (f" “{each.quote}”" if each.quote else ""),
        )
        for each in playbook.part(ChannelsPart).channels
    ]  # fmt: skip
    head = ("Channel", "What", "Is", "Proof", "At", "Mark", "Verified", "Source")
    return ["## Channels", "", *table(head, rows), ""] if rows else []


_FORMS = {"place": "at a place", "group": "a group"}
_PROOFS = {"photo": "a photo", "word": "the word of whoever did it"}

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


def check_answering(documents: Mapping[str, Document]) -> None:
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
    PlaybookSection(
        CHANNELS_FILE, ChannelsPart, lists=("channels",), judges=False, check=check_channels, page=channels_page
    ),
    PlaybookSection(KNOWLEDGE, KnowledgePart, rules=("knowledge",), page=sheets_page, judges=False),
    PlaybookSection(
        ANSWERING, AnsweringPart, rules=("answering",), check=check_answering, page=answering_page, judges=False
    ),
)
