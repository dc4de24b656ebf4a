"""governance · gaps: documents nobody acknowledged, measures nobody answered, reports that were not sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from django.urls import reverse

from lianfang.areas.governance import queries
from lianfang.areas.governance.kinds_directive import ACKNOWLEDGED, REPORTED
from lianfang.areas.governance.kinds_measure import MEASURE_ACKNOWLEDGED, MEASURE_ANSWERED, MEASURE_CLOSED, MEASURE_SET
from lianfang.areas.governance.rules import Directive, Measure
from lianfang.ground.units import queries as units
from lianfang.kernel.gaps import Gap, GapSource, Severity
from lianfang.kernel.kinds import Kind
from lianfang.kernel.scope import acting_actor
from lianfang.kernel.words import Words, w

_UNREAD = w("来文《{title}》逾期未签收", "“{title}” is not acknowledged in time")
_BARE = w("来文《{title}》逾期没有落实措施", "“{title}” has no local measure in time")
_SILENT = w("来文《{title}》逾期未回报", "“{title}” is not reported on in time")
_OVERDUE = w("{unit}落实措施逾期：{text}", "{unit}: a measure is overdue: {text}")
_UNTAKEN = w("{unit}落实措施逾期未签收：{text}", "{unit}: a measure is not acknowledged in time: {text}")


def _gap(code: str, each: Directive, since: datetime, words: Words, severity: Severity) -> Gap:
    href = reverse("governance:directive", args=[each.stream])
    said = words.fill(title=each.title)
    return Gap(f"governance.{code}:{each.stream}", each.unit, each.path, since, said, severity, "commander", href)


def unacknowledged(now: datetime, since: datetime) -> Iterator[Gap]:
    """A document that asks for acknowledgement and has none when its time is over."""
    for each in queries.open_directives(acting_actor()):
        waits = each.wants_receipt and each.acknowledged_at is None
        if waits and since <= each.acknowledge_by <= now:
            yield _gap("directive_unacknowledged", each, each.acknowledge_by, _UNREAD, Severity.WARNING)


def without_measure(now: datetime, since: datetime) -> Iterator[Gap]:
    """A document from which nothing local has followed."""
    for each in queries.open_directives(acting_actor()):
        if each.measures == 0 and since <= each.measure_by <= now:
            yield _gap("directive_without_measure", each, each.measure_by, _BARE, Severity.WARNING)


def unreported(now: datetime, since: datetime) -> Iterator[Gap]:
    """A document that asks for a report and has none when its time is over."""
    for each in queries.open_directives(acting_actor()):
        if each.report_by is not None and each.reported_at is None and since <= each.report_by <= now:
            yield _gap("report_back_overdue", each, each.report_by, _SILENT, Severity.URGENT)


def measures_overdue(now: datetime, since: datetime) -> Iterator[Gap]:
    """Measures that nobody took over in their time, and measures that nobody answered in theirs: a gap for each."""
    actor = acting_actor()
    late = [each for each in queries.open_measures(actor) if each.overdue(now) or each.unread(now)]
    named = units.units(actor, sorted({each.unit for each in late})) if late else {}
    for each in late:
        unit = named[each.unit].words if each.unit in named else each.unit
        if each.unread(now) and each.acknowledge_by >= since:
            yield _late(each, "unread", each.acknowledge_by, _UNTAKEN.fill(unit=unit, text=each.text[:60]))
        if each.overdue(now) and each.due_at >= since:
            yield _late(each, "overdue", each.due_at, _OVERDUE.fill(unit=unit, text=each.text[:60]))


def _late(each: Measure, what: str, arose: datetime, words: Words) -> Gap:
    # A measure that was returned and is due again can be overdue once more: the time is part of what the gap is.
    key = f"governance.measure_{what}:{each.stream}:{arose.astimezone(UTC):%Y%m%dT%H%M}"
    severity = Severity.WARNING if what == "overdue" else Severity.NOTICE
    href = reverse("governance:measure", args=[each.stream])
    return Gap(key, each.unit, each.path, arose, words, severity, each.role, href)


def _closed_by(*kinds: Kind) -> Callable[[Sequence[str]], Mapping[str, UUID]]:
    """Which entry of some kinds closed which gap: a key's second part is the stream, the newest entry counts."""

    def answered(keys: Sequence[str]) -> Mapping[str, UUID]:
        found = queries.newest(acting_actor(), [UUID(key.split(":")[1]) for key in keys], [each.code for each in kinds])
        return {key: found[stream] for key in keys if (stream := UUID(key.split(":")[1])) in found}

    return answered


GAPS = (
    GapSource(
        "governance.directive_unacknowledged",
        w("来文未签收", "a directive is not acknowledged"),
        unacknowledged,
        _closed_by(ACKNOWLEDGED),
    ),
    GapSource(
        "governance.directive_without_measure",
        w("来文未定措施", "a directive has no measure"),
        without_measure,
        _closed_by(MEASURE_SET),
    ),
    GapSource(
        "governance.report_back_overdue",
        w("来文未回报", "a directive is not reported on"),
        unreported,
        _closed_by(REPORTED),
    ),
    GapSource(
        "governance.measure_overdue",
        w("措施逾期", "a measure is overdue"),
        measures_overdue,
        _closed_by(MEASURE_ACKNOWLEDGED, MEASURE_ANSWERED, MEASURE_CLOSED),
    ),
)
