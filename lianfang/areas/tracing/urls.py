"""tracing · urls: what the authorities published, and the pages of the three kinds."""

from django.urls import include, path

from lianfang.areas.tracing import console
from lianfang.kernel.words import w
from lianfang.shell.kinds.urls import kind_urls

app_name = "tracing"
_PAGES = [
    path("", console.overview_page, name="overview"),
    *kind_urls(
        "tracing.channel_check",
        columns=("channel", "checked_for", "found"),
        lede=w(
            "当日未核查官方渠道的，不得报零：每天至少一次。",
            "No zero without a check of the official channel: at least once a day.",
        ),
    ),
    *kind_urls(
        "tracing.official_notice",
        columns=("subject", "count", "doc_source"),
        totals=("count",),
        lede=w("只登记官方通报；不写姓名，不自行认定。", "Official notices only; no names, no judgement of our own."),
    ),
    *kind_urls(
        "tracing.official_figures",
        columns=("area", "confirmed_cumulative", "cured_cumulative", "dead_cumulative"),
        lede=w(
            "发生时间填公布日；数据截至日另填“统计日期”。",
            "The time of an entry is the day of publication; the day counted up to is a field of its own.",
        ),
    ),
]
urlpatterns = [path("tracing/", include(_PAGES))]
