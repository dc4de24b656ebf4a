"""campaigns · team161.plan.tests: the acts of the days; reproducible, in order, and wrong only where planned."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from lianfang.campaigns.team161.plan import IRREGULARITIES, LIGHT, Plan, ScriptedAct, Volume, build
from lianfang.campaigns.team161.plan.moments import at, reporting_day
from lianfang.campaigns.team161.plan.script import days
from lianfang.campaigns.team161.plan.shapes import DEMO_DAY, FIRST_DAY, LAST_DAY
from lianfang.playbook import load

PLAYBOOK = load(Path(__file__).resolve().parents[5] / "playbooks" / "covid-2020")
DEMO_NOW = at(DEMO_DAY, 16, 40)
PLAN = build()


@cache
def _acts() -> list[ScriptedAct]:
    """Those of all days, made once."""
    return list(days(PLAN))


def _planned(code: str) -> list[tuple[date, str]]:
    return [(each.day, each.unit) for each in IRREGULARITIES if each.code == code]


def _reports(action: str) -> list[ScriptedAct]:
    return [act for act in _acts() if act.action == f"reporting.{action}"]


def _of(kind: str) -> list[ScriptedAct]:
    return [act for act in _acts() if act.kind == kind]


@pytest.mark.parametrize("seed", [1, 161])
def test_same_seed_same_script(seed: int) -> None:
    last = FIRST_DAY + timedelta(days=2)
    one, two = build(seed), build(seed)
    assert one == two
    assert list(days(one, last=last)) == list(days(two, last=last))
    assert list(days(build(seed + 1), last=last)) != list(days(one, last=last))


def test_a_day_alone_is_the_day_in_the_whole() -> None:
    for day in (DEMO_DAY, date(2020, 7, 30)):
        assert list(days(PLAN, day, day)) == [act for act in _acts() if act.at.date() == day]


def test_acts_are_in_order_and_whole() -> None:
    assert all(a.at <= b.at for a, b in pairwise(_acts()))
    assert _acts()[0].at.date() == FIRST_DAY
    assert _acts()[-1].at.date() == LAST_DAY
    logins = {login.login for login in PLAN.logins}
    units = {unit.code for unit in PLAN.units}
    places = {place.code for place in PLAN.places}
    for act in _acts():
        assert act.at.tzinfo is not None
        assert act.happened_at <= act.at
        assert act.actor in logins
        assert act.unit in units
        assert act.place is None or act.place in places
        assert act.person is None or 0 <= act.person < len(PLAN.people)
        assert json.loads(json.dumps(act.data)) == act.data


def test_actors_stay_within_their_units() -> None:
    """Who records is placed at the unit or above it; nobody records for a neighbour."""
    parent = {unit.code: unit.parent for unit in PLAN.units}
    home = {login.login: login.unit for login in PLAN.logins}
    for actor, unit in {(act.actor, act.unit) for act in _acts()}:
        above: str | None = unit
        while above not in (None, home[actor]):
            above = parent[above] if above else None
        assert above == home[actor], (actor, unit)


def test_volume_is_sensible() -> None:
    until_demo = sum(act.at <= DEMO_NOW for act in _acts())
    assert 30_000 < until_demo < 50_000
    few = build(volume=Volume(residents=False, gate=10))
    assert len(list(days(few, DEMO_DAY, DEMO_DAY))) < len(list(days(PLAN, DEMO_DAY, DEMO_DAY)))
    assert PLAN.volume is LIGHT


def test_supplies_are_exactly_as_stated() -> None:
    received: Counter[str] = Counter()
    left: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for act in _acts():
        if not act.kind.startswith("supplies."):
            continue
        lot = (act.data["item"], act.data["lot"])
        if act.kind == "supplies.receipt":
            assert "maker" not in act.data
            received[act.data["item"]] += act.data["quantity"]
            left[lot] += Decimal(str(act.data["quantity"]))
        elif act.kind == "supplies.issue":
            left[lot] -= Decimal(str(act.data["quantity"]))
            assert left[lot] >= 0
        else:
            difference = left[lot] - Decimal(str(act.data["counted"]))
            planned = (act.at.date(), act.unit) in _planned("stocktake_difference")
            assert difference == 0 or (planned and act.data["item"] == "mask" and difference == 12)
            left[lot] -= difference
    stated = {r["item"]: r["value"] for r in PLAN.facts.stated["supplies_reserved"]}
    assert received == stated
    assert stated["mask"] == 11000
    assert stated["disposable-medical-gloves"] == 900


def test_store_has_something_to_tell_on_the_demo_day() -> None:
    """One item falls below fourteen days of cover, the reserve lasts to the end, one lot expires soon."""
    use: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for act in _acts():
        if act.kind == "supplies.receipt":
            left[act.data["item"]] += act.data["quantity"]
        elif act.kind == "supplies.issue" and act.at <= DEMO_NOW:
            left[act.data["item"]] -= act.data["quantity"]
            if act.at.date() > DEMO_DAY - timedelta(days=7):
                use[act.data["item"]] += act.data["quantity"]
    warn = float(PLAYBOOK.number("supplies_warn_days", DEMO_DAY))
    assert {item for item in left if left[item] * 7 < warn * use[item]} == {"protective-suit"}
    assert all(use[item] for item in left)
    early = DEMO_DAY + timedelta(days=int(PLAYBOOK.number("expiry_early_days", DEMO_DAY)))
    near = {a.data["lot"] for a in _of("supplies.receipt") if a.data.get("expires_on", "9") <= early.isoformat()}
    assert near & {act.data["lot"] for act in _acts() if act.kind == "supplies.issue" and act.at.date() == DEMO_DAY}


def test_stocktake_differences_are_there() -> None:
    noted = [act.at.date() for act in _of("supplies.stocktake") if "note" in act.data]
    assert noted == [day for day, _ in _planned("stocktake_difference")]


def test_official_figures_are_the_published_ones() -> None:
    figures = {act.at.date(): act.data for act in _of("tracing.official_figures")}
    for row in PLAN.facts.official:
        if FIRST_DAY <= row.day <= LAST_DAY:
            data = figures[row.day]
            assert (data["confirmed_cumulative"], data["cured_cumulative"], data["dead_cumulative"]) == (
                row.confirmed,
                row.cured,
                row.dead,
            )
            assert data["area"] == "650100"
    assert figures[DEMO_DAY]["confirmed_cumulative"] == 796
    checks = Counter(act.at.date() for act in _of("tracing.channel_check"))
    assert set(checks.values()) == {1}
    assert len(checks) == (LAST_DAY - FIRST_DAY).days + 1


def test_three_rounds_a_day_but_for_the_planned_gaps() -> None:
    done: Counter[tuple[date, str]] = Counter()
    for act in _of("sanitation.disinfection"):
        assert act.place
        if act.action == "record":
            done[(act.happened_at.date(), act.place)] += 1
    gaps = {(e.day, e.place) for e in IRREGULARITIES if e.code == "missed_round"}
    silent = {unit for _, unit in _planned("silent_site")}
    for day in (FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1)):
        for place in PLAN.places:
            if place.rounds and place.unit not in silent:
                assert done[(day, place.code)] == (2 if (day, place.code) in gaps else 3), (day, place)


def test_doses_are_in_range_but_for_the_planned_ones() -> None:
    wrong = [
        (act.happened_at.date(), act.place)
        for act in _of("sanitation.disinfection")
        if not PLAYBOOK.rule(f"dose.{act.data['object']}")
        .on(act.at.date())
        .chlorine_mg_per_l.holds(act.data["available_chlorine_mg_per_l"])
    ]
    assert wrong == [(e.day, e.place) for e in IRREGULARITIES if e.code in ("correction", "dose_out_of_range")]


def test_corrections_name_what_they_correct() -> None:
    labels = {act.label: act for act in _acts() if act.label}
    later = [act for act in _acts() if act.corrects]
    assert [act.action for act in later] == ["correct", "withdraw"]
    for act in later:
        first = labels[str(act.corrects)]
        assert (first.kind, first.unit, first.place, first.person) == (act.kind, act.unit, act.place, act.person)
        assert first.at < act.at
        assert act.note


def _confirmed(plan: Plan) -> dict[tuple[date, str], datetime]:
    del plan
    return {(date.fromisoformat(act.data["date"]), act.unit): act.at for act in _reports("confirm")}


def test_reports_are_due_each_day_and_missing_only_where_planned() -> None:
    filed = _confirmed(PLAN)
    missing = set(_planned("missing_report")) | set(_planned("silent_site"))
    late = set(_planned("late_report"))
    for unit in PLAN.units:
        kind = PLAYBOOK.unit_kind(unit.kind)
        if "daily" not in kind.files or kind.level is None:
            continue
        for day in (FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1)):
            here = (day, unit.code)
            assert (here in filed) == (here not in missing), here
            if here in filed:
                assert filed[here] >= PLAYBOOK.window(day).closes_at
                assert (filed[here] > PLAYBOOK.due_at(kind.level, day)) == (here in late), here
    reasons = {(date.fromisoformat(a.data["date"]), a.unit) for a in _reports("confirm") if "late_reason" in a.data}
    assert reasons == late


def test_a_report_is_received_once_more_after_each_amendment() -> None:
    received = Counter((act.data["date"], act.unit) for act in _reports("receive"))
    amended = {(act.data["date"], act.unit) for act in _reports("amend")}
    returned = {(act.data["date"], act.unit) for act in _reports("return")}
    assert returned == {(day.isoformat(), unit) for day, unit in _planned("returned_report")}
    for act in _reports("confirm"):
        here = (act.data["date"], act.unit)
        assert received[here] == (2 if here in amended - returned else 1)


def test_everybody_is_measured_but_for_the_planned_gaps() -> None:
    measured: dict[tuple[date, str], set[int]] = defaultdict(set)
    for act in _of("screening.temperature_check"):
        assert act.person is not None
        measured[(reporting_day(act.happened_at), act.unit)].add(act.person)
    for unit in PLAN.units:
        for day in (FIRST_DAY + timedelta(days=n) for n in range(1, (LAST_DAY - FIRST_DAY).days + 1)):
            if unit.staff:
                gap = PLAN.irregular("unverified_zero", day, unit.code)
                silent = (day, unit.code) in _planned("silent_site")
                expected = 0 if silent else unit.staff - (gap.persons if gap else 0)
                assert len(measured[(day, unit.code)]) == expected, (day, unit.code)
    for day, code in _planned("unverified_zero"):
        threshold = PLAYBOOK.coverage_percent("daily", "H2", day)
        assert 100 * len(measured[(day, code)]) < threshold * len(PLAN.staff_of(code))


def test_evenings_are_read_where_the_mode_asks_for_them() -> None:
    """Every unit, each evening from the day on which the team is strengthened until it recovers."""
    modes = {(act.data["from_day"], act.unit): act.data["mode"] for act in _acts() if act.action == "duties.set_mode"}
    assert modes["2020-07-17", "T161"] == "strengthened"
    assert modes["2020-07-18", "C161"] == "closed"
    assert modes["2020-09-05", "T161"] == "recovery"
    silent = set(_planned("silent_site")) | set(_planned("unverified_zero")) | set(_planned("offline_site"))
    evening: dict[tuple[date, str], set[int | None]] = defaultdict(set)
    for act in _of("screening.temperature_check"):
        if act.happened_at.hour >= 16:
            evening[reporting_day(act.happened_at), act.unit].add(act.person)
    for day in (date(2020, 7, 17), DEMO_DAY, date(2020, 9, 4)):
        for unit in PLAN.units:
            if unit.staff and (day, unit.code) not in silent:
                assert len(evening[day, unit.code]) == unit.staff, (day, unit.code)


def test_all_sixteen_sites_go_on_working() -> None:
    """The article: 有条不紊地持续生产、持续工作; work as usual only after the notice."""
    status = _of("resumption.site_status")
    assert {act.data["mode"] for act in status} == {"working", "limited"}
    assert {act.data["mode"] for act in status if act.at.date() == LAST_DAY} == {"working"}
    assert all("合成" in act.data["note"] for act in status if act.data["mode"] == "limited")


def test_a_site_tells_its_county_and_the_estate_its_community() -> None:
    hosts = {unit.code: unit.authority for unit in PLAN.units}
    told = {(act.unit, act.data["whom"]) for act in _acts() if act.action == "incidents.tell"
            and act.data["to"] == "community" and "演练" not in act.data["whom"]}  # fmt: skip
    assert told
    assert all(whom == (hosts[unit] or "队值班室") for unit, whom in told), told
    assert hosts["C161"] == "马南社区"
    assert all("合成" in hosts[unit.code] for unit in PLAN.units if unit.kind in ("project_dept", "drill_crew"))


def test_nobody_has_a_fever_but_the_one_at_the_gate() -> None:
    fever = PLAYBOOK.number("fever_celsius", DEMO_DAY)
    hot = [act for act in _acts() if Decimal(str(act.data.get("celsius", 0))) >= fever]
    [(day, unit)] = _planned("gate_fever_negative")
    assert [(act.at.date(), act.unit, act.kind) for act in hot] == [(day, unit, "screening.gate_passage")]
    again = [act for act in _of("screening.temperature_check") if act.data["remeasure"]]
    assert [act.person for act in again] == [hot[0].person] * 2
    assert all(reporting_day(act.at) == day for act in again)


def test_silent_site_records_nothing() -> None:
    [(day, unit)] = _planned("silent_site")
    assert not [
        act
        for act in _acts()
        if act.unit == unit and reporting_day(act.happened_at) == day and "reporting" not in act.action
    ]


def test_offline_site_comes_the_next_morning() -> None:
    [(day, unit)] = _planned("offline_site")
    late = [act for act in _acts() if act.unit == unit and act.at.date() > act.happened_at.date()]
    assert {reporting_day(act.happened_at) for act in late} == {day}
    assert {act.at.date() for act in late} == {day + timedelta(days=1)}
    assert len({act.kind for act in late}) >= 3


def test_constant_values_are_all_alike() -> None:
    [(day, unit)] = _planned("constant_values")
    alike = [a for a in _of("screening.temperature_check") if a.unit == unit and a.at.date() == day and a.at.hour < 12]
    assert {(act.at, act.data["celsius"]) for act in alike} == {(at(day, 8, 0), 36.5)}


def test_demo_moment_has_something_open() -> None:
    """At 16:40 of the demo day one site is late, one round was missed, one zero is unverified, units are still due."""
    filed = {act.unit for act in _reports("confirm") if act.data["date"] == DEMO_DAY.isoformat() and act.at <= DEMO_NOW}
    sites = {unit.code for unit in PLAN.units if unit.kind in ("project_dept", "drill_crew")}
    assert sites - filed == {"T161-D04"}
    others = {unit.code for unit in PLAN.units if PLAYBOOK.unit_kind(unit.kind).level == "unit"}
    assert filed & others
    assert others - filed
    assert {e.code for e in IRREGULARITIES if e.day == DEMO_DAY} == {"missed_round", "late_report", "unverified_zero"}


def test_dates_are_the_articles() -> None:
    campaign = PLAN.facts.stated["campaign"]
    assert campaign["from"] == FIRST_DAY
    assert (campaign["to"] - campaign["from"]).days + 1 == 50
    assert PLAN.facts.stated["resumption"]["back_to_work"] == LAST_DAY
    assert PLAYBOOK.working_calendar.is_working(LAST_DAY)
    assert _acts()[0].at.astimezone(UTC) < _acts()[-1].at.astimezone(UTC)
    assert {act.at.date() for act in _of("resumption.site_status")} >= {FIRST_DAY, DEMO_DAY, LAST_DAY}
    per_day = Counter(act.at.date() for act in _of("resumption.site_status"))
    assert Counter(per_day.values()) == {16: (LAST_DAY - FIRST_DAY).days, 15: 1}
