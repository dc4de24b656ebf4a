"""publicity · queries of told figures: those of texts that are signed off, held against what the reports say by now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.utils import translation

from lianfang.areas.publicity import queries
from lianfang.areas.publicity.kinds import SEE
from lianfang.areas.publicity.queries import Text
from lianfang.kernel import reading
from lianfang.kernel.scope import Actor, ranges
from lianfang.kernel.words import Words, w
from lianfang.shell.components.text import moment
from lianfang.shell.texts import following
from lianfang.shell.texts.figures import PRINTED_IN
from lianfang.shell.texts.following import FOLLOWED, Change, Told
from lianfang.shell.texts.life import Standing

_EVER = datetime(2000, 1, 1, tzinfo=UTC)
# The signature under the version that may be shown: no later one, and neither withdrawn nor given up since.
_SIGNED = """
SELECT f->>'code', f->>'unit', (f->>'day')::date, f->>'value', f->>'state', s.recorded_at, s.stream, f.at::int
FROM publicity_text_step s, jsonb_array_elements(s.data->'figures') WITH ORDINALITY f(f, at)
WHERE s.kind = 'publicity.text_approved' AND s.superseded_at IS NULL AND %(seen)s::path_ranges @> s.path
  AND s.recorded_at > %(since)s AND (%(text)s::uuid IS NULL OR s.stream = %(text)s)
  AND NOT EXISTS (SELECT FROM publicity_text_step t WHERE t.stream = s.stream AND t.number > s.number
    AND t.superseded_at IS NULL
    AND t.kind IN ('publicity.text_approved', 'publicity.text_withdrawn', 'publicity.text_dropped'))
ORDER BY s.recorded_at DESC, s.stream, f.at
"""


@dataclass(frozen=True, slots=True)
class Shown(Told):
    """A figure of a text that is signed off."""

    text: UUID
    note: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A figure that was told and reads otherwise by now, in a text that may be shown."""

    text: Text
    note: int
    change: Change[Shown]

    @property
    def figure(self) -> str:
        """The sign of the figure."""
        return self.change.told.reference.said

    @property
    def being_corrected(self) -> bool:
        """Whether a newer version waits for its signature, which takes the figures as they are then."""
        newer = self.text.signed is not None and self.text.version > self.text.signed
        return newer and self.text.standing in (Standing.DRAFT, Standing.PROOFED, Standing.RETURNED)


def told_in(actor: Actor, text: UUID) -> list[Shown]:
    """The figures of the version of a text that may be shown, in their order."""
    return _shown(actor, _EVER, text)


def proposals(actor: Actor, now: datetime, *, text: UUID | None = None) -> list[Proposal]:
    """The figures of texts that are out which read otherwise by now and that nobody has answered, the newest first.

    Of one text, or of what was signed off in the last 400 days. Five questions, however many texts there are.
    """
    changed = following.changes(actor, _shown(actor, now - FOLLOWED, text))
    texts = queries.texts_by(actor, {change.told.text for change in changed}) if changed else {}
    return [
        Proposal(of, change.told.note, change)
        for stream, of in texts.items()
        for change in following.unsettled(
            [each for each in changed if each.told.text == stream], following.settled_by(of.steps)
        )
    ]


_CORRECTION = w(
    "更正：{what}原发布为 {before}，{as_of}更正为 {now}。",
    "Correction: {what} was told as {before}; it is {now}{as_of}.",
)
_GONE = w(
    "更正：{what}原发布为 {before}，所依据的日报已变动，该数字不再引用。",
    "Correction: {what} was told as {before}; the report behind it has changed, and the figure no longer stands.",
)


def correction_of(proposal: Proposal, what: Words) -> str:
    """What a correction would say, in the language of the text."""
    change = proposal.change
    words = _CORRECTION if change.now.value else _GONE
    with translation.override(PRINTED_IN):
        by = f"据{moment(change.since)}更正的日报" if change.since else ""
    return words.fill(what=what, before=change.before.words, now=change.now.words, as_of=by).zh


def _shown(actor: Actor, since: datetime, text: UUID | None) -> list[Shown]:
    return [
        Shown(*row) for row in reading.rows(actor, _SIGNED, seen=ranges(actor.prefixes(SEE)), since=since, text=text)
    ]
