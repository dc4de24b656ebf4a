"""publicity · queries: the desk: texts with their versions and steps."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from lianfang.areas.publicity import queries_posting, rules
from lianfang.areas.publicity.kinds import SEE
from lianfang.areas.publicity.kinds_text import TextApproved, TextWritten
from lianfang.areas.publicity.queries_posting import Slot
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.scope import Actor
from lianfang.shell.texts import life
from lianfang.shell.texts.figures import Kept
from lianfang.shell.texts.life import Standing

PAGE_SIZE = 30
TEXTS = "publicity_text_step"  # the table of their steps


@dataclass(frozen=True)
class Text(life.Written):
    """A text for everybody, by its steps."""

    @cached_property
    def signed(self) -> int | None:
        """The number of the version that may be shown: what was signed off last, also while a newer one is a draft.

        None where nothing was signed off, or the text was withdrawn.
        """
        return rules.signed_of(self.steps)

    @property
    def was_signed(self) -> bool:
        """Whether a version may be shown, or might until the text was withdrawn."""
        return any(step.kind == "publicity.text_approved" for step in self.steps)

    @cached_property
    def text(self) -> TextWritten:
        """The version that counts."""
        return self.text_of(self.version)

    def figures_of(self, version: int) -> Kept:
        """The figures of a signed version, as they were when it was signed off."""
        steps = [s for s in self.steps if s.kind == "publicity.text_approved" and s.data["version"] == version]
        told = [TextApproved.model_validate(step.data, strict=False).figures for step in steps[-1:]]
        return Kept(each for figures in told for each in figures)

    def text_of(self, version: int) -> TextWritten:
        """One of its versions. Raises `not_found`."""
        return TextWritten.model_validate(self.data_of(version), strict=False)


def text(actor: Actor, stream: UUID) -> Text:
    """A text with every step. Raises `not_found`."""
    found = texts_by(actor, [stream])
    if stream not in found:
        raise Refused(NOT_FOUND)
    return found[stream]


def texts_by(actor: Actor, streams: Collection[UUID]) -> dict[UUID, Text]:
    """Texts by their ids, those that the actor may see: a unit's own, and of units above what is signed off."""
    found = [Text(*each) for each in life.lives(actor, TEXTS, streams, SEE, from_above=True)]
    return {each.stream: each for each in found if actor.may(SEE, each.path) or each.was_signed}


@dataclass(frozen=True, slots=True)
class Showing:
    """A text that should be seen at a place, in the version that was signed off last."""

    text: Text
    version: int
    slot: Slot

    @property
    def said(self) -> TextWritten:
        return self.text.text_of(self.version)


def showing(actor: Actor, place: str, now: datetime, channel: str = "") -> list[Showing]:
    """The texts that should be seen at a place now, by its code: on one channel, or on any.

    Whether somebody recorded that it is out does not matter: a screen that asks shows what is to be seen there.
    """
    wanted = [
        each
        for each in queries_posting.slots(actor, now, place=place, unfinished=True)
        if each.state(now) in rules.ASKED and each.from_at <= now and channel in ("", each.channel)
    ]
    known = texts_by(actor, {each.text for each in wanted})
    return [
        Showing(known[each.text], each.signed, each)
        for each in wanted
        if each.text in known and each.signed is not None
    ]


def texts(
    actor: Actor,
    *,
    text: str = "",
    sort: str = "",
    standing: Standing | None = None,
    after: tuple[datetime, UUID] | None = None,
    size: int = PAGE_SIZE,
) -> list[Text]:
    """The desk's texts, those that were touched last first; `text` narrows by the title, `sort` by what they are,
    `standing` by how far they are."""
    where = (life.titled(TEXTS) if text else "") + (_SORTED if sort else "") + (_STANDING if standing else "")
    last = next((kind for kind, each in _LAST.items() if each is standing), "")
    found = life.touched(actor, TEXTS, SEE, where, after, size, text=life.like(text), sort=sort, last=last)
    return [Text(*each) for each in found]


_SORTED = "AND EXISTS (SELECT FROM publicity_text_step t WHERE t.stream = s.stream AND t.sort = %(sort)s) "
# How far a text is, by its last step: nobody decides on another version than the one that counts.
_STANDING = (
    "AND (SELECT t.kind FROM publicity_text_step t WHERE t.stream = s.stream AND t.superseded_at IS NULL "
    "AND t.kind <> 'publicity.figure_kept' ORDER BY t.number DESC LIMIT 1) = %(last)s "
)
_LAST = {
    "publicity.text_written": Standing.DRAFT,
    "publicity.text_proofed": Standing.PROOFED,
    "publicity.text_approved": Standing.APPROVED,
    "publicity.text_returned": Standing.RETURNED,
    "publicity.text_dropped": Standing.DROPPED,
    "publicity.text_withdrawn": Standing.WITHDRAWN,
}
