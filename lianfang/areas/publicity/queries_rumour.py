"""publicity · queries of rumours: one with its life, the register by need, what waits, what is left unanswered."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from django.urls import reverse

from lianfang.areas.publicity import kinds_rumour as kinds
from lianfang.areas.publicity import policy
from lianfang.areas.publicity.kinds import FOLLOW, SEE
from lianfang.areas.publicity.kinds_rumour import RumourFound, RumourReceived
from lianfang.kernel import reading
from lianfang.kernel.frame import Fold, Waiting
from lianfang.kernel.gaps import Gap, Severity
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.scope import Actor, acting_actor, ranges
from lianfang.kernel.words import Words, w
from lianfang.shell.texts.life import Step

PAGE_SIZE = 30
AGAINST = frozenset({"false", "partly"})  # findings against which something is told


class Standing(StrEnum):
    """How far a rumour is."""

    RECEIVED = "received"
    ASKED = "asked"
    FOUND = "found"
    REBUTTED = "rebutted"
    CLOSED = "closed"


STANDING_WORDS: dict[Standing, Words] = {
    Standing.RECEIVED: w("待核实", "to be looked into"),
    Standing.ASKED: w("核实中", "being looked into"),
    Standing.FOUND: w("已有结论", "found out"),
    Standing.REBUTTED: w("已辟谣", "rebutted"),
    Standing.CLOSED: w("已办结", "closed"),
}


@dataclass(frozen=True)
class Rumour:
    """A rumour by its standing steps, in their order; the first is that with which it came."""

    stream: UUID
    unit: str
    path: str
    steps: tuple[Step, ...]

    @cached_property
    def first(self) -> Step:
        """That with which it came, as it reads now."""
        return [each for each in self.steps if each.kind == kinds.RECEIVED.code][-1]

    @property
    def received_at(self) -> datetime:
        return self.first.at

    @cached_property
    def said(self) -> RumourReceived:
        return RumourReceived.model_validate(self.first.data, strict=False)

    @cached_property
    def found(self) -> RumourFound | None:
        """The finding that counts: the last one."""
        last = self._last(kinds.FOUND.code)
        return RumourFound.model_validate(last.data, strict=False) if last else None

    @property
    def rebutted(self) -> bool:
        """Whether something was told against what was found last."""
        found, told = self._last(kinds.FOUND.code), self._last(kinds.REBUTTED.code)
        return found is not None and told is not None and told.number > found.number

    @cached_property
    def standing(self) -> Standing:
        ends = [each for each in self.steps if each.kind in (kinds.CLOSED.code, kinds.REOPENED.code)]
        if ends and ends[-1].kind == kinds.CLOSED.code:
            return Standing.CLOSED
        if self.answered:
            return Standing.REBUTTED if self.rebutted else Standing.FOUND
        began = ends[-1].number if ends else 0
        asked = any(each.kind == kinds.ASKED.code and each.number > began for each in self.steps)
        return Standing.ASKED if asked else Standing.RECEIVED

    @property
    def answered(self) -> bool:
        """Whether it has a finding; of one that was opened again, a finding since."""
        found, again = self._last(kinds.FOUND.code), self._last(kinds.REOPENED.code)
        return found is not None and (again is None or found.number > again.number)

    @property
    def over(self) -> bool:
        return self.standing is Standing.CLOSED

    @property
    def answer_by(self) -> datetime:
        """By when there is to be a finding: from its receipt, or from the moment at which it was opened again."""
        again = self._last(kinds.REOPENED.code)
        return policy.answer_by(again.at if again else self.received_at)

    def late(self, now: datetime) -> bool:
        return not self.over and not self.answered and now >= self.answer_by

    @property
    def last(self) -> Step:
        return self.steps[-1]

    @property
    def number(self) -> int:
        return max(each.number for each in self.steps)

    def _last(self, kind: str) -> Step | None:
        return next((each for each in reversed(self.steps) if each.kind == kind), None)


# Each rumour with its rank: without a finding, with one, closed. What was opened again needs another finding.
_LIVES = """
SELECT f.stream, f.occurred_at AS at, f.claim, f.unit, f.path, f.day, f.tip,
  CASE WHEN l.ended THEN 2 WHEN l.found > l.again THEN 1 ELSE 0 END AS rank
FROM publicity_rumour_step f
JOIN LATERAL (SELECT
    coalesce((array_agg(x.kind = 'publicity.rumour_closed' ORDER BY x.number DESC)
      FILTER (WHERE x.kind IN ('publicity.rumour_closed', 'publicity.rumour_reopened')))[1], false) AS ended,
    coalesce(max(x.number) FILTER (WHERE x.kind = 'publicity.rumour_found'), 0) AS found,
    coalesce(max(x.number) FILTER (WHERE x.kind = 'publicity.rumour_reopened'), 0) AS again
  FROM publicity_rumour_step x WHERE x.stream = f.stream AND x.superseded_at IS NULL) l ON true
WHERE f.kind = 'publicity.rumour_received' AND f.superseded_at IS NULL AND NOT f.exercise
"""
_STEPS = (
    "SELECT s.stream, s.unit, s.path, s.kind, s.number, s.occurred_at, s.recorded_by, s.entry, s.data "
    "FROM publicity_rumour_step s WHERE s.stream = ANY(%(streams)s) AND s.superseded_at IS NULL "
    "AND NOT s.exercise AND %(seen)s::path_ranges @> s.path ORDER BY s.stream, s.number"
)
RANKS = {"unanswered": (0,), "answered": (1,), "open": (0, 1), "closed": (2,)}


def rumour(actor: Actor, stream: UUID) -> Rumour:
    """A rumour with its steps. Raises `not_found`, also where it was taken back whole."""
    found = rumours_by(actor, [stream])
    if stream not in found:
        raise Refused(NOT_FOUND)
    return found[stream]


def rumours_by(actor: Actor, streams: Collection[UUID]) -> dict[UUID, Rumour]:
    """Rumours by their ids, those that the actor may see."""
    lives: dict[UUID, tuple[str, str, list[Step]]] = {}
    rows = reading.rows(actor, _STEPS, streams=list(streams), seen=ranges(actor.prefixes(SEE))) if streams else []
    for stream, unit, path, kind, number, at, by, entry, data in rows:
        lives.setdefault(stream, (unit, path, []))[2].append(Step(kind, number, at, by, entry, reading.loaded(data)))
    return {
        stream: Rumour(stream, unit, path, tuple(steps))
        for stream, (unit, path, steps) in lives.items()
        if any(each.kind == kinds.RECEIVED.code for each in steps)
    }


def register(
    actor: Actor,
    *,
    under: str,
    state: str = "",
    text: str = "",
    day: date | None = None,
    after: tuple[int, datetime, UUID] | None = None,
    size: int = PAGE_SIZE,
) -> list[tuple[int, Rumour]]:
    """Rumours of a path and below by need, each with its rank: unanswered longest first, then those with a finding,
    then the closed ones, newest first. `day` keeps those that were received on it."""
    rank, at, stream = after or (-1, None, None)
    found = reading.rows(
        actor,
        f"SELECT r.stream, r.rank FROM ({_LIVES}) r WHERE r.path >= %(low)s AND r.path < %(high)s "
        "AND %(seen)s::path_ranges @> r.path AND r.rank = ANY(%(ranks)s) "
        "AND (%(text)s = '' OR strpos(lower(r.claim), %(text)s) > 0) AND (%(day)s::date IS NULL OR r.day = %(day)s) "
        "AND (r.rank > %(rank)s OR (r.rank = %(rank)s AND CASE WHEN r.rank < 2 "
        "THEN (r.at, r.stream) > (%(at)s::timestamptz, %(stream)s::uuid) "
        "ELSE (r.at, r.stream) < (%(at)s::timestamptz, %(stream)s::uuid) END)) "
        "ORDER BY r.rank, CASE WHEN r.rank < 2 THEN r.at END, CASE WHEN r.rank < 2 THEN r.stream END, "
        "r.at DESC, r.stream DESC LIMIT %(size)s",
        **reading.under(under), seen=ranges(actor.prefixes(SEE)), ranks=list(RANKS.get(state, (0, 1, 2))),
        text=text.strip().lower().replace("\0", ""), day=day, rank=rank, at=at, stream=stream, size=size,
    )  # fmt: skip
    lives = rumours_by(actor, [stream for stream, _ in found])
    return [(rank, lives[stream]) for stream, rank in found]


def counts(actor: Actor, *, under: str, day: date | None = None) -> tuple[int, int, int]:
    """How many rumours of a path and below have no finding, have one, and are closed."""
    rows = reading.rows(
        actor,
        f"SELECT r.rank, count(*) FROM ({_LIVES}) r WHERE r.path >= %(low)s AND r.path < %(high)s "
        "AND %(seen)s::path_ranges @> r.path AND (%(day)s::date IS NULL OR r.day = %(day)s) GROUP BY r.rank",
        **reading.under(under), seen=ranges(actor.prefixes(SEE)), day=day,
    )  # fmt: skip
    found = dict(rows)
    return found.get(0, 0), found.get(1, 0), found.get(2, 0)


def open_rumours(actor: Actor, *, most: int = 1000) -> list[Rumour]:
    """Every rumour that is not closed, those without a finding first, the longest waiting first."""
    found = reading.column(
        actor,
        f"SELECT r.stream FROM ({_LIVES}) r WHERE r.rank < 2 AND %(seen)s::path_ranges @> r.path "
        "ORDER BY r.rank, r.at, r.stream LIMIT %(most)s",
        seen=ranges(actor.prefixes(SEE)), most=most,
    )  # fmt: skip
    lives = rumours_by(actor, found)
    return [lives[stream] for stream in found]


def from_tips(actor: Actor, tips: Collection[UUID]) -> dict[UUID, UUID]:
    """Which rumour came from which tip: tip → rumour."""
    found = reading.rows(
        actor,
        "SELECT f.tip, f.stream FROM publicity_rumour_step f WHERE f.tip = ANY(%(tips)s) AND f.superseded_at IS NULL "
        "AND f.kind = 'publicity.rumour_received' ORDER BY f.number",
        tips=list(tips),
    )  # fmt: skip
    return dict(found)


def claims(actor: Actor, streams: Sequence[str]) -> dict[str, str]:
    """What is said, by the rumour's id."""
    found = reading.rows(
        actor,
        "SELECT f.stream::text, f.claim FROM publicity_rumour_step f WHERE f.stream = ANY(%(streams)s::uuid[]) "
        "AND f.superseded_at IS NULL AND f.kind = 'publicity.rumour_received' ORDER BY f.number",
        streams=list(streams),
    )  # fmt: skip
    return dict(found)


_NEXT = {
    Standing.RECEIVED: (
        w("传言“{claim}”待核实", "the rumour “{claim}” is to be looked into"),
        w("核实", "Look into it"),
    ),
    Standing.ASKED: (w("传言“{claim}”等核实结论", "the rumour “{claim}” awaits a finding"), w("登记结论", "Record it")),
    Standing.FOUND: (
        w("传言“{claim}”已有结论", "the rumour “{claim}” is found out"),
        w("辟谣或办结", "Rebut or close"),
    ),
    Standing.REBUTTED: (w("传言“{claim}”已辟谣，待办结", "the rumour “{claim}” is rebutted"), w("办结", "Close")),
}
_FOLD = w("{n} 条传言待办", "Rumours that wait: {n}")


def waiting(actor: Actor, now: datetime) -> list[Waiting]:
    """The next step of each open rumour, for whoever follows them: what is late first, then the longest waiting."""
    if FOLLOW not in actor.verbs:
        return []
    fold = Fold(_FOLD, reverse("publicity:rumours"), w("查看", "See"))
    found = []
    for each in open_rumours(actor, most=100):
        if actor.may(FOLLOW, each.path):
            words, act = _NEXT[each.standing]
            href = reverse("publicity:rumour", args=[each.stream])
            by = None if each.answered else each.answer_by
            found.append(
                Waiting(words.fill(claim=each.said.claim[:30]), href, act, by, each.late(now), fold=fold, thing=href)
            )
    return found


_UNANSWERED = w("传言登记后超过时限没有核实结论：{claim}", "a rumour has no finding in its time: {claim}")


def unanswered(now: datetime, since: datetime) -> Iterator[Gap]:
    """Rumours that have no finding when their time is over, by the playbook's hours; none where it names none."""
    for each in open_rumours(acting_actor(), most=10_000):
        if each.late(now) and each.answer_by >= since:
            yield Gap(
                f"publicity.rumour_unanswered:{each.stream}:{each.answer_by:%Y%m%dT%H%M}", each.unit, each.path,
                each.answer_by, _UNANSWERED.fill(claim=each.said.claim[:60]), Severity.WARNING, "officer",
                reverse("publicity:rumour", args=[each.stream]),
            )  # fmt: skip


def answered(keys: Sequence[str]) -> dict[str, UUID]:
    """Which finding or closing ended which gap."""
    streams = {UUID(key.split(":")[1]) for key in keys}
    found = dict(
        reading.rows(
            acting_actor(),
            "SELECT stream, entry FROM publicity_rumour_step WHERE stream = ANY(%(streams)s) AND superseded_at IS NULL "
            "AND kind IN ('publicity.rumour_found', 'publicity.rumour_closed') ORDER BY number",
            streams=list(streams),
        )
    )
    return {key: found[stream] for key in keys if (stream := UUID(key.split(":")[1])) in found}
