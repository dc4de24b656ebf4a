"""publicity · policy: what the playbook in force says of answering and of knowing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from lianfang.areas.publicity.sections import AnsweringPart, KnowledgePart, Sheet
from lianfang.kernel import clock
from lianfang.kernel.words import Words
from lianfang.playbook import current
from lianfang.playbook.known import known_words
from lianfang.playbook.shapes import Known, NoRuleOn, Source

# A tip's words end in any case: where a playbook says nothing, these days of the house hold.
KEPT_DAYS, KEPT_DAYS_MOST = 90, 365
# Where a playbook names no hours nothing is late; a far time says so without a second way to ask.
_NEVER = timedelta(days=36_500)


def answer_by(received_at: datetime) -> datetime:
    """By when a rumour of that moment has a finding."""
    return received_at + _hours("rumour_answer_hours", received_at)


def take_by(received_at: datetime) -> datetime:
    """By when somebody follows a tip of that moment."""
    return received_at + _hours("tip_answer_hours", received_at)


def kept_until(received_at: datetime, closed_at: datetime | None) -> datetime:
    """Until when a tip's words are kept: so long after it was closed, and never longer than the longest time."""
    most = received_at + timedelta(days=_days("tip_kept_days_most", received_at, KEPT_DAYS_MOST))
    if closed_at is None:
        return most
    return min(most, closed_at + timedelta(days=_days("tip_kept_days", received_at, KEPT_DAYS)))


def kept_days(now: datetime) -> tuple[int, int]:
    """Days after closing, and days in all, for which a tip of now will be kept."""
    return _days("tip_kept_days", now, KEPT_DAYS), _days("tip_kept_days_most", now, KEPT_DAYS_MOST)


def rumour_hours(now: datetime) -> int | None:
    """The hours within which a rumour of now is to be answered; None where the playbook names none."""
    found = _value("rumour_answer_hours", now)
    return None if found is None else int(found)


def sheets() -> Sequence[Sheet]:
    """Every sheet of the playbook in force, in its order."""
    return current().part(KnowledgePart).knowledge


def sheet(code: str) -> Sheet | None:
    return next((each for each in sheets() if each.code == code), None)


def source(code: str) -> Source:
    """A document of the playbook."""
    return current().source(code)


def known(said: Known) -> Words:
    """How a statement of the playbook is known, in words."""
    return known_words(current(), said)


def today(now: datetime) -> date:
    return clock.day_of(now).date


def _hours(code: str, at: datetime) -> timedelta:
    found = _value(code, at)
    return _NEVER if found is None else timedelta(hours=found)


def _days(code: str, at: datetime, otherwise: int) -> int:
    found = _value(code, at)
    return otherwise if found is None else int(found)


def _value(code: str, at: datetime) -> float | None:
    rule = next((each for each in current().part(AnsweringPart).answering if each.code == code), None)
    try:
        return None if rule is None else float(rule.on(clock.day_of(at).date).value)
    except NoRuleOn:
        return None
