"""reporting · rules: what may be done with a report, and how it stands against its window and cut-off (B1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from lianfang.areas.reporting import problems
from lianfang.kernel.filings import Standing
from lianfang.kernel.problems import CLOCK_WENT_BACK, Refused
from lianfang.kernel.words import Words, w

REMIND_AGAIN_AFTER = timedelta(minutes=30)  # house default: a reminder is not doubled within half an hour


class Handling(StrEnum):
    """What became of the newest version."""

    NONE = "none"
    SUBMITTED = "submitted"
    RECEIVED = "received"
    RETURNED = "returned"
    RECALLED = "recalled"


class Verdict(StrEnum):
    """What software may say of a report (B1). False and concealed reports are findings of a person only."""

    ON_TIME = "on_time"
    LATE = "late"
    OMITTED = "omitted"
    ERRONEOUS = "erroneous"
    EVENT_SINCE = "event_since"


HANDLING_WORDS: dict[Handling, Words] = {
    Handling.NONE: w("未提交", "not submitted"),
    Handling.SUBMITTED: w("已提交", "submitted"),
    Handling.RECEIVED: w("已接收", "received"),
    Handling.RETURNED: w("已退回", "returned"),
    Handling.RECALLED: w("已撤回", "recalled"),
}
STEP_WORDS: dict[str, Words] = {
    "fill": w("填报", "filled in"),
    "review": w("审核", "reviewed"),
    "sign": w("签发", "signed off"),
}
VERDICT_WORDS: dict[Verdict, Words] = {
    Verdict.ON_TIME: w("按时", "on time"),
    Verdict.LATE: w("迟报", "late"),
    Verdict.OMITTED: w("漏报", "omitted"),
    Verdict.ERRONEOUS: w("误报", "erroneous"),
    Verdict.EVENT_SINCE: w("签发后新增突发情况", "an event came after signing"),
}


@dataclass(frozen=True, slots=True)
class Say:
    """How problems name a report and its moments; `at` is handed in, because rules know no time zone."""

    unit: Words
    day: str
    at: Callable[[datetime], str]

    @property
    def report(self) -> dict[str, Any]:
        return {"unit": self.unit, "day": self.day}


@dataclass(frozen=True, slots=True)
class Filing:
    """Where a report stands now. `number` is the newest version, 0 before the first."""

    number: int = 0
    handling: Handling = Handling.NONE
    first_filed_at: datetime | None = None
    filed_at: datetime | None = None
    filed_by: str = ""
    handled_by: str = ""
    reminded_at: datetime | None = None
    reminded_by: str = ""

    @property
    def filed(self) -> bool:
        """Whether a version stands: of a report that its own unit recalled nothing does until the next."""
        return self.number > 0 and self.handling is not Handling.RECALLED


def standing(now: datetime, closes_at: datetime, due_at: datetime, first_filed_at: datetime | None) -> Standing:
    """A report is on time when its first version was filed at or before the cut-off; amendments change nothing."""
    if first_filed_at is not None:
        return Standing.ON_TIME if first_filed_at <= due_at else Standing.LATE
    if now < closes_at:
        return Standing.OPEN
    return Standing.DUE if now <= due_at else Standing.MISSING


def verdicts(
    stands: Standing, *, differs: bool, known_before_cutoff: bool, events_since: bool = False
) -> tuple[Verdict, ...]:
    """What is to be said of a report: none while it is not due yet.

    `differs` says that the ledger no longer gives what was filed; `known_before_cutoff` that an entry behind the
    difference was known before the cut-off, which makes it an omission and not only an error. `events_since`: an event
    of the day has come that the version does not list.
    """
    if stands in (Standing.OPEN, Standing.DUE):
        return ()
    if stands is Standing.MISSING:
        return (Verdict.OMITTED,)
    said = [Verdict.ON_TIME if stands is Standing.ON_TIME else Verdict.LATE]
    if differs:
        said += [Verdict.OMITTED, Verdict.ERRONEOUS] if known_before_cutoff else [Verdict.ERRONEOUS]
    if events_since:
        said.append(Verdict.EVENT_SINCE)
    return tuple(said)


def check_confirm(
    filing: Filing, *, now: datetime, closes_at: datetime, due_at: datetime, late_reason: str | None, say: Say
) -> None:
    """Raises the problem that stands against confirming a report now."""
    if now < closes_at:
        raise Refused(problems.WINDOW_OPEN, closes=say.at(closes_at))
    if filing.first_filed_at is not None:
        raise Refused(problems.ALREADY_CONFIRMED, by=filing.filed_by, at=say.at(filing.first_filed_at), **say.report)
    if now > due_at and not (late_reason or "").strip():
        raise Refused(problems.LATE_NEEDS_REASON, due=say.at(due_at))


def check_amend(filing: Filing, *, now: datetime, why: str | None, say: Say) -> None:
    """Raises the problem that stands against a further version."""
    if not filing.number:
        raise Refused(problems.NOT_CONFIRMED, **say.report)
    if filing.filed_at is not None and now < filing.filed_at:
        raise Refused(CLOCK_WENT_BACK, sealed=say.at(filing.filed_at))
    check_reason(why)


def check_receive(filing: Filing, *, say: Say) -> None:
    """Raises the problem that stands against receiving the newest version."""
    if not filing.number:
        raise Refused(problems.NOT_CONFIRMED, **say.report)
    if filing.handling is Handling.RECEIVED:
        raise Refused(problems.ALREADY_RECEIVED, number=filing.number, by=filing.handled_by)
    check_not_recalled(filing)


def check_return(filing: Filing, *, why: str | None, say: Say) -> None:
    """Raises the problem that stands against asking for another version."""
    if not filing.number:
        raise Refused(problems.NOT_CONFIRMED, **say.report)
    if filing.handling is Handling.RETURNED:
        raise Refused(problems.ALREADY_RETURNED, number=filing.number, by=filing.handled_by)
    check_not_recalled(filing)
    check_reason(why)


def check_not_recalled(filing: Filing) -> None:
    """Raises `report_recalled`: what its own unit has taken back is not received, and need not be returned."""
    if filing.handling is Handling.RECALLED:
        raise Refused(problems.RECALLED, number=filing.number, by=filing.handled_by)


def check_recall(filing: Filing, *, why: str | None, say: Say) -> None:
    """Raises the problem that stands against a unit's recalling its newest version: received, it stands."""
    if not filing.number:
        raise Refused(problems.NOT_CONFIRMED, **say.report)
    if filing.handling is Handling.RECEIVED:
        raise Refused(problems.RECEIVED_STANDS, number=filing.number, by=filing.handled_by)
    if filing.handling in (Handling.RETURNED, Handling.RECALLED):
        raise Refused(problems.BACK_ALREADY, number=filing.number)
    check_reason(why)


def check_narrative(narrative: str, denials: Iterable[str], events: Sequence[tuple[str, Words]], say: Say) -> None:
    """Raises `report_denies_events` where a narrative says that nothing happened, and something did.

    `events` are (when, what); `denials` the words by which the form knows such a sentence.
    """
    folded = narrative.casefold()
    found = next((each for each in denials if each.casefold() in folded), None)
    if found is not None and events:
        at, words = events[0]
        raise Refused(problems.DENIES_EVENTS, said=found, n=len(events), at=at, event=words, **say.report)


def check_remind(filing: Filing, *, now: datetime, closes_at: datetime, say: Say) -> None:
    """Raises the problem that stands against a reminder: filed, not yet due, or reminded a moment ago."""
    if filing.filed or now < closes_at:
        raise Refused(problems.NOTHING_TO_REMIND, **say.report)
    if filing.reminded_at is not None and now < filing.reminded_at + REMIND_AGAIN_AFTER:
        again = say.at(filing.reminded_at + REMIND_AGAIN_AFTER)
        raise Refused(problems.REMINDED_ALREADY, by=filing.reminded_by, at=say.at(filing.reminded_at), again=again)


def check_chase(missing: int, last: tuple[str, datetime] | None, *, now: datetime, say: Say, figure: Words) -> None:
    """Raises the problem that stands against a reminder of a figure: nothing is missing, or reminded a moment ago."""
    if missing <= 0:
        raise Refused(problems.NOTHING_MISSING, **say.report, figure=figure)
    if last is not None and now < last[1] + REMIND_AGAIN_AFTER:
        by, at = last
        raise Refused(problems.REMINDED_ALREADY, by=by, at=say.at(at), again=say.at(at + REMIND_AGAIN_AFTER))


def check_reason(why: str | None) -> None:
    """Raises `report_reason_needed` for none, or one that is too long."""
    if not 0 < len((why or "").strip()) <= 200:
        raise Refused(problems.REASON_NEEDED)
