"""tests · house: `lianfang playbook check` refuses what nobody could fulfil, with file, line and the way out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lianfang.areas.duties.checks import registered
from lianfang.kernel.registry import REGISTRY
from lianfang.playbook import Fault, check
from tests.support.declared import RIVER_TOWN

ROOT = Path(__file__).resolve().parents[2] / "playbooks"
COVID, STREET = "covid-2020", "chikungunya-2025"
WATER = "    kind: records.standing_water"

# playbook, file, old, new -> code, and what the line of the fault holds
PLAN = "source: plan_6\n    mark: F\n    verified: false\n    valid_from: 2020-03-"
CASES = [
    (COVID, "duties.yaml", "role: keeper\n", "role: gate\n", "duty_role", "role: gate"),
    (COVID, "duties.yaml", "role: keeper\n", "role: mayor\n", "unknown_role", "role: mayor"),
    (COVID, "duties.yaml", "drill_crew: site}", "drill_crew: gate}", "duty_role", "drill_crew: gate"),
    (COVID, "duties.yaml", "kind: tracing.channel_check", "kind: tracing.look", "unknown_kind", "kind: tracing.look"),
    (COVID, "duties.yaml", "sort: person, kinds: [project_dept", "sort: place, kinds: [hotel, project_dept",
     "unknown_place_kind", "project_dept"),
    (COVID, "duties.yaml", "targets: {sort: place, kinds: [waste_point]}", "targets: {sort: person, kinds: [team]}",
     "duty_target", "sort: person"),
    (COVID, "duties.yaml", "where: {remeasure: false}", "where: {again: false}", "duty_field", "again: false"),
    (COVID, "duties.yaml", "where: {remeasure: false}", 'where: {remeasure: "no"}', "duty_value", "remeasure:"),
    (COVID, "duties.yaml", "window_field: round", "window_field: turn", "duty_field", "window_field: turn"),
    (COVID, "duties.yaml", "told_by: watch.handover_unsigned", "told_by: watch.asleep", "unknown_gap", "told_by:"),
    (COVID, "doubts.yaml", "field: celsius", "field: fahrenheit", "duty_field", "field: fahrenheit"),
    (COVID, "alerts.yaml", "watch.roster_gap]", "watch.nobody]", "unknown_gap", "watch.nobody"),
    (COVID, "alerts.yaml", "{role: officer, at: team, within_minutes: 5}",
     "{role: mayor, at: team, within_minutes: 5}", "unknown_role", "role: mayor"),
    (COVID, "units.yaml", "level: site, files: [daily],", "level: site, files: [],", "form_not_filed", "filled_by"),
    (COVID, "procedures/e01-fever.yaml", "owner: grid", "owner: mayor", "choice", "owner: mayor"),
    (STREET, "duties.yaml", "role: grid\n        kind: records.standing_water", "role: gate\n    " + WATER, "duty_role",
     "role: gate"),
    (STREET, "records/standing_water.yaml", "[residence, household,", "[roof, household,", "duty_place_kind",
     "kinds: [residence"),
    (STREET, "records/standing_water.yaml", "[residence, household,", "[roof, residence, household,",
     "unknown_place_kind", "roof"),
    (STREET, "places.yaml", "within: [residence, village_house]", "within: [residence, household, flat]",
     "unknown_place_kind", "flat"),
    (STREET, "places.yaml", "en: residential building}, within: []", "en: residential building}, within: [household]",
     "within_loop", "code: residence"),
    (COVID, "playbook.yaml", "Asia/Shanghai", "Asia/Tokyo", "timezone_other", "timezone"),
    (STREET, "indicators.yaml", "code: V2", "code: V1", "duplicate_code", "code: V1"),
    (STREET, "indicators.yaml", "code: V2", "code: H1", "indicator_taken", "code: H1"),
    (STREET, "indicators.yaml", "code: V2", "code: H5", "duplicate_code", "indicator: H5"),
    (COVID, "cases.yaml", "indicator: H7", "indicator: H1", "indicator_taken", "indicator: H1"),
    (COVID, "cases.yaml", "indicator: H7", "indicator: H6", "duplicate_code", "indicator: H6"),
    (COVID, "cases.yaml", "indicator: H7", "indicator: H9", "unknown_indicator", "indicator: H7"),
    (COVID, "thresholds.yaml", ", quote: 垃圾日积日清", "", "quote_missing", "mark: S"),
    (COVID, "duties.yaml", "quote: 垃圾日积日清,不留死角", "quote: 垃圾每日五点清运", "quote_unknown", "五点"),
    (COVID, "duties.yaml", "quote: 物业公司员工", "quote: 物业公司全体员工", "quote_unknown", "全体"),
    (COVID, "procedures/e04-contact-notice.yaml", PLAN + "07", PLAN + "06", "before_source", "2020-03-06"),
    (COVID, "procedures/e01-fever.yaml", "owner_by_unit: {estate: gate, project_dept: site, drill_crew: site}",
     "owner_by_unit: {estate: gate}", "post_vacant", "owner: grid"),
    (COVID, "procedures/e01-fever.yaml", "{estate: gate,", "{estate: gate, office: gate,", "post_vacant", "office"),
    (COVID, "procedures/e01-fever.yaml", "{estate: gate,", "{camp: gate,", "unknown_unit_kind", "camp"),
    (COVID, "procedures/e13-data-leak.yaml", "owner: inspector", "owner: auditor", "step_role", "owner: auditor"),
    (COVID, "duties.yaml", "role_by_unit: {project_dept: site, drill_crew: site}\n        kind: screening.roll_call",
     "role_by_unit: {project_dept: site}\n        kind: screening.roll_call", "post_vacant", "role: grid"),
    (COVID, "units.yaml", "leads: [commander,", "leads: [gate, commander,", "lead_without_post", "leads"),
    (COVID, "forms/daily.yaml", "headline: {words: {zh: 发热,", "cumulates: true\n        headline: {words: {zh: 发热,",
     "form_sums_state", "cumulates: true"),
    (STREET, "forms/daily.yaml", "{indicator: V7,", "{cumulates: true, indicator: V7,", "form_sums_state",
     "indicator: V7"),
    (STREET, "records/larvicide.yaml", "code: larvicide_bti", "code: larvicide_granule", "duplicate_code",
     "larvicide_granule"),
]  # fmt: skip


# Of the playbook of invention: a record of incidents, and the duty that it fulfils.
VISIT, ABOUT = "records/follow_up_visit.yaml", "{sort: incident, kinds: [e01]}"
OF_THINGS = [
    (VISIT, ABOUT, "{sort: accident, kinds: [e01]}", "record_target_sort", "sort: accident"),
    (VISIT, ABOUT, "{sort: watch, kinds: [town]}", "record_target_sort", "sort: watch"),
    (VISIT, "kinds: [e01]", "kinds: [e01, e09]", "record_target_unknown_kind", "e09"),
    (VISIT, ABOUT, "{sort: incident}", "record_target_no_kinds", "target:"),
    (VISIT, "kinds: [e01]}", "kinds: [e01], optional: true}", "record_target_always", "optional"),
    (VISIT, "distinct: incident", "distinct: accident", "record_unknown_field", "distinct: accident"),
    (VISIT, ABOUT, "{sort: unit}", "duty_target", "sort: incident"),
    ("duties.yaml", ABOUT, "{sort: incident, kinds: [e02]}", "duty_place_kind", "e02"),
    ("duties.yaml", ABOUT, "{sort: place, kinds: [well]}", "duty_target", "sort: place"),
    ("duties.yaml", "{sort: place, kinds: [well]}", ABOUT, "duty_target", "sort: incident"),
    ("procedures/e01-diarrhoea.yaml", "event: E01", "event: E03", "record_target_unknown_kind", "e01"),
]  # fmt: skip


def _spoilt(folder: Path, playbook: str | Path, file: str, old: str, new: str) -> tuple[list[Fault], Path]:
    copy = Path(shutil.copytree(ROOT / playbook, folder / "spoilt"))
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return check(copy, REGISTRY.indicators().keys() - REGISTRY.declared, registered()), copy


@pytest.mark.parametrize(("playbook", "file", "old", "new", "code", "at"), CASES)
def test_what_nobody_could_fulfil_is_refused_at_its_line(
    tmp_path: Path, playbook: str | Path, file: str, old: str, new: str, code: str, at: str
) -> None:
    faults, copy = _spoilt(tmp_path, playbook, file, old, new)
    found = [each for each in faults if each.code == code]
    assert found, faults
    assert len(set(faults)) == len(faults)  # each is told once
    lines = [(copy / each.file).read_text(encoding="utf-8").splitlines()[each.line - 1] for each in found]
    assert any(at in line for line in lines), (found, lines)


@pytest.mark.parametrize(("file", "old", "new", "code", "at"), OF_THINGS)
def test_a_record_of_a_thing_that_nobody_knows_is_refused_at_its_line(
    tmp_path: Path, file: str, old: str, new: str, code: str, at: str
) -> None:
    test_what_nobody_could_fulfil_is_refused_at_its_line(tmp_path, RIVER_TOWN, file, old, new, code, at)


def test_the_playbook_of_invention_holds() -> None:
    assert check(RIVER_TOWN, REGISTRY.indicators().keys() - REGISTRY.declared, registered()) == []


def test_a_refusal_says_the_way_out(tmp_path: Path) -> None:
    faults, _ = _spoilt(tmp_path, COVID, "duties.yaml", "role: keeper\n", "role: gate\n")
    [fault] = [each for each in faults if each.code == "duty_role"]
    assert "these may: keeper" in fault.en
    assert "supplies.stocktake" in fault.zh
