"""governance · rules: what may be done with a directive and with a measure, and by when each step is due."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from lianfang.areas.governance import problems
from lianfang.kernel.problems import Refused
from lianfang.kernel.words import Words, w


class Standing(StrEnum):
    """How far a directive is."""

    RECEIVED = "received"
    IN_HAND = "in_hand"
    REPORTED = "reported"
    CLOSED = "closed"


class Progress(StrEnum):
    """How far a measure is."""

    SET = "set"
    TAKEN = "taken"
    ANSWERED = "answered"
    RETURNED = "returned"
    CLOSED = "closed"
    CALLED_OFF = "called_off"


STANDING_WORDS: dict[Standing, Words] = {
    Standing.RECEIVED: w("待签收", "to acknowledge"),
    Standing.IN_HAND: w("办理中", "in hand"),
    Standing.REPORTED: w("已回报", "reported back"),
    Standing.CLOSED: w("已办结", "closed"),
}
PROGRESS_WORDS: dict[Progress, Words] = {
    Progress.SET: w("待签收", "to acknowledge"),
    Progress.TAKEN: w("办理中", "in hand"),
    Progress.ANSWERED: w("已反馈，待审核", "answered, to be reviewed"),
    Progress.RETURNED: w("已退回", "returned"),
    Progress.CLOSED: w("已销号", "closed"),
    Progress.CALLED_OFF: w("已撤销", "called off"),
}
_OVER = (Progress.CLOSED, Progress.CALLED_OFF)


@dataclass(frozen=True, slots=True)
class Spans:
    """By when a step is due where nothing else is said: the playbook's hours."""

    acknowledge: timedelta
    measure: timedelta
    measure_acknowledge: timedelta
    report: timedelta


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a life, as it was recorded."""

    kind: str
    at: datetime
    by: str
    entry: UUID
    said: str | None


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure as it stands."""

    stream: UUID
    unit: str
    path: str
    directive: UUID
    set_by: str
    about: str
    doc_no: str | None
    text: str
    role: str
    set_at: datetime
    due_at: datetime
    acknowledge_by: datetime
    progress: Progress
    number: int
    taken_by: str | None
    answered_at: datetime | None

    @property
    def over(self) -> bool:
        return self.progress in _OVER

    def overdue(self, now: datetime) -> bool:
        """Whether its time has passed and nobody has answered."""
        return not self.over and self.progress is not Progress.ANSWERED and now >= self.due_at

    def unread(self, now: datetime) -> bool:
        return self.progress is Progress.SET and now >= self.acknowledge_by


@dataclass(frozen=True, slots=True)
class Directive:
    """A directive as it stands. The times are its own, or the playbook's where it has none."""

    stream: UUID
    unit: str
    path: str
    issuer: str
    doc_no: str | None
    title: str
    issued_on: date | None
    asks: str | None
    wants_receipt: bool
    wants_report: bool
    received_at: datetime
    acknowledge_by: datetime
    measure_by: datetime
    report_by: datetime | None
    standing: Standing
    number: int
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    reported_at: datetime | None
    measures: int
    open_measures: int
    next_due_at: datetime | None

    @property
    def over(self) -> bool:
        return self.standing is Standing.CLOSED

    def late_for(self, now: datetime) -> Words | None:
        """What of it is overdue; None where nothing is."""
        if self.over:
            return None
        if self.wants_receipt and self.acknowledged_at is None and now >= self.acknowledge_by:
            return w("逾期未签收", "not acknowledged in time")
        if self.report_by is not None and self.reported_at is None and now >= self.report_by:
            return w("逾期未回报", "not reported in time")
        if self.measures == 0 and now >= self.measure_by:
            return w("逾期未定措施", "no measure in time")
        if self.next_due_at is not None and now >= self.next_due_at:
            return w("有措施逾期", "a measure is overdue")
        return None


def standing(kinds: Sequence[str], wants_receipt: bool) -> Standing:
    """How far a directive is, from the kinds of its steps."""
    said = {kind.rpartition(".")[2] for kind in kinds}
    if "directive_closed" in said:
        return Standing.CLOSED
    if "reported_back" in said:
        return Standing.REPORTED
    return Standing.IN_HAND if "directive_acknowledged" in said or not wants_receipt else Standing.RECEIVED


_PROGRESS: Mapping[str, Progress] = {
    "measure_set": Progress.SET,
    "measure_acknowledged": Progress.TAKEN,
    "measure_answered": Progress.ANSWERED,
    "measure_returned": Progress.RETURNED,
    "measure_closed": Progress.CLOSED,
}


def progress(last: str, called_off: bool) -> Progress:
    """How far a measure is, from its last step."""
    return Progress.CALLED_OFF if called_off else _PROGRESS[last.rpartition(".")[2]]


Say = Callable[[datetime], str]


def check_times(received_at: datetime, times: Sequence[datetime | None], say: Say) -> None:
    """A directive's own times lie after its receipt."""
    for at in times:
        if at is not None and at <= received_at:
            raise Refused(problems.DEADLINE_PAST, at=say(at), since=say(received_at))


def check_acknowledge(directive: Directive) -> None:
    _check_alive(directive)
    if directive.acknowledged_at is not None:
        raise Refused(problems.ACKNOWLEDGED, by=directive.acknowledged_by)


def check_in_hand(directive: Directive) -> None:
    """Whether measures may be set and reports sent: what asks for a receipt is acknowledged first."""
    _check_alive(directive)
    if directive.wants_receipt and directive.acknowledged_at is None:
        raise Refused(problems.NOT_ACKNOWLEDGED)


def check_close(directive: Directive) -> None:
    """A directive is closed once each measure is, and once it was reported back where it asks for that."""
    check_in_hand(directive)
    if directive.open_measures:
        raise Refused(problems.OPEN_MEASURES, n=directive.open_measures)
    if directive.measures == 0:
        raise Refused(problems.NO_MEASURE)
    if directive.wants_report and directive.reported_at is None:
        raise Refused(problems.NOT_REPORTED)


def _check_alive(directive: Directive) -> None:
    if directive.over:
        raise Refused(problems.DIRECTIVE_CLOSED)


def check_take(measure: Measure) -> None:
    check_open(measure)
    if measure.progress is not Progress.SET:
        raise Refused(problems.MEASURE_ACKNOWLEDGED, by=measure.taken_by or "—")


def check_answer(measure: Measure) -> None:
    check_open(measure)
    if measure.progress is Progress.ANSWERED:
        raise Refused(problems.MEASURE_ANSWERED)


def check_judge(measure: Measure) -> None:
    """An answer is accepted or returned once there is one."""
    check_open(measure)
    if measure.progress is not Progress.ANSWERED:
        raise Refused(problems.MEASURE_WAITS)


def check_open(measure: Measure) -> None:
    if measure.over:
        raise Refused(problems.MEASURE_CLOSED)
