"""campaigns · tests of publicity: the script's acts hold, each by its login, and leave what the demonstration shows."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from lianfang.areas.publicity import queries, queries_posting, queries_rumour
from lianfang.areas.publicity.rules import Hanging
from lianfang.campaigns.team161 import steps
from lianfang.campaigns.team161.plan import build
from lianfang.campaigns.team161.plan.publicity import BEGINS, publicity
from lianfang.campaigns.team161.plan.shapes import DEMO_DAY, SHANGHAI
from lianfang.kernel import clock, ids, scope
from lianfang.shell.texts.life import Standing

NOW = datetime(2020, 8, 10, 16, 40, tzinfo=SHANGHAI)


@pytest.mark.loaded
@pytest.mark.django_db
def test_every_act_holds_and_something_waits_for_everybody() -> None:
    plan, labels = build(), dict[str, UUID]()
    days = [BEGINS + timedelta(days=n) for n in range((DEMO_DAY - BEGINS).days + 1)]
    acts = sorted((act for day in days for act in publicity(plan, day)), key=lambda act: act.at)
    for number, act in enumerate(acts):
        if act.label:
            labels[act.label] = ids.seeded_mint(f"told/{number}")(act.at)
        with clock.standing_at(act.at):
            steps.do(act, ids.seeded_mint(f"told/{number}"), labels)
    system = scope.system_actor("look")
    with scope.acting(system), clock.standing_at(NOW):
        hanging = {each.state(NOW) for each in queries_posting.slots(system, NOW)}
        assert hanging == {Hanging.OUT, Hanging.EXPIRED, Hanging.OVERDUE, Hanging.WAITS, Hanging.DOWN}
        standing = [each.standing for each in queries.texts(system)]
        assert (standing.count(Standing.DRAFT), standing.count(Standing.PROOFED)) == (1, 1)
        assert standing.count(Standing.APPROVED) == 3
        assert [each.text.text.title for each in queries.showing(system, "T161-OFFICE-B1", NOW, "screen")]
        assert {str(each.standing) for _, each in queries_rumour.register(system, under="")} == {"received", "closed"}
