"""publicity · sections: the channels of an outbreak as data: what texts for everybody are shown on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from lianfang.kernel.vocabulary import Term
from lianfang.playbook import Playbook
from lianfang.playbook.markdown import both, table
from lianfang.playbook.sections import PlaybookSection
from lianfang.playbook.shapes import Frozen, Name, Noted, Said
from lianfang.playbook.source import Document, listed

FILE = "channels.yaml"


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


def check(documents: Mapping[str, Document]) -> None:
    """A source that is not listed, or a kind of place that nobody declares."""
    document = documents.get(FILE)
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


def page(playbook: Playbook) -> list[str]:
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
SECTIONS = (PlaybookSection(FILE, ChannelsPart, lists=("channels",), judges=False, check=check, page=page),)
