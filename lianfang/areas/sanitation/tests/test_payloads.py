"""sanitation · tests of payloads: what is accepted, what is refused by which field, and how it is said."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from lianfang.areas.sanitation.kinds_disinfection import AGENTS, DISINFECTION, OBJECTS, ROUNDS
from lianfang.areas.sanitation.tests.said import WORKER, cleared, done
from lianfang.kernel.entries import Draft, Proof
from lianfang.kernel.ports import PORTS
from lianfang.kernel.words import Words
from lianfang.playbook import current
from lianfang.playbook.current import working_by
from tests.support import entries

pytestmark = pytest.mark.django_db

# `interface.md`, "An entry on the wire": its data as they stand there, as bytes.
WIRE = b'{"object": "lift", "agent": "84", "available_chlorine_mg_per_l": 500, "contact_minutes": 30}'


def test_objects_and_agents_are_those_of_the_playbook() -> None:
    assert {"lift", "vomit_excreta"} <= set(OBJECTS)
    assert "ventilation" not in OBJECTS
    assert list(AGENTS) == ["84", "alcohol75", "chlorine_tablet", "other"]


def test_the_example_of_the_public_interface_is_accepted_as_it_stands() -> None:
    one = entries.draft("sanitation.disinfection", json.loads(WIRE), place="C161-B03-LIFT1", evidence="scanned")
    (receipt,) = entries.record(WORKER, replace(one, data=WIRE), by_action=False)
    assert receipt.status == "accepted"
    assert receipt.notice is not None, "without what the label says"
    other = replace(one, id=entries.draft("x", {}).id, data=WIRE, proof=Proof("as read"))
    (receipt,) = entries.record(WORKER, other, by_action=False)
    assert (receipt.status, receipt.notice) == ("accepted", None)


@pytest.mark.parametrize(
    ("one", "fields"),
    [
        (done(object="roof"), {"data.object"}),
        (done(agent="acid"), {"data.agent"}),
        (done(available_chlorine_mg_per_l=-1), {"data.available_chlorine_mg_per_l"}),
        (done(available_chlorine_mg_per_l=70_000), {"data.available_chlorine_mg_per_l"}),
        (done(available_chlorine_mg_per_l="strong"), {"data.available_chlorine_mg_per_l"}),
        (done(contact_minutes=1441), {"data.contact_minutes"}),
        (done(round=4), {"data.round"}),
        (done(round=0), {"data.round"}),
        (done(litres=0), {"data.litres"}),
        (done(lot="a\x00b"), {"data.lot"}),
        (done(by="somebody"), {"data.by"}),
        (done(place=None), {"place_required"}),
        (cleared(overflow="perhaps"), {"data.overflow"}),
        (cleared(bags=-1), {"data.bags"}),
        (cleared(bags=1.5), {"data.bags"}),
        (cleared(place=None), {"place_required"}),
        (entries.draft("sanitation.waste_clearance", {}, place="WASTE1"), {"data.overflow"}),
    ],
)
def test_what_does_not_hold_is_refused_by_its_field(one: Draft, fields: set[str]) -> None:
    assert entries.faults(WORKER, one) == fields


def test_the_rounds_are_the_windows_of_the_playbooks_duties() -> None:
    assert [words.zh for words in ROUNDS.values()] == ["早间", "午间", "晚间"]
    before, after = next(each for each in current().duties if each.indicator == "E1").versions
    dawn = after.windows[0].model_copy(update={"words": Words("黎明", "dawn")})
    own = after.model_copy(update={"windows": (*after.windows, dawn)})
    duties = [
        each.model_copy(update={"versions": (before, own)}) if each.indicator == "E1" else each
        for each in current().duties
    ]
    with working_by(current().model_copy(update={"duties": tuple(duties)})):
        entries.accepted(WORKER, done(round=4))
        assert DISINFECTION.sentence({"object": "lift", "agent": "84", "round": 4}).en.endswith("(dawn)")
    assert DISINFECTION.sentence({"object": "lift", "agent": "84", "round": 4}).en.endswith("(4)")


def test_a_dose_out_of_range_is_recorded_and_not_refused() -> None:
    entries.accepted(WORKER, done(available_chlorine_mg_per_l=5000), done(contact_minutes=0))


def test_a_round_is_said_as_people_say_it() -> None:
    said = DISINFECTION.sentence(
        {"object": "lift", "agent": "84", "available_chlorine_mg_per_l": 500, "contact_minutes": 30, "round": 1}
    )
    assert said.zh == "用84消毒液消毒电梯轿厢，有效氯 500 mg/L，作用 30 分钟（早间）"


@pytest.mark.case(40)
def test_what_contradicts_itself_or_its_place_is_asked_about_and_fulfils_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(PORTS, "known_places", lambda codes: dict.fromkeys(codes, "lift"))
    alcohol = entries.record(WORKER, done(agent="alcohol75", available_chlorine_mg_per_l=500), by_action=False)[0]
    assert alcohol.problem is not None
    (fault,) = alcohol.problem.faults
    assert (fault.path, fault.code) == ("data.available_chlorine_mg_per_l", "agent_without_chlorine")
    assert "75%" in fault.says.zh or "酒精" in fault.says.zh
    vehicle = entries.record(WORKER, done(object="vehicle"), by_action=False)[0]
    assert vehicle.problem is not None
    (fault,) = vehicle.problem.faults
    assert (fault.path, fault.code) == ("data.object", "contradicts_place")
    assert "电梯" in fault.says.zh
    for said in ({"object": "lift"}, {"object": "surface"}, {"object": "touch_points"}):
        assert entries.record(WORKER, done(**said), by_action=False)[0].problem is None, said
