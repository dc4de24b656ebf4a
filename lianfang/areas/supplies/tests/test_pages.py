"""supplies · pages hold: what runs out first, the keeper's three acts, the sheet, and differences until explained."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from lianfang.areas.supplies import actions, queries
from lianfang.areas.supplies.kinds_difference_explained import DIFFERENCE_EXPLAINED
from lianfang.areas.supplies.kinds_issue import ISSUE
from lianfang.areas.supplies.kinds_receipt import RECEIPT
from lianfang.areas.supplies.kinds_stocktake import STOCKTAKE
from lianfang.areas.supplies.problems import ALREADY_EXPLAINED, NO_DIFFERENCE, NOTHING_COUNTED, OWN_COUNT
from lianfang.areas.supplies.tests.moves import OFFICER, count, issue, receipt
from lianfang.ground.access.roles import Role
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, ids, scope
from lianfang.kernel.problems import Refused
from tests.support import entries, pages
from tests.support.entries import NOW

pytestmark = pytest.mark.django_db
STORE = "T161-LOG"
MASK = f"/supplies/stock/{STORE}/mask/"
_MOST_QUERIES = 20


@pytest.fixture(autouse=True)
def _afternoon(tree: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 15:40 on 10 August in the cast's tree."""
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(NOW))


@pytest.fixture
def keeper(system: Any) -> Client:
    return pages.browser(system, Role.KEEPER, STORE)


@pytest.fixture
def officer(system: Any) -> Client:
    return pages.browser(system, Role.OFFICER, "T161")


def _stocked(system: Any, *more: Any) -> None:
    """A thousand masks in two lots, twenty issued on each of the last days; ten suits, two a day."""
    start = NOW - timedelta(days=9)
    drafts = [
        receipt(400, lot="L1", at=start, expires_on="2020-10-01", unit=STORE),
        receipt(600, lot="L2", at=start, expires_on="2022-01-01", unit=STORE),
        receipt(20, "protective-suit", at=start, unit=STORE),
    ]
    for back in range(7):
        at = NOW - timedelta(days=back, hours=2)
        drafts += [issue(20, lot="L1", at=at, unit=STORE), issue(2, "protective-suit", at=at, unit=STORE)]
    entries.accepted(system, *drafts, *more)


def _sent(client: Client, address: str, **said: Any) -> Any:
    form = client.get(address).context["form"]
    blank = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    return client.post(address, {**blank, **said})


def test_the_title_says_what_runs_out_first(keeper: Client, system: Any) -> None:
    assert pages.title(keeper.get("/supplies/")) == "还没有入库记录"
    _stocked(system)
    assert pages.title(keeper.get("/supplies/")) == "可用天数最少：防护服，3 天；1 种低于储备线"
    english = pages.browser(system, Role.KEEPER, STORE, lang="en")
    assert pages.title(english.get("/supplies/")) == "Shortest cover: protective suits, 3 days; 1 below the line"


def test_an_unknown_use_is_said_to_be_unknown(keeper: Client, system: Any) -> None:
    entries.accepted(system, receipt(11000, unit=STORE))
    answer = keeper.get("/supplies/")
    assert pages.title(answer) == "1 种物资在库，可用天数未知：近 7 日没有出库"
    assert "未知" in pages.text(answer)
    assert "∞" not in pages.text(answer)


def test_issuing_chooses_the_lot_that_expires_first(keeper: Client, system: Any) -> None:
    _stocked(system)
    page = keeper.get(f"{MASK}issue/")
    assert page.context["form"]["lot"].value() == "L1"
    answer = _sent(keeper, f"{MASK}issue/", quantity="15", to_unit="t161-prop")
    assert answer.status_code == 302
    with scope.acting(system):
        newest = ISSUE.model.objects.filter(item="mask").latest("recorded_at", "occurred_at")
    assert (newest.lot, newest.quantity, newest.to_unit) == ("L1", Decimal(15), "T161-PROP")


def test_more_than_a_lot_has_is_asked_about_once_and_then_recorded_as_it_was(keeper: Client, system: Any) -> None:
    _stocked(system)
    said = pages.text(_sent(keeper, f"{MASK}issue/", quantity="300"))
    assert "账面上批号 L1 只有 260个" in said
    assert "L1 × 260；L2 × 40" in said
    with scope.acting(system):
        assert ISSUE.model.objects.filter(quantity=300).count() == 0
    assert _sent(keeper, f"{MASK}issue/", quantity="300", as_said="on").status_code == 302
    page = pages.text(keeper.get("/supplies/"))
    assert "账面为负（-40）" in page


def test_receiving_and_what_does_not_hold(keeper: Client, system: Any) -> None:
    answer = _sent(keeper, f"{MASK}receive/", lot="L9", quantity="5000", expires_on="2022-02-28", source="专项采购")
    assert answer.status_code == 302
    with scope.acting(system):
        row = RECEIPT.model.objects.get()
    assert (row.lot, row.quantity, str(row.expires_on), row.source) == ("L9", Decimal(5000), "2022-02-28", "专项采购")
    assert "须为整数" in pages.text(_sent(keeper, f"{MASK}receive/", lot="L9", quantity="1.5"), 422)
    assert "须大于 0" in pages.text(_sent(keeper, f"{MASK}receive/", lot="L9", quantity="0"), 422)
    assert "请填写" in pages.text(_sent(keeper, f"{MASK}receive/", lot="", quantity="5"), 422)


def test_the_same_form_sent_twice_is_recorded_once(keeper: Client, system: Any) -> None:
    form = keeper.get(f"{MASK}receive/").context["form"]
    sent = {"entry": form["entry"].value(), "lot": "L1", "quantity": "5", "quantity_unit": "个"}
    assert [keeper.post(f"{MASK}receive/", sent).status_code for _ in range(2)] == [302, 302]
    with scope.acting(system):
        assert RECEIPT.model.objects.count() == 1


def test_the_sheet_records_what_was_counted_and_leaves_the_rest(keeper: Client, system: Any) -> None:
    _stocked(system)
    address = f"/supplies/stock/{STORE}/"
    page = keeper.get(address)
    assert pages.title(page) == "盘点表：后勤，3 批"
    assert "监盘人" in pages.text(page), "on paper there is room for the pen"
    assert _sent(keeper, address, counted0="248").status_code == 302
    with scope.acting(system):
        row = STOCKTAKE.model.objects.get()
    assert (row.lot, row.counted, row.book) == ("L1", Decimal(248), Decimal(260))
    assert "没有填写任何实点数" in pages.text(_sent(keeper, address), 422)
    assert "须为整数" in pages.text(_sent(keeper, address, counted0="1.5"), 422)


def test_lots_as_booked_are_ticked_and_only_differences_typed(keeper: Client, system: Any) -> None:
    _stocked(system)
    address = f"/supplies/stock/{STORE}/"
    assert "又填了 5" in pages.text(_sent(keeper, address, same0="on", counted0="5"), 422)
    assert _sent(keeper, address, same0="on").status_code == 302
    with scope.acting(system):
        row = STOCKTAKE.model.objects.get()
    assert (row.lot, row.counted, row.book) == ("L1", Decimal(260), Decimal(260))
    assert _sent(keeper, address, counted1="590", rest="1").status_code == 302
    with scope.acting(system):
        counts = {(each.item, each.lot): each.counted for each in STOCKTAKE.model.objects.order_by("recorded_at", "pk")}
    assert counts == {("mask", "L1"): 260, ("mask", "L2"): 590, ("protective-suit", "L1"): 6}


def test_as_booked_is_the_figure_that_the_sheet_showed(keeper: Client, system: Any) -> None:
    """Whoever counts 260 while somebody takes 20 has counted 260."""
    _stocked(system)
    address = f"/supplies/stock/{STORE}/"
    form = keeper.get(address).context["form"]
    shown = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    entries.accepted(system, issue(20, lot="L1", at=NOW, unit=STORE))
    assert keeper.post(address, {**shown, "same0": "on"}).status_code == 302
    with scope.acting(system):
        assert STOCKTAKE.model.objects.get().counted == 260


def test_a_difference_waits_until_somebody_else_approves_it(keeper: Client, officer: Client, system: Any) -> None:
    """domain B10, row 4: the books stay as they are, and both numbers are shown meanwhile."""
    counted = count(248, lot="L1", unit=STORE)
    _stocked(system, counted)
    words = "口罩 批号 L1 实点比账面少 12个"
    said = pages.text(keeper.get("/supplies/"))
    assert words in said
    assert "账面 260，实点 248" in said
    explain = f"/supplies/differences/{counted.id}/"
    assert keeper.get(explain).status_code == 403, "who keeps the store does not approve its differences"
    assert words in pages.text(officer.get("/supplies/"))
    assert words in pages.text(officer.get("/")), "it waits on the home page of whoever may approve it"
    assert pages.title(keeper.get(MASK)).startswith("口罩结存 860个")
    assert "请写明原因" in pages.text(_sent(officer, explain, reason=""), 422)
    assert _sent(officer, explain, reason="一箱破损已报废，漏记出库").status_code == 302
    assert words not in pages.text(officer.get("/supplies/"))
    assert pages.title(keeper.get(MASK)).startswith("口罩结存 848个")
    with scope.acting(system):
        assert DIFFERENCE_EXPLAINED.model.objects.get().stocktake == counted.id


def test_a_count_that_nobody_approved_gives_way_to_the_next(keeper: Client, system: Any) -> None:
    _stocked(system, count(248, lot="L1", unit=STORE, at=NOW - timedelta(minutes=90)), count(260, lot="L1", unit=STORE))
    said = pages.text(keeper.get("/supplies/"))
    assert "实点比账面" not in said
    assert pages.title(keeper.get(MASK)).startswith("口罩结存 860个")


def _refusal(act: Any) -> Any:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.problem


def test_only_a_difference_can_be_explained_and_only_once(system: Any) -> None:
    fits, differs = count(260, lot="L1", unit=STORE), count(10, "protective-suit", unit=STORE)
    _stocked(system, fits, differs)

    def explain(stocktake: Any, by: Any = OFFICER) -> Any:
        return actions.explain_difference(by, entry=ids.mint(NOW), stocktake=stocktake, reason="漏记一笔")

    with scope.acting(system):
        assert _refusal(lambda: explain(differs.id, system)) is OWN_COUNT
        assert _refusal(lambda: actions.take_stock(system, unit=STORE, counts=[])) is NOTHING_COUNTED
    with scope.acting(OFFICER):
        assert _refusal(lambda: explain(fits.id)) is NO_DIFFERENCE
        assert _refusal(lambda: explain(ids.mint(NOW))) is NO_DIFFERENCE
        explain(differs.id)
        assert _refusal(lambda: explain(differs.id)) is ALREADY_EXPLAINED


def test_an_item_page_has_its_lots_in_turn_and_all_that_moved(officer: Client, system: Any) -> None:
    _stocked(system, count(248, lot="L1", unit=STORE), issue(7, lot="L2", to_unit="T161-PROP", unit=STORE))
    answer = officer.get(MASK)
    said = pages.text(answer)
    assert pages.title(answer).startswith("口罩结存 853个，可用 ")
    assert said.index("先出这一批") < said.index("收发盘记录")
    assert "−12 待批准" in said
    assert "物业公司" in said, "a receiving unit is called by its name"


def test_stock_of_a_day_that_is_past_stays_as_it_was(keeper: Client, system: Any) -> None:
    _stocked(system)
    assert pages.title(keeper.get("/supplies/?day=2020-08-03")) == "2 种物资在库，可用天数未知：近 7 日没有出库"


def test_the_figures_of_page_and_report_are_the_same(system: Any) -> None:
    _stocked(system)
    from lianfang.areas.supplies.indicators import SOURCES

    with scope.acting(system):
        unit = units.unit(system, STORE)
        figures = entries.measured(SOURCES[0].sql, entries.TODAY)[STORE]
        stock = queries.stock(system, unit, entries.TODAY)
    assert figures["w1_value"] == min(each.days for each in stock if each.days is not None)
    assert figures["w2_expected"] == len(stock)


def test_the_pages_of_the_kinds_answer(officer: Client, system: Any) -> None:
    _stocked(system)
    for slug in ("receipt", "issue", "stocktake", "difference", "disposal", "return", "loss", "transfer", "arrival"):
        pages.text(officer.get(f"/supplies/{slug}/"))
    pages.text(officer.get("/supplies/receipt/new/"))


def test_who_has_no_business_here_is_told_so(keeper: Client, system: Any) -> None:
    _stocked(system)
    assert Client().get("/supplies/").status_code == 302
    stranger = pages.browser(system, Role.KEEPER, "MANAN")
    for address in (f"/supplies/?unit={STORE}", MASK, f"{MASK}issue/", f"/supplies/stock/{STORE}/"):
        assert stranger.get(address).status_code == 404, address
    reporter = pages.browser(system, Role.REPORTER, STORE)
    pages.text(reporter.get(MASK))
    assert reporter.get(f"{MASK}issue/").status_code == 403
    assert pages.browser(system, Role.GRID, "C161").get("/supplies/").status_code == 403
    assert keeper.get(f"/supplies/stock/{STORE}/gold/").status_code == 404
    for query, status in (("day=tomorrow", 404), ("day=9999-01-01", 404), ("day=soon", 422), ("day=1999-01-01", 404)):
        pages.text(keeper.get(f"/supplies/?{query}"), status)


def test_the_pages_ask_few_questions(officer: Client, system: Any, django_assert_max_num_queries: Any) -> None:
    _stocked(system)
    for address in ("/supplies/", MASK):
        officer.get(address)
        with django_assert_max_num_queries(_MOST_QUERIES):
            pages.text(officer.get(address))
