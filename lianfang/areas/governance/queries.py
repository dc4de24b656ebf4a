"""governance · queries: the register of directives, one directive with its life and measures, what waits for whom."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from lianfang.areas.governance import policy, rules
from lianfang.areas.governance.kinds import ANSWER, DIRECT
from lianfang.areas.governance.rules import Directive, Measure, Progress, Standing, Step
from lianfang.kernel import reading
from lianfang.kernel.frame import Waiting
from lianfang.kernel.problems import first_of
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w

PAGE_SIZE = 30

# A directive with its steps, and how many measures follow from it; the measures lie at or below its own path.
_DIRECTIVES = """
SELECT d.stream, d.unit, d.path, d.issuer, d.doc_no, d.title, d.issued_on, d.asks, d.wants_receipt, d.wants_report,
       d.occurred_at, d.acknowledge_by, d.report_by, s.kinds, s.number, s.acknowledged_at, s.acknowledged_by,
       s.reported_at, m.measures, m.open_measures, m.next_due_at
FROM governance_directive_step d
JOIN LATERAL (
  SELECT array_agg(x.kind) AS kinds, max(x.number) AS number,
         min(x.occurred_at) FILTER (WHERE x.kind = 'governance.directive_acknowledged') AS acknowledged_at,
         min(x.recorded_by) FILTER (WHERE x.kind = 'governance.directive_acknowledged') AS acknowledged_by,
         max(x.occurred_at) FILTER (WHERE x.kind = 'governance.reported_back') AS reported_at
  FROM governance_directive_step x WHERE x.stream = d.stream AND x.superseded_at IS NULL) s ON true
JOIN LATERAL (
  SELECT count(*)::int AS measures,
         (count(*) FILTER (WHERE l.kind <> 'governance.measure_closed'))::int AS open_measures,
         min(coalesce(t.due_at, f.due_at)) FILTER (
           WHERE l.kind NOT IN ('governance.measure_closed', 'governance.measure_answered')) AS next_due_at
  FROM governance_measure_step f
  JOIN LATERAL (SELECT x.kind FROM governance_measure_step x WHERE x.stream = f.stream AND x.superseded_at IS NULL
                ORDER BY x.number DESC LIMIT 1) l ON true
  LEFT JOIN LATERAL (SELECT x.due_at FROM governance_measure_step x WHERE x.stream = f.stream AND x.number > 1
                     AND x.due_at IS NOT NULL AND x.superseded_at IS NULL ORDER BY x.number DESC LIMIT 1) t ON true
  WHERE f.directive = d.stream AND f.superseded_at IS NULL AND f.kind = 'governance.measure_set') m ON true
WHERE d.kind = 'governance.directive_received' AND d.superseded_at IS NULL
"""
_MEASURES = """
SELECT f.stream, f.unit, f.path, f.directive, f.set_by, f.about, f.doc_no, f.said, f.role, f.occurred_at,
       coalesce(s.due_at, f.due_at), f.acknowledge_by, l.kind, l.called_off, l.number, s.taken_by, s.answered_at
FROM governance_measure_step f
JOIN LATERAL (
  SELECT x.kind, x.called_off, x.number FROM governance_measure_step x
  WHERE x.stream = f.stream AND x.superseded_at IS NULL ORDER BY x.number DESC LIMIT 1) l ON true
JOIN LATERAL (
  SELECT (array_agg(x.due_at ORDER BY x.number DESC) FILTER (WHERE x.due_at IS NOT NULL AND x.number > 1))[1] AS due_at,
         min(x.recorded_by) FILTER (WHERE x.kind = 'governance.measure_acknowledged') AS taken_by,
         max(x.occurred_at) FILTER (WHERE x.kind = 'governance.measure_answered') AS answered_at
  FROM governance_measure_step x WHERE x.stream = f.stream AND x.superseded_at IS NULL) s ON true
WHERE f.kind = 'governance.measure_set' AND f.superseded_at IS NULL
"""


_PART = 1000  # what is read at once, until as many are kept as were asked for


def register(
    actor: Actor,
    *,
    under: str = "",
    standing: str = "",
    text: str = "",
    late: bool = False,
    now: datetime,
    after: tuple[datetime, UUID] | None = None,
    size: int | None = PAGE_SIZE,
) -> list[Directive]:
    """The directives of a path and below, by standing and words, newest first; the first `size`, or all of them.

    `late` keeps those of which something is overdue: that depends on the playbook, so it is decided row by row.
    """
    where = " AND d.path >= %(low)s AND d.path < %(high)s"
    named: dict[str, Any] = {**reading.under(under)}
    if text.strip():
        where += " AND strpos(lower(concat_ws(' ', d.title, d.issuer, d.doc_no, d.asks)), %(text)s) > 0"
        named["text"] = text.strip().lower().replace("\0", "")
    if standing == Standing.CLOSED:
        where += " AND 'governance.directive_closed' = ANY(s.kinds)"
    elif standing:
        where += " AND NOT 'governance.directive_closed' = ANY(s.kinds)"
    where += " AND (%(after_at)s::timestamptz IS NULL OR "
    where += "(d.occurred_at, d.stream) < (%(after_at)s, %(after_stream)s::uuid)) "
    where += "ORDER BY d.occurred_at DESC, d.stream DESC LIMIT %(part)s"
    kept: list[Directive] = []
    while True:
        after_at, after_stream = after or (None, None)
        part = [*_directives(actor, where, **named, after_at=after_at, after_stream=after_stream, part=_PART)]
        for each in part:
            if (not standing or each.standing == standing) and (not late or each.late_for(now) is not None):
                kept.append(each)
            if len(kept) == size:
                return kept
        if len(part) < _PART:
            return kept
        after = (part[-1].received_at, part[-1].stream)


def directive(actor: Actor, stream: UUID) -> Directive:
    """One directive. Raises `not_found`."""
    return first_of(_directives(actor, " AND d.stream = %(stream)s", stream=stream))


def open_directives(actor: Actor, units: Collection[str] | None = None) -> list[Directive]:
    """The directives of some units, or of all that the actor sees, that are not closed."""
    where = (
        " AND (%(units)s::text[] IS NULL OR d.unit = ANY(%(units)s)) "
        "AND NOT 'governance.directive_closed' = ANY(s.kinds) ORDER BY d.occurred_at, d.entry"
    )
    return list(_directives(actor, where, units=None if units is None else list(units)))


def _directives(actor: Actor, where: str, **named: Any) -> Iterator[Directive]:
    for row in reading.rows(actor, _DIRECTIVES + where, **named):
        (stream, unit, path, issuer, doc_no, title, issued_on, asks, wants_receipt, wants_report, received_at,
         acknowledge_by, report_by, kinds, number, acknowledged_at, acknowledged_by, reported_at, measures,
         open_measures, next_due_at) = row  # fmt: skip
        spans = policy.spans_at(received_at)
        yield Directive(
            stream, unit, path, issuer, doc_no, title, issued_on, asks, wants_receipt, wants_report, received_at,
            acknowledge_by or received_at + spans.acknowledge, received_at + spans.measure,
            (report_by or received_at + spans.report) if wants_report else None,
            rules.standing(kinds, wants_receipt), number, acknowledged_at, acknowledged_by, reported_at, measures,
            open_measures, next_due_at,
        )  # fmt: skip


def measures_of(actor: Actor, directive: UUID) -> list[Measure]:
    """The measures that follow from a directive, the soonest first."""
    where = " AND f.directive = %(directive)s ORDER BY f.due_at, f.entry"
    return list(_measures(actor, where, directive=directive))


def measures_below(actor: Actor, under: str) -> list[Measure]:
    """Every measure that units of a path and below carry out."""
    where = " AND f.path >= %(low)s AND f.path < %(high)s ORDER BY f.due_at, f.entry"
    return list(_measures(actor, where, **reading.under(under)))


def measure(actor: Actor, stream: UUID) -> Measure:
    """One measure. Raises `not_found`."""
    return first_of(_measures(actor, " AND f.stream = %(stream)s", stream=stream))


def open_measures(actor: Actor, units: Collection[str] | None = None, set_by: Collection[str] = ()) -> list[Measure]:
    """The measures of some units, or assigned by some, or all that the actor sees, that are not closed."""
    where = (
        " AND (%(units)s::text[] IS NULL OR f.unit = ANY(%(units)s) OR f.set_by = ANY(%(set_by)s)) "
        "AND l.kind <> 'governance.measure_closed' ORDER BY f.due_at, f.entry"
    )
    return list(_measures(actor, where, units=None if units is None else list(units), set_by=list(set_by)))


def _measures(actor: Actor, where: str, **named: Any) -> Iterator[Measure]:
    for row in reading.rows(actor, _MEASURES + where, **named):
        (stream, unit, path, directive, set_by, about, doc_no, text, role, set_at, due_at, acknowledge_by, last,
         called_off, number, taken_by, answered_at) = row  # fmt: skip
        by = acknowledge_by or set_at + policy.spans_at(set_at).measure_acknowledge
        yield Measure(
            stream, unit, path, directive, set_by, about, doc_no, text, role, set_at, due_at, by,
            rules.progress(last, called_off), number, taken_by, answered_at,
        )  # fmt: skip


def life(actor: Actor, stream: UUID) -> list[Step]:
    """Every step of a directive or a measure, newest first."""
    found = reading.rows(
        actor,
        "SELECT kind, occurred_at, recorded_by, entry, said, number FROM governance_directive_step "
        "WHERE stream = %(stream)s AND superseded_at IS NULL UNION ALL "
        "SELECT kind, occurred_at, recorded_by, entry, said, number FROM governance_measure_step "
        "WHERE stream = %(stream)s AND superseded_at IS NULL ORDER BY number DESC",
        stream=stream,
    )
    return [Step(*row[:5]) for row in found]


def newest(actor: Actor, streams: Collection[UUID], kinds: Collection[str]) -> dict[UUID, UUID]:
    """The newest step of some kinds: of a directive, of a measure, or of the first measure of a directive."""
    found = reading.rows(
        actor,
        "SELECT stream, entry FROM governance_directive_step WHERE stream = ANY(%(streams)s) AND kind = ANY(%(kinds)s) "
        "AND superseded_at IS NULL UNION ALL "
        "SELECT stream, entry FROM governance_measure_step WHERE stream = ANY(%(streams)s) AND kind = ANY(%(kinds)s) "
        "AND superseded_at IS NULL UNION ALL "
        "SELECT directive, entry FROM governance_measure_step WHERE directive = ANY(%(streams)s) "
        "AND kind = ANY(%(kinds)s) AND superseded_at IS NULL",
        streams=list(streams), kinds=list(kinds),
    )  # fmt: skip
    return dict(sorted(found))


_Wanted = tuple[Words, str, Words, datetime]  # what, where, the one act that answers it, until when


def mine(actor: Actor, now: datetime) -> list[Waiting]:
    """What directives and measures want of this actor's own units now, the soonest first."""
    directs = {held.unit for held in actor.held if held.unit and DIRECT in held.verbs}
    answers = {held.unit for held in actor.held if held.unit and ANSWER in held.verbs}
    found: list[_Wanted | None] = []
    if directs:
        found += [_for_directive(each) for each in open_directives(actor, directs)]
    if answers or directs:
        found += [_for_measure(each, directs, actor) for each in open_measures(actor, answers, directs)]
    wanted = sorted((each for each in found if each is not None), key=lambda each: each[-1])
    return [Waiting(*each, late=each[-1] <= now) for each in wanted]


def _for_directive(each: Directive) -> _Wanted | None:
    """The next step that a directive wants of its own unit."""
    if each.standing is Standing.RECEIVED:
        words, act, due_at = w("来文《{title}》", "“{title}”"), w("签收", "Acknowledge"), each.acknowledge_by
    elif each.measures == 0:
        words, act = w("来文《{title}》还没有措施", "“{title}” has no measure yet"), w("定措施", "Set a measure")
        due_at = each.measure_by
    elif each.report_by is not None and each.reported_at is None:
        words, act = w("来文《{title}》待回报", "“{title}” waits for a report"), w("回报", "Report")
        due_at = each.report_by
    elif each.open_measures == 0:
        words, act = w("来文《{title}》各项措施已销号", "each measure of “{title}” is closed"), w("办结", "Close")
        due_at = each.received_at + timedelta(days=7)
    else:
        return None
    return words.fill(title=each.title), reverse("governance:directive", args=[each.stream]), act, due_at


def _for_measure(each: Measure, directs: Collection[str], actor: Actor) -> _Wanted | None:
    """What a measure wants: of the role of its unit to take and answer it, of who set it to accept it."""
    if each.progress is Progress.ANSWERED:
        act, due_at, mine = w("审核", "Review"), each.due_at, each.set_by in directs
    else:
        act, due_at = w("反馈", "Answer"), each.due_at
        if each.progress is Progress.SET:
            act, due_at = w("签收", "Acknowledge"), min(each.acknowledge_by, each.due_at)
        mine = any(held.unit == each.unit and held.role == each.role for held in actor.held)
    words = Words(each.text[:60], each.text[:60])
    return (words, reverse("governance:measure", args=[each.stream]), act, due_at) if mine else None
