"""supplies · urls: the store's pages, and the pages of its kinds."""

from django.urls import include, path

from lianfang.areas.supplies import console, console_moving
from lianfang.areas.supplies.queries_asked import asked
from lianfang.kernel.words import w
from lianfang.shell.kinds.urls import kind_urls

app_name = "supplies"
_PAGES = [
    path("", console.stock_page, name="stock"),
    path("stock/<str:unit>/", console.stocktake_page, name="stocktake"),
    path("stock/<str:unit>/<str:item>/", console.item_page, name="item"),
    path("stock/<str:unit>/<str:item>/receive/", console.receive_page, name="receive"),
    path("stock/<str:unit>/<str:item>/issue/", console.issue_page, name="issue"),
    path("stock/<str:unit>/<str:item>/remove/", console_moving.remove_page, name="remove"),
    path("stock/<str:unit>/<str:item>/handback/", console_moving.handback_page, name="handback"),
    path("transfers/<uuid:transfer>/", console_moving.arrive_page, name="arrive"),
    path("issues/<uuid:entry>/", console_moving.confirm_page, name="confirm"),
    # What came already is not taken back or sent elsewhere; before the pages of these kinds, at their addresses.
    *(
        path(f"{noun}/<uuid:entry>/{does}/", page, {"code": f"supplies.{noun}"})
        for noun in ("transfer", "issue")
        for does, page in (("correct", console_moving.correct_sent), ("withdraw", console_moving.withdraw_sent))
    ),
    path("differences/<uuid:stocktake>/", console.explain_page, name="explain"),
    *kind_urls(
        "supplies.receipt",
        columns=("item", "lot", "quantity", "quantity_unit", "expires_on"),
        lede=w("每一批的来路", "Where each lot came from"),
        asks=asked,
    ),
    *kind_urls(
        "supplies.issue",
        columns=("item", "lot", "quantity", "quantity_unit", "to_unit"),
        lede=w("领出使用；先到期先出", "What was handed out for use; first to expire, first out"),
        asks=asked,
    ),
    *kind_urls(
        "supplies.stocktake",
        columns=("item", "lot", "counted", "quantity_unit", "note"),
        lede=w("与账面不同的，经他人批准后入账", "Differences are booked once somebody else approves them"),
        asks=asked,
    ),
    *kind_urls("supplies.difference_explained", slug="difference", columns=("reason",)),
    *kind_urls(
        "supplies.disposal",
        columns=("item", "lot", "quantity", "quantity_unit", "why"),
        lede=w("不计入日均使用", "Not counted as use"),
        asks=asked,
    ),
    *kind_urls(
        "supplies.return",
        columns=("item", "lot", "quantity", "quantity_unit", "supplier"),
        lede=w("不计入日均使用", "Not counted as use"),
        asks=asked,
    ),
    *kind_urls(
        "supplies.loss",
        columns=("item", "lot", "quantity", "quantity_unit", "note"),
        lede=w("不计入日均使用", "Not counted as use"),
        asks=asked,
    ),
    *kind_urls(
        "supplies.transfer",
        columns=("item", "lot", "quantity", "quantity_unit", "to_unit"),
        lede=w(
            "调入单位收货前为在途，不在任何一方的可用库存里",
            "On its way until it is taken in: in nobody's usable stock",
        ),
        asks=asked,
    ),
    *kind_urls(
        "supplies.arrival",
        columns=("item", "lot", "quantity", "quantity_unit", "note"),
        lede=w("从“单位间调拨”收货", "Taken in from the list “Between stores”"),
        asks=asked,
    ),
    *kind_urls(
        "supplies.confirmation",
        columns=("item", "lot", "quantity", "quantity_unit", "note"),
        lede=w("领用单位确认领到；不影响库存", "Confirmed by the receiving unit; stock is unchanged"),
        asks=asked,
    ),
    *kind_urls("supplies.handback", columns=("item", "lot", "quantity", "quantity_unit", "from_unit"), asks=asked),
]
urlpatterns = [path("supplies/", include(_PAGES))]
