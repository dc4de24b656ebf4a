"""supplies · urls: the store's pages, and the pages of its kinds."""

from django.urls import include, path

from lianfang.areas.supplies import console
from lianfang.kernel.words import w
from lianfang.shell.kinds.urls import kind_urls

app_name = "supplies"
_PAGES = [
    path("", console.stock_page, name="stock"),
    path("stock/<str:unit>/", console.stocktake_page, name="stocktake"),
    path("stock/<str:unit>/<str:item>/", console.item_page, name="item"),
    path("stock/<str:unit>/<str:item>/receive/", console.receive_page, name="receive"),
    path("stock/<str:unit>/<str:item>/issue/", console.issue_page, name="issue"),
    path("differences/<uuid:stocktake>/", console.explain_page, name="explain"),
    *kind_urls(
        "supplies.receipt",
        columns=("item", "lot", "quantity", "quantity_unit", "expires_on"),
        lede=w("每一批的来路", "Where each lot came from"),
    ),
    *kind_urls(
        "supplies.issue",
        columns=("item", "lot", "quantity", "quantity_unit", "to_unit"),
        lede=w("先到期先出", "First to expire, first out"),
    ),
    *kind_urls(
        "supplies.stocktake",
        columns=("item", "lot", "counted", "quantity_unit", "note"),
        lede=w("以实盘数更新账面数，差异须说明", "The count becomes the book figure; differences are explained"),
    ),
    *kind_urls("supplies.difference_explained", slug="difference", columns=("reason",)),
]
urlpatterns = [path("supplies/", include(_PAGES))]
