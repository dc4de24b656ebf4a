"""tests · campaign: the campaign's first day, loaded once in a run; tests marked `loaded` stand on a copy of it."""

from __future__ import annotations

from datetime import datetime

from lianfang.campaigns.team161 import load as team161
from lianfang.campaigns.team161.plan.shapes import SHANGHAI
from lianfang.kernel import clock

EVENING = datetime(2020, 7, 16, 18, 30, tzinfo=SHANGHAI)


def load() -> None:
    """Plays the first day into an empty database, and stops its clock there."""
    team161.load(until=EVENING)
    clock.start_campaign(EVENING, rate=0.0)
