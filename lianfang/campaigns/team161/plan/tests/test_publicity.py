"""campaigns · tests of the demonstration's publicity: what it begins with, and what waits on its day."""

from __future__ import annotations

from datetime import datetime, timedelta

from lianfang.campaigns.team161.plan import LIGHT, build
from lianfang.campaigns.team161.plan.publicity import BEGINS, publicity
from lianfang.campaigns.team161.plan.shapes import DEMO_DAY, FIRST_DAY, LAST_DAY, SHANGHAI, ScriptedAct

PLAN = build(161, LIGHT)


def _acts() -> list[ScriptedAct]:
    days = (FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1))
    return [act for day in days for act in publicity(PLAN, day)]


def test_nothing_is_told_before_the_estate_was_closed() -> None:
    assert min(act.at for act in _acts()) >= datetime(BEGINS.year, BEGINS.month, BEGINS.day, tzinfo=SHANGHAI)


def test_what_an_act_refers_to_came_before_it_and_at_most_three_days_before() -> None:
    made: dict[str, datetime] = {}
    for act in sorted(_acts(), key=lambda each: each.at):
        for name in ("text", "posting", "rumour"):
            named = act.data.get(name) or (act.data.get("data") or {}).get(name)
            if isinstance(named, str) and named.startswith("publicity/"):
                assert timedelta(0) < act.at - made[named] < timedelta(days=3), act
        if act.label:
            made[act.label] = act.at


def test_everything_that_is_made_up_says_so_and_every_place_is_there() -> None:
    places = {each.code for each in PLAN.places}
    logins = {each.login for each in PLAN.logins}
    for act in _acts():
        assert act.actor in logins, act
        if act.action == "publicity.write":
            assert "演示" in act.data["data"]["body"], "a text says that it is of the demonstration"
        if act.action == "publicity.rumour":
            assert act.data["data"]["claim"].startswith("（合成）")
        if act.action == "publicity.plan":
            assert {*act.data["data"].get("places", ())} <= places
        if act.photo:
            assert act.place in places


def test_something_waits_on_the_day_of_the_demonstration() -> None:
    acts = _acts()
    planned = sum(len(a.data["data"].get("places", ())) for a in acts if a.action == "publicity.plan")
    posted = sum(a.photo for a in acts if a.action == "publicity.post")
    assert posted < planned, "a place is not covered"
    signed = {a.data["text"] for a in acts if a.action == "publicity.sign"}
    waiting = [a.label for a in acts if a.action == "publicity.write" and a.at.date() == DEMO_DAY]
    assert len(waiting) == 2
    assert not signed & {*waiting}
    closed = {a.data["rumour"] for a in acts if a.action == "publicity.settle"}
    assert [a.label for a in acts if a.action == "publicity.rumour" and a.label not in closed]
