"""duties · tests of what a commander says for everybody below: who has to do it sees it, and every figure has it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lianfang.areas.duties import actions
from lianfang.areas.duties.problems import MADE_ABOVE, TAKEN
from lianfang.areas.duties.tests.scene import DAY, at, derived, slots
from lianfang.ground.access.models import User
from lianfang.ground.access.queries import actor_of
from lianfang.ground.access.roles import Role
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, scope
from lianfang.kernel.expectations import branches_of, slots_of
from lianfang.kernel.recording import Recording
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor, prefix_range
from tests.support import entries, pages
from tests.support.refusals import refused

pytestmark = pytest.mark.django_db
DISINFECTION, LIFT, WASTE = "sanitation.disinfection", "C161-B01-LIFT1", "C161-WASTE1"
WINDOW = {"from_time": "05:00", "due_time": "10:00", "until_time": "16:00", "zh": "加消", "en": "extra round"}
EXTRA = {
    "duty": "extra_rounds", "zh": "加密消毒", "en": "Extra rounds", "role": "property", "kind": DISINFECTION,
    "sort": "place", "kinds": ["lift", "warehouse"], "windows": [WINDOW], "days": "every", "because": "8月9日会议",
    "from_day": DAY,
}  # fmt: skip


@pytest.fixture
def own(estate: Any, system: Actor) -> Actor:
    """The team's commander wants more rounds of everybody below; gives the property company's member of staff."""
    derived()
    with scope.acting(system):
        team = units.unit(system, "T161", day=DAY)
        actions.set_duty(system, unit=team, data=EXTRA, how=Recording(clock.FixedClock(at(4))))
    return reader(system, Role.PROPERTY, "T161-PROP")


def reader(system: Actor, role: Role, unit: str) -> Actor:
    """Whoever is signed in with a role at a unit."""
    pages.browser(system, role, unit)
    return actor_of(User.objects.get(username=f"{role}-{unit.lower()}"))


def _measured(actor: Actor, code: str, unit: str = "T161-PROP") -> tuple[Any, ...]:
    source = next(each for each in REGISTRY.sources() if code in each.codes)
    with scope.acting(actor):
        low, high = prefix_range(units.unit(actor, unit, day=DAY).path)
        found = entries.measured(source.sql, DAY, low=low, high=high)["T161-PROP"]
    return tuple(found[f"{code.lower()}_{part}"] for part in ("value", "checked", "expected"))


def test_whoever_has_to_do_it_sees_it_on_every_page(own: Actor, system: Actor) -> None:
    with scope.acting(own):
        prop = units.unit(own, "T161-PROP", day=DAY).path
        seen = slots_of(own, [DISINFECTION], [prop], [DAY], at(9))
        assert [each.target for each in seen.slots if each.duty == "extra_rounds"] == [LIFT, "C161-WH"]
        assert "加消" in {each.window.words.zh for each in branches_of(own, DISINFECTION, prop, [DAY], at(9))}
    browser = pages.browser(system, Role.PROPERTY, "T161-PROP")
    for address in (
        "/duties/",
        "/duties/list/",
        "/duties/of/extra_rounds/",
        f"/duties/slots/extra_rounds/{DAY}/1/{LIFT}/",
    ):
        assert "加密消毒" in pages.text(browser.get(address)), address


def test_a_figure_counts_what_the_pages_show(own: Actor, system: Actor) -> None:
    entries.accepted(
        own,
        entries.draft(DISINFECTION, {"object": "lift", "agent": "84"}, unit="T161-PROP", place=LIFT, at=at(8)),
        at=at(15, 40),
    )
    assert slots("extra_rounds")[LIFT, 1]["entry"] == slots("disinfection")[LIFT, 1]["entry"]
    with scope.acting(own):
        shown = slots_of(own, [DISINFECTION], [units.unit(own, "T161-PROP", day=DAY).path], [DAY], at(15, 40)).slots
    for actor in (own, system):
        done, checked, due = _measured(actor, "E1")
        assert (done, checked, due) == (2, 2, len(shown))
        assert _measured(actor, "E2") == (None, 0, 2), "of each round done, whether its dose can be judged"


def test_a_figure_by_places_has_those_of_a_duty_from_above(own: Actor, system: Actor) -> None:
    before = _measured(own, "E3")
    with scope.acting(system):
        lifts = {**EXTRA, "duty": "lift_bins", "kind": "sanitation.waste_clearance", "kinds": ["lift"]}
        team = units.unit(system, "T161", day=DAY)
        actions.set_duty(system, unit=team, data=lifts, how=Recording(clock.FixedClock(at(4))))
    after = _measured(own, "E3")
    assert (before[2], after[2]) == (1, 2)
    assert _measured(system, "E3") == after


def test_an_ended_duty_and_one_set_again_count_by_the_version_of_the_day(own: Actor, system: Actor) -> None:
    assert _measured(system, "E1")[2] == 9 + 2
    with scope.acting(system):
        team, how = units.unit(system, "T161", day=DAY), Recording(clock.FixedClock(at(4, 30)))
        later = {**EXTRA, "kind": "sanitation.waste_clearance", "from_day": DAY + timedelta(days=1)}
        actions.set_duty(system, unit=team, data=later, how=how)
        assert _measured(system, "E1")[2] == 9 + 2, "tomorrow's version is not today's"
        actions.end_duty(system, unit=team, duty="extra_rounds", because="已并入", from_day=DAY, how=how)
    assert _measured(system, "E1")[2] == 9


def test_what_excuses_and_modes_from_above_say_can_be_read_below(own: Actor, system: Actor) -> None:
    how = Recording(clock.FixedClock(at(4, 40)))
    with scope.acting(system):
        team = units.unit(system, "T161", day=DAY)
        actions.set_mode(
            system, unit=team, mode="closed", because="街道通知", from_day=DAY + timedelta(days=1), how=how
        )
    browser = pages.browser(system, Role.PROPERTY, "T161-PROP")
    assert "街道通知" in pages.text(browser.get("/duties/modes/"))


def test_what_a_unit_above_set_is_not_ended_below(own: Actor, system: Actor) -> None:
    how = Recording(clock.FixedClock(at(4, 30)))
    with scope.acting(system):
        prop = units.unit(system, "T161-PROP", day=DAY)
        with refused(MADE_ABOVE):
            actions.end_duty(system, unit=prop, duty="extra_rounds", because="太多", from_day=DAY, how=how)
    commander = pages.browser(system, Role.COMMANDER, "T161-PROP")
    said = pages.text(commander.get(f"/duties/of/extra_rounds/?unit=T161-PROP&day={DAY}"))
    assert "停止" not in said
    assert "停止" in pages.text(pages.browser(system, Role.COMMANDER, "T161").get("/duties/of/extra_rounds/"))


def test_a_code_is_of_one_duty_also_where_its_maker_is_not_seen(own: Actor, system: Actor) -> None:
    with scope.acting(system):
        log, how = units.unit(system, "T161-LOG", day=DAY), Recording(clock.FixedClock(at(4, 30)))
    commander = reader(system, Role.COMMANDER, "T161-LOG")
    other = {**EXTRA, "duty": "store_rounds"}
    with scope.acting(system):
        actions.set_duty(system, unit=units.unit(system, "T161-PROP", day=DAY), data=other, how=how)
    for code in ("extra_rounds", "store_rounds"):
        with scope.acting(commander), refused(TAKEN):
            actions.set_duty(commander, unit=log, data={**EXTRA, "duty": code}, how=how)
