"""sanitation · pages hold: the title answers, what is missing comes first, and nobody reads what is not theirs."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianfang.areas.sanitation import console_mixing
from lianfang.areas.sanitation.kinds_disinfection import DISINFECTION
from lianfang.areas.sanitation.tests.said import cleared, done
from lianfang.ground.access.roles import Role
from lianfang.ground.places import actions as places
from lianfang.ground.places import labels
from lianfang.ground.places.actions import PlaceSpec
from lianfang.ground.testing import OPENED_AT
from lianfang.kernel import clock, scope
from lianfang.kernel.entries import Proof
from lianfang.kernel.vocabulary import DECLARED, Term
from lianfang.kernel.words import w
from lianfang.playbook import current
from lianfang.playbook.current import working_by
from lianfang.playbook.shapes import Range
from tests.support import entries, pages, slots
from tests.support.entries import NOW, TODAY

pytestmark = pytest.mark.django_db
UNIT = "T161-PROP"
_MOST_QUERIES = 20
_PLACES = ("LIFT1", "lift", "一号电梯", "Lift 1"), ("WASTE1", "waste_point", "一号垃圾站", "Waste point 1")


@pytest.fixture(autouse=True)
def estate(tree: dict[str, str], system: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lift and a waste point of the property company; it is 15:40 on 10 August."""
    specs = [PlaceSpec(f"C161-{code}", kind, UNIT, zh, en) for code, kind, zh, en in _PLACES]
    with scope.acting(system):
        places.open_places(system, specs, opened_at=OPENED_AT, at=clock.FixedClock(OPENED_AT + timedelta(hours=1)))
    slots.derived(TODAY)
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(NOW))


@pytest.fixture
def worker(system: Any) -> Client:
    return pages.browser(system, Role.PROPERTY, UNIT)


def _record(system: Any, *drafts: Any) -> None:
    entries.accepted(system, *drafts)


def _lift(hours: float, **more: Any) -> Any:
    return done(unit=UNIT, place="C161-LIFT1", at=NOW - timedelta(hours=hours), **more)


def _bin(hours: float, **more: Any) -> Any:
    return cleared(unit=UNIT, place="C161-WASTE1", at=NOW - timedelta(hours=hours), **more)


def test_nothing_recorded_is_said_as_missed_and_never_as_done(worker: Client, system: Any) -> None:
    # Three rounds at two places: the evening's and the morning's are past, the noon round's time is over and it can
    # still be made good.
    assert pages.title(worker.get("/sanitation/")) == "消毒：应做 6，已做 0，未做 4，逾期 2"
    english = pages.browser(system, Role.PROPERTY, UNIT, lang="en")
    assert pages.title(english.get("/sanitation/")) == "Disinfection: 0 of 6 done, 4 missed, 2 overdue"


def test_a_playbook_in_which_nothing_is_treated_leaves_every_page_standing(worker: Client) -> None:
    with working_by(current().model_copy(update={"doses": (), "agents": ()})):
        for page in ("", "disinfection/new/", "waste/new/", "places/C161-LIFT1/"):
            assert worker.get(f"/sanitation/{page}").status_code == 200, page


def test_overflow_comes_first_then_what_was_missed_then_doses(worker: Client, system: Any) -> None:
    _record(system, _bin(3, overflow=True), _lift(8, contact_minutes=5))
    said = pages.text(worker.get("/sanitation/?days=1"))
    order = [
        said.index(word)
        for word in ("一号垃圾站清运前已满溢", "一号电梯 昨天 16:00—22:00未做", "一号电梯 今早 05:00—10:00剂量超出范围")
    ]
    assert order == sorted(order)


def test_two_rounds_minutes_apart_are_doubtful_and_never_called_false(worker: Client, system: Any) -> None:
    _record(system, _lift(4.7), _lift(4.6))  # 10:58 and 11:04: the morning and the noon round
    answer = worker.get("/sanitation/?days=1")
    assert pages.title(answer).endswith("疑似 2")
    assert "is-doubtful" in pages.text(answer)
    assert "一号电梯 今早 05:00—10:00疑似：两轮间隔过短" in pages.text(answer)
    assert "假" not in pages.text(answer)


def test_each_cell_leads_to_its_proof(worker: Client, system: Any) -> None:
    with scope.acting(system):
        label = labels.labels_of(system, labels.PLACE, ["C161-LIFT1"])["C161-LIFT1"].token
    one = replace(_lift(8, evidence="scanned"), proof=Proof(label))
    _record(system, one)
    said = pages.text(worker.get("/sanitation/?days=1"))
    cell = re.search(rf'<a class="lf-c is-done" href="(/sanitation/disinfection/{one.id}/)" title="([^"]*)"', said)
    assert cell is not None
    assert "现场扫码" in cell.group(2)
    assert "84消毒液 500 mg/L 30 分钟" in cell.group(2)
    assert pages.title(worker.get(cell.group(1))).startswith("用84消毒液消毒电梯轿厢")


def test_a_round_is_two_taps_filled_in_as_it_was_done_before(worker: Client, system: Any) -> None:
    _record(system, _lift(30, available_chlorine_mg_per_l=400, contact_minutes=40))
    page = worker.get("/sanitation/places/C161-LIFT1/")
    assert pages.title(page) == "一号电梯：今天 11:00—15:00 消毒"
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    answer = worker.post("/sanitation/places/C161-LIFT1/", sent)
    assert answer.status_code == 302
    assert worker.post("/sanitation/places/C161-LIFT1/", sent).status_code == 302, "sent twice, recorded once"
    with scope.acting(system):
        (row,) = DISINFECTION.model.objects.filter(day="2020-08-10")
    assert (row.unit, row.chlorine_mg_per_l, row.contact_minutes) == (UNIT, 400, 40)
    assert row.recorded_by == "property-t161-prop"


def test_a_first_round_is_proposed_by_the_dose_and_what_does_not_hold_is_said_at_its_field(worker: Client) -> None:
    page = worker.get("/sanitation/places/C161-WASTE1/")
    form = page.context["form"]
    assert (form["object"].value(), form["available_chlorine_mg_per_l"].value()) == ("waste_point", 500)
    sent = {"entry": form["entry"].value(), "object": "waste_point", "agent": "84", "contact_minutes": "9999"}
    said = pages.text(worker.post("/sanitation/places/C161-WASTE1/", sent), 422)
    assert "不能大于 1440" in said


def test_a_bucket_is_calculated(worker: Client) -> None:
    said = pages.text(worker.get("/sanitation/?target=500&litres=10&stock=5"))
    assert "量取原液 100 mL，加水至 10 L，得 500 mg/L" in said
    assert "原液浓度低于目标浓度" in pages.text(worker.get("/sanitation/?target=60000&litres=10&stock=5"))
    assert "三个数都要填" in pages.text(worker.get("/sanitation/?target=-1&litres=x&stock="))
    assert "洁厕灵" in said, "what must never be mixed stands beside it"


def test_where_no_chlorine_is_used_no_bucket_is_offered_and_amounts_are_said(
    worker: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    (told,) = DECLARED._answer
    bti = Term("bti", w("生物灭蚊幼剂", "Bti"), w("g/m³", "g/m³"), frozenset({"amount"}))
    monkeypatch.setattr(DECLARED, "_answer", [lambda name: {"bti": bti} if name == "agents" else told(name)])
    dose = current().rule("dose.lift").on(TODAY)
    low = {"chlorine_mg_per_l": None, "amounts": {"bti": Range(low=Decimal("0.2"), high=Decimal(1))}}
    monkeypatch.setattr(console_mixing, "_doses", lambda day: [(w("积水", "water"), dose.model_copy(update=low))])
    said = pages.text(worker.get("/sanitation/"))
    assert "生物灭蚊幼剂 0.2–1 g/m³" in said
    assert "原液" not in said
    assert "有效氯" not in said


def test_the_pages_of_the_kinds_answer(worker: Client, system: Any) -> None:
    _record(system, _lift(8), _bin(3, bags=4))
    for address in ("/sanitation/disinfection/", "/sanitation/waste/", "/sanitation/disinfection/new/"):
        pages.text(worker.get(address))
    assert "配制方法和浓度" in pages.text(worker.get("/sanitation/disinfection/new/"))


def test_of_a_day_without_a_checklist_nothing_is_counted(worker: Client) -> None:
    answer = worker.get("/sanitation/?day=2020-08-03&days=1")
    assert pages.title(answer) == "应做多少不知道：清单还没有生成"
    said = pages.text(answer)
    assert "这一天的清单还没有生成" in said
    assert "未做、逾期" not in said, "nobody knows whether it is 0"


def test_nonsense_in_the_address_is_as_if_it_were_not_said(worker: Client) -> None:
    for query in ("days=99", "unit=", "day="):
        pages.text(worker.get(f"/sanitation/?{query}"))
    assert worker.get("/sanitation/?unit=NOWHERE").status_code == 404
    assert worker.get("/sanitation/places/NOWHERE/").status_code == 404


def test_who_has_no_business_here_is_told_so(system: Any) -> None:
    stranger = pages.browser(system, Role.REPORTER, "MANAN")
    assert stranger.get(f"/sanitation/?unit={UNIT}").status_code == 404
    assert stranger.get("/sanitation/places/C161-LIFT1/").status_code == 404
    keeper = pages.browser(system, Role.KEEPER, UNIT)
    assert keeper.get("/sanitation/").status_code == 403
    commander = pages.browser(system, Role.COMMANDER, "T161")
    assert commander.get("/sanitation/places/C161-LIFT1/").status_code == 403
    pages.text(commander.get("/sanitation/"))
    assert Client().get("/sanitation/").status_code == 302


def test_the_page_asks_few_questions(system: Any, django_assert_max_num_queries: Any) -> None:
    _record(system, _lift(8), _bin(3))
    officer = pages.browser(system, Role.OFFICER, "T161")
    officer.get("/sanitation/")
    with django_assert_max_num_queries(_MOST_QUERIES) as asked:
        pages.text(officer.get("/sanitation/?days=7"))
    assert isinstance(asked, CaptureQueriesContext)
