"""publicity · queries of postings: what is planned, and how it stands with each of its places and groups."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from lianfang.areas.publicity import rules
from lianfang.areas.publicity.indicators import slots_sql
from lianfang.areas.publicity.kinds import SEE
from lianfang.areas.publicity.kinds_posting import PostingPlanned
from lianfang.areas.publicity.rules import Hanging
from lianfang.ground.units import queries as units
from lianfang.kernel import reading
from lianfang.kernel.clock import Day
from lianfang.kernel.measures import NOT_APPLICABLE, Measure, MeasureState
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.scope import Actor, ranges
from lianfang.kernel.words import Words
from lianfang.shell.texts import life
from lianfang.shell.texts.life import Step

POSTINGS = "publicity_posting_step"
_COLUMNS = (
    "posting, text, channel, target, of_place, asked, unit, path, zh, en, planned_at, from_at, until_at, who, signed, "
    "turned_at, ended_at, gone, title, kind, version, hung_at, hung_by, entry"
)


@dataclass(frozen=True, slots=True)
class Slot:
    """One place or group of a posting. `turned_at` is when its text was signed off or withdrawn last; `kind`,
    `version`, `hung_at`, `hung_by` and `entry` are of what was recorded there last."""

    posting: UUID
    text: UUID
    channel: str
    target: str
    of_place: bool
    asked: bool
    unit: str
    path: str
    zh: str
    en: str
    planned_at: datetime
    from_at: datetime
    until_at: datetime
    who: str | None
    signed: int | None
    turned_at: datetime | None
    ended_at: datetime | None
    gone: bool
    title: str | None
    kind: str | None
    version: int | None
    hung_at: datetime | None
    hung_by: str | None
    entry: UUID | None

    @property
    def where(self) -> Words:
        """What the place or group is called."""
        return Words(self.zh, self.en)

    def of_day(self, day: Day) -> bool:
        """Whether it was to be out at some time of a reporting day."""
        asked = self.asked and self.signed is not None and self.ended_at is None and not self.gone
        return asked and self.from_at < day.to_at and self.until_at > day.from_at

    @property
    def is_out(self) -> bool:
        """Whether the version that counts is out, or was until its time was over."""
        if self.kind == "publicity.taken_down":
            return self.hung_at is not None and self.hung_at >= self.until_at
        return self.kind is not None and self.version == self.signed

    def state(self, now: datetime) -> Hanging:
        return rules.hanging_of(self, now)

    def since(self, now: datetime) -> datetime:
        """Since when it stands so: overdue since it should have been out, to be taken down since its time was over."""
        state = self.state(now)
        if state is Hanging.OVERDUE:
            down = self.hung_at or self.from_at  # put up, and taken down again
            return max(self.from_at, self.turned_at or self.from_at, down)
        if state is Hanging.EXPIRED:
            over = [] if self.asked else [self.planned_at]
            over += [each for each in (self.until_at, self.ended_at) if each is not None and each <= now]
            return min(over, default=self.until_at)
        return self.turned_at or self.planned_at


@dataclass(frozen=True)
class Posting:
    """A text planned for one channel, by its steps."""

    stream: UUID
    unit: str
    path: str
    steps: tuple[Step, ...]

    @cached_property
    def plan(self) -> PostingPlanned:
        step = next(step for step in reversed(self.steps) if step.kind == "publicity.posting_planned")
        return PostingPlanned.model_validate(step.data, strict=False)

    @property
    def ended(self) -> bool:
        return any(step.kind == "publicity.posting_ended" for step in self.steps)


def posting(actor: Actor, stream: UUID) -> Posting:
    """A posting with every step, also one of a unit above. Raises `not_found`."""
    found = [Posting(*each) for each in life.lives(actor, POSTINGS, [stream], SEE, from_above=True)]
    if not found:
        raise Refused(NOT_FOUND)
    return found[0]


def postings_by(actor: Actor, streams: Collection[UUID]) -> list[Posting]:
    """Postings by their ids, those that the actor may see, the newest first."""
    found = [Posting(*each) for each in life.lives(actor, POSTINGS, streams, SEE, from_above=True)]
    return sorted(found, key=lambda each: each.steps[0].at, reverse=True)


def slots(
    actor: Actor,
    now: datetime,
    *,
    path: str = "",
    posting: UUID | None = None,
    text: UUID | None = None,
    place: str | None = None,
    unfinished: bool = False,
) -> list[Slot]:
    """How it stands with each place and group below a path that the actor may see; of one posting, of one text, or at
    one place; only what is `unfinished`: asked for still, or up. The most urgent first, then by channel, text, name."""
    where = "AND p.stream = %(posting)s " if posting is not None else ""
    where += "AND p.text = %(text)s " if text is not None else ""
    named = {"posting": posting, "text": text, "place": place}
    rows = reading.rows(
        actor,
        f"{slots_sql('%(now)s::timestamptz', where)} SELECT {_COLUMNS} FROM slots s "
        "WHERE s.path >= %(low)s AND s.path < %(high)s AND %(seen)s::path_ranges @> s.path "
        f"{'AND s.of_place AND s.target = %(place)s ' if place is not None else ''}{_UNFINISHED if unfinished else ''}"
        "ORDER BY s.channel, s.title, s.target",
        **reading.under(path), **named, now=now, day=units.today(), seen=ranges(actor.prefixes(SEE)),
    )  # fmt: skip
    order = list(Hanging)
    found = [Slot(*row) for row in rows]
    return sorted(found, key=lambda each: order.index(each.state(now)))


def recorded(actor: Actor, entry: UUID) -> tuple[str, str]:
    """Of what was recorded at a place or in a group and still stands: its unit and path. Raises `not_found`."""
    found = reading.row(
        actor,
        "SELECT h.unit, h.path FROM publicity_hanging_step h WHERE h.entry = %(entry)s AND h.superseded_at IS NULL "
        "AND %(seen)s::path_ranges @> h.path",
        entry=entry, seen=ranges(actor.prefixes(SEE)),
    )  # fmt: skip
    if found is None:
        raise Refused(NOT_FOUND)
    return found[0], found[1]


_UNFINISHED = (
    "AND (s.kind = 'publicity.posted' OR (s.until_at > %(now)s AND s.ended_at IS NULL AND s.signed IS NOT NULL)) "
)


def slot(actor: Actor, posting: UUID, target: str, now: datetime) -> Slot | None:
    """One place or group of a posting, where the actor sees it."""
    return next((each for each in slots(actor, now, posting=posting) if each.target == target), None)


def standing_elsewhere(
    actor: Actor, text: UUID, channel: str, targets: Collection[str], besides: UUID | None, now: datetime
) -> list[Slot]:
    """Those of some places or groups for which another posting of the text on the channel stands."""
    found = slots(actor, now, text=text)
    return [
        each
        for each in found
        if each.channel == channel
        and each.target in targets
        and each.posting != besides
        and each.state(now) in rules.ASKED
    ]


def called(actor: Actor, postings: Collection[UUID], day: Day) -> dict[tuple[UUID, str], tuple[str, str, Words]]:
    """Of the places and groups of some postings: the text's title, the channel, and what the place is called."""
    rows = reading.rows(
        actor,
        f"{slots_sql('%(to_at)s::timestamptz', 'AND p.stream = ANY(%(postings)s)')} "
        "SELECT posting, target, title, channel, zh, en FROM slots",
        **reading.under(""), postings=list(postings), to_at=day.to_at, day=day.date,
    )  # fmt: skip
    return {(stream, target): (title or "", channel, Words(zh, en)) for stream, target, title, channel, zh, en in rows}


def figure(actor: Actor, path: str, day: Day, now: datetime) -> Measure:
    """P1 of a unit and all below it, from the records as they are: nothing that is out is not reported, never 0."""
    found = slots(actor, min(now, day.to_at), path=path)
    wanted = [each for each in found if each.of_day(day)]
    if not wanted:
        return NOT_APPLICABLE
    out = sum(each.is_out for each in wanted)
    state = MeasureState.OK if out == len(wanted) else MeasureState.PARTIAL if out else MeasureState.NOT_REPORTED
    return Measure(out or None, out, len(wanted), min(now, day.to_at), state)
