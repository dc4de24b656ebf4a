"""watch · urls: the watch now, its roster, log, handover and spot calls."""

from django.urls import include, path

from lianfang.areas.watch import console, console_change, console_log, console_roster, console_spot
from lianfang.kernel.words import w
from lianfang.shell.kinds.urls import kind_urls

app_name = "watch"
_PAGES = [
    path("", console.now_page, name="now"),
    *kind_urls(
        "watch.logged",
        columns=("what", "text", "other", "open"),
        lede=w("更正、撤回在单条记录页办理。", "A line is corrected or withdrawn on its own page."),
    ),
    path("items/<uuid:item>/", console_log.item_page, name="item"),
    path("swaps/<uuid:swap>/", console_roster.swap_page, name="swap"),
    path("calls/<uuid:call>/answer/", console_spot.answer_page, name="answer"),
    path("<str:unit>/post/", console.post_page, name="post"),
    path("<str:unit>/post/close/", console.close_page, name="post-close"),
    path("<str:unit>/log/", console_log.log_page, name="log"),
    path("<str:unit>/log/new/", console_log.new_page, name="log-new"),
    path("<str:unit>/log/<str:day>/log.pdf", console_log.log_pdf, name="log-pdf"),
    path("<str:unit>/roster/<str:day>/", console_roster.roster_page, name="roster"),
    path("<str:unit>/roster/<str:day>/roster.pdf", console_roster.roster_pdf, name="roster-pdf"),
    path("<str:unit>/swaps/new/", console_roster.swap_new_page, name="swap-new"),
    path("<str:unit>/handover/", console_change.handover_page, name="handover"),
    path("<str:unit>/spot/", console_spot.spot_page, name="spot"),
]
urlpatterns = [path("watch/", include(_PAGES))]
