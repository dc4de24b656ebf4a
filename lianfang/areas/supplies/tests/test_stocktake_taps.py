"""supplies · a stocktake on a phone holds: nine lots as booked are counted by a few taps, and nothing is typed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from lianfang.areas.supplies.kinds_stocktake import STOCKTAKE
from lianfang.areas.supplies.tests.moves import receipt
from lianfang.ground.access.roles import Role
from lianfang.kernel import clock, scope
from lianfang.kernel.scope import Actor
from tests.support import entries, thumb
from tests.support.entries import NOW

STORE, LOTS = "T161-LOG", 9


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore:No directory at")
@pytest.mark.parametrize(
    ("lang", "count", "nine", "same", "rest", "done"),
    [
        ("zh-hans", "盘点", "9 批", "账实相符", "其余账实相符，记录", "已记录盘点 9 批"),
        ("en", "Take stock", "9 lots", "as booked", "All the rest as booked: record", "9 lots counted"),
    ],
)
def test_nine_lots_as_booked_take_no_more_than_ten_taps(
    browser: Browser, live_server: Any, tree: dict[str, str], system: Actor, monkeypatch: pytest.MonkeyPatch,
    lang: str, count: str, nine: str, same: str, rest: str, done: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(NOW))
    start = NOW - timedelta(days=9)
    entries.accepted(system, *(receipt(100 + n, lot=f"L{n}", at=start, unit=STORE) for n in range(LOTS)))
    page = thumb.phone(browser, live_server.url, system, Role.KEEPER, STORE, lang=lang)
    page.goto(live_server.url)
    page.get_by_role("link", name=count, exact=True).first.click()
    expect(page.locator("h1")).to_contain_text(nine)
    assert thumb.faults(page) == []
    page.get_by_label(same).first.check()
    page.get_by_role("button", name=rest).click()
    expect(page.get_by_text(done)).to_be_visible()
    assert thumb.taps(page) <= 10
    assert not thumb.keys(page)
    page.context.close()
    with scope.acting(system):
        assert sorted(int(each.counted) for each in STOCKTAKE.model.objects.all()) == [100 + n for n in range(LOTS)]
