"""records · urls: the pages of the kinds that the playbook declares."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import URLPattern, include, path

from lianfang.playbook.records import RecordKind
from lianfang.playbook.start import at_start
from lianfang.shell.kinds.urls import kind_urls

app_name = "records"


def pages_of(declared: Iterable[RecordKind]) -> list[URLPattern]:
    """Lists, forms, import and export of some kinds."""
    return [
        page
        for each in declared
        for page in kind_urls(each.code, columns=each.shown, totals=_totals(each), lede=each.help)
    ]


def _totals(each: RecordKind) -> tuple[str, ...]:
    """The numbers that a counter adds up as they are: summed under the list, too."""
    summed = [counter.sum for counter in each.counters if counter.sum and not counter.where]
    return tuple(dict.fromkeys(summed))


urlpatterns = [path("records/", include(pages_of(at_start().records)))]
