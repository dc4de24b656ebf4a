"""supplies · tests of confirmations: whoever was handed something says so, and no stock turns on it."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from lianfang.areas.supplies import actions_moving, queries, queries_transit
from lianfang.areas.supplies.kinds_confirmation import CONFIRMATION
from lianfang.areas.supplies.problems import CONFIRMED_ALREADY
from lianfang.areas.supplies.queries_transit import Sending
from lianfang.areas.supplies.tests import moves
from lianfang.ground.access.roles import Role
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, ids, rebuild, scope
from lianfang.kernel.problems import Refused
from tests.support import entries, pages
from tests.support.at_once import at_once
from tests.support.entries import NOW, TODAY, correction, withdrawal

pytestmark = pytest.mark.django_db
STORE, CREW = "T161-LOG", "T161-D01"
receipt, issue = (partial(said, unit=STORE) for said in (moves.receipt, moves.issue))


@pytest.fixture(autouse=True)
def _afternoon(tree: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 15:40 on 10 August in the cast's tree."""
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(NOW))


@pytest.fixture
def keeper(system: Any) -> Client:
    return pages.browser(system, Role.KEEPER, STORE)


@pytest.fixture
def site(system: Any) -> Client:
    return pages.browser(system, Role.SITE, CREW)


def _handed(system: Any, **more: Any) -> Any:
    """Two thermometers were issued to a crew."""
    one = issue(2, "thermometer", to_unit=CREW, **more)
    entries.accepted(system, receipt(20, "thermometer", at=NOW - timedelta(days=5)), one)
    return one


def _one(system: Any) -> Sending:
    with scope.acting(system):
        (found,) = queries_transit.handed(system, units.unit(system, STORE), NOW)
    return found


def _confirm(one: Any) -> str:
    return f"/supplies/issues/{one.id}/"


def _sent(client: Client, address: str, **said: Any) -> Any:
    form = client.get(address).context["form"]
    blank = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    return client.post(address, {**blank, **said})


def test_an_issue_waits_for_the_unit_that_has_it(system: Any, keeper: Client, site: Client) -> None:
    one = _handed(system, at=NOW - timedelta(days=4))
    store = pages.text(keeper.get("/supplies/"))
    assert "未确认 4 天" in store
    assert f"{CREW} 领用测温仪 2个，还没有确认" in store, "whom it waits for, and that it is long ago"
    assert _confirm(one) not in store, "whoever issued it does not confirm it"
    for address in ("/supplies/", "/"):
        said = pages.text(site.get(address))
        assert _confirm(one) in said, address
    assert keeper.get(_confirm(one)).status_code in (403, 404)
    assert pages.browser(system, Role.KEEPER, "MANAN").get(_confirm(one)).status_code == 404
    assert _sent(site, _confirm(one)).status_code == 302
    found = _one(system)
    assert (found.came, found.by, found.waits) == (2, 0, False)
    assert "已确认" in pages.text(keeper.get("/supplies/"))
    assert _confirm(one) not in pages.text(site.get("/"))
    assert "已确认" in pages.text(site.get(_confirm(one)), 409)
    with scope.acting(system):
        row = CONFIRMATION.model.objects.get()
        (durable,) = queries.durables(system, units.unit(system, STORE), TODAY)
    assert (row.unit, row.quantity, row.lot, row.recorded_by) == (CREW, 2, "L1", "site-t161-d01")
    assert (durable.on_hand, durable.in_use) == (18, 2), "no stock turns on it"


def test_in_english_too(system: Any) -> None:
    one = _handed(system)
    english = pages.browser(system, Role.SITE, CREW, lang="en")
    assert "2 pcs of thermometers were issued to Drilling crew 1: confirm that you have them" in pages.text(
        english.get("/")
    )
    assert pages.title(english.get(_confirm(one))) == "Confirm 2 pcs of thermometers"
    assert "Issues and who has confirmed them" in pages.text(english.get("/supplies/"))


def test_who_keeps_no_store_confirms_from_the_home_page(system: Any) -> None:
    one = issue(1, "thermometer", to_unit="C161")
    entries.accepted(system, receipt(20, "thermometer"), one)
    grid = pages.browser(system, Role.GRID, "C161")
    assert "已发给 一六一队小区，请确认领到" in pages.text(grid.get("/"))
    assert grid.get("/supplies/").status_code == 403
    answer = _sent(grid, _confirm(one))
    assert (answer.status_code, answer.headers["location"]) == (302, "/")


def test_an_officer_above_may_confirm_and_is_not_asked_to(system: Any) -> None:
    one = _handed(system)
    officer, manager = (
        pages.browser(system, role, unit) for role, unit in ((Role.OFFICER, "T161"), (Role.SITE, "T161-P01"))
    )
    assert _confirm(one) not in pages.text(officer.get("/"))
    assert _confirm(one) in pages.text(manager.get("/")), "who works above it on the spot is"
    assert _sent(officer, _confirm(one)).status_code == 302


def test_a_difference_is_said_and_seen_by_both(system: Any, keeper: Client, site: Client) -> None:
    one = _handed(system)
    assert "请写明原因" in pages.text(_sent(site, _confirm(one), quantity="1"), 422)
    assert _sent(site, _confirm(one), quantity="1", note="一个开不了机，已退").status_code == 302
    for client in (keeper, site):
        said = pages.text(client.get("/supplies/"))
        assert "差 −1个" in said
        assert "一个开不了机" in said


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_confirmation_is_corrected_and_withdrawn_and_follows_the_issue(system: Any) -> None:
    one = _handed(system)
    said = moves.confirmation(2, of=one, unit=CREW)
    entries.accepted(system, said, fewer := correction(said, {**said.data, "quantity": 1, "note": "少一个"}))
    assert _one(system).by == -1
    entries.accepted(system, right := correction(one, {**one.data, "quantity": 1}))
    assert (_one(system).entry, _one(system).by) == (right.id, 0)
    entries.accepted(system, withdrawal(fewer))
    assert (_one(system).came, _one(system).waits) == (None, True)
    assert rebuild.compare(connections["owner"]) == []


def test_an_issue_that_was_confirmed_is_not_taken_back(system: Any, keeper: Client, site: Client) -> None:
    one = _handed(system)
    assert _sent(site, _confirm(one)).status_code == 302
    assert "已收到其中 2个" in pages.text(keeper.get(f"/supplies/issue/{one.id}/withdraw/"), 409)
    unsaid = issue(1, "mask", lot="M1")
    entries.accepted(system, receipt(5, lot="M1"), unsaid)
    pages.text(keeper.get(f"/supplies/issue/{unsaid.id}/withdraw/"))
    pages.text(keeper.get(f"/supplies/issue/{unsaid.id}/correct/"))


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_of_two_who_confirm_at_once_the_second_is_told(system: Any) -> None:
    one = _handed(system)

    def confirm() -> Any:
        with scope.acting(system):
            return actions_moving.confirm(system, entry=ids.mint(NOW), issue=one.id, quantity=Decimal(2))

    (refused,) = [each for each in at_once(confirm, confirm) if isinstance(each, Refused)]
    assert refused.problem is CONFIRMED_ALREADY
    assert _one(system).times == 1


def test_only_what_the_playbook_names_and_since_it_does(system: Any) -> None:
    entries.accepted(
        system, receipt(100), issue(5, to_unit=CREW), receipt(5, "thermometer"), issue(1, "thermometer"),
        issue(1, "thermometer", to_unit=STORE),
    )  # fmt: skip
    with scope.acting(system):
        assert queries_transit.handed(system, units.unit(system, STORE), NOW) == []


def test_a_sheet_of_confirmations_is_asked_as_the_page_is(system: Any, site: Client) -> None:
    one = _handed(system)
    line = {
        "单位": CREW, "发生时间": "2020-08-10 15:00", "物资": "测温仪", "批号": "L1", "数量": "2", "计量单位": "个",
        "出库记录": str(one.id),
    }  # fmt: skip
    rows = [{**line, "数量": "1"}, line, {**line, "发生时间": "2020-08-10 15:20"}, {**line, "批号": "L7"}]
    made = io.StringIO()
    sheet = csv.DictWriter(made, list(line))
    sheet.writeheader()
    sheet.writerows(rows)
    file = SimpleUploadedFile("confirmed.csv", made.getvalue().encode(), "text/csv")
    answer = site.post("/supplies/confirmation/import/", {"sheet": file})
    said = pages.text(answer, answer.status_code)
    assert "已记录 1 行，3 行未记录" in said
    assert "请写明原因" in said
    assert "已确认" in said
    assert "请按发出记录填写" in said
    pages.text(site.get("/supplies/confirmation/"))
    assert _one(system).came == 2
