"""tests · stories: a week in which figures of reports are printed, and a report is mended afterwards. All invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import psycopg
import pytest

from lianfang.areas.newspaper import queries_public
from lianfang.areas.newspaper.tests import newsroom
from lianfang.areas.publicity.card import CARD as PUBLICITY
from lianfang.areas.reporting import actions as reporting
from lianfang.areas.reporting.tests import town
from lianfang.ground.units.actions import UnitSpec
from lianfang.kernel import clock
from lianfang.kernel.recording import Recording
from lianfang.kernel.registry import REGISTRY

DAY = town.DAY
AMENDED_AT = datetime(2020, 8, 18, 9, 10, tzinfo=town.ZONE)
LATER = datetime(2020, 8, 18, 10, tzinfo=town.ZONE)
BODY = (
    "各单位一处一记。全队消毒【E1 T161 2020-08-10】点次，无一遗漏。\n\n"
    "后勤发热【H2 T161-LOG 2020-08-10】人，都已就医；全队确诊【H5 T161 2020-08-10】例。"
)


def open_week(owner: psycopg.Connection[Any], patch: pytest.MonkeyPatch, system: Any) -> None:
    """The town with its newsroom; the reports of the day are confirmed, of every unit of the team."""
    town.stand_in(owner, patch)
    publicity = replace(PUBLICITY, indicators=(), sources=(), coverages=(), gaps=(), behind={})  # the probe answers
    patch.setattr(REGISTRY, "cards", {**REGISTRY.cards, "publicity": publicity})
    town.open_tree((*town.SPECS, UnitSpec("MANAN", "team", "另一队", "Another team")))
    town.say("T161-LOG", "E1", 20, 20, 20)
    town.say("T161-D01", "E1", 8, 8, 8)
    town.say("T161-LOG", "H1", 40, 40, 40)
    town.say("T161-D01", "H1", 12, 12, 12)
    town.say("T161-LOG", "H2", 3, 40, 40)
    town.say("T161-D01", "H2", 0, 12, 12)
    town.say("C161", "G1", 0, 1, 6)
    town.say("T161", "H5", 0, 1, 1)
    for unit in ("T161-LOG", "T161-D01", "C161", "T161"):
        town.confirm(unit)
    patch.setattr(clock, "current", lambda: clock.FixedClock(newsroom.NOW))
    queries_public.clear_kept()
    newsroom.enlist(system)


def amend(value: int, *, at: datetime = AMENDED_AT, unit: str = "T161-LOG", code: str = "E1") -> None:
    """The unit's records say something else by now, and its report is amended."""
    town.say(unit, code, value, value, value)
    with town.as_role("reporter", unit) as actor:
        reporting.amend_report(actor, unit=unit, day=DAY, why="漏记一次，已核对", how=Recording(clock.FixedClock(at)))
