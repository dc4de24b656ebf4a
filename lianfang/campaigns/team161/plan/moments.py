"""campaigns · team161.moments: times of day in Shanghai, and the sources of chance of a day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from lianfang.campaigns.team161.plan.shapes import SHANGHAI, Plan

# The replay's people know when they are due; the rules themselves stand in playbooks/covid-2020/cutoffs.yaml.
DAY_CLOSES = time(16, 0)


def chance(plan: Plan, day: date, part: str) -> Random:
    """A source of chance of its own for one part of one day."""
    return Random(f"{plan.seed}/{day.isoformat()}/{part}")


def at(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A moment of the day, aware."""
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=SHANGHAI)


def between(draw: Random, start: datetime, end: datetime) -> datetime:
    """A moment from `start` up to (not including) `end`, in whole seconds."""
    return start + timedelta(seconds=draw.randrange(int((end - start).total_seconds())))


def reporting_day(moment: datetime) -> date:
    """The day in whose report the moment counts: from 16:00 on it is the next one."""
    return moment.date() + timedelta(days=1) if moment.time() >= DAY_CLOSES else moment.date()
