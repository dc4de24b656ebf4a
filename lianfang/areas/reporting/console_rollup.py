"""reporting · console of the roll-up's downloads: every subtree directly below, however many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from lianfang.areas.reporting import exports, exports_tree, queries_board, queries_tree
from lianfang.areas.reporting.problems import ROLLUP_TOO_LONG
from lianfang.areas.reporting.queries_tree import Below, Subtree
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.clock import Day
from lianfang.kernel.problems import Refused, existing
from lianfang.kernel.scope import Actor
from lianfang.shell.documents.csv_lines import csv_download, csv_lines
from lianfang.shell.reader import signed_in

Asked = tuple[Actor, Unit, Day]
PAGE = 2_000  # subtrees that are asked for at once
# So many subtrees go on a paper and into a workbook; a CSV is written as it is read and has no limit.
MOST = {"pdf": 5_000, "xlsx": 50_000}


@signed_in
def rollup_download(
    request: HttpRequest, actor: Actor, unit: str, day: date, kind: str
) -> HttpResponse | StreamingHttpResponse:
    """The roll-up with every subtree directly below, as `csv`, `pdf` or `xlsx`.

    Raises `rollup_too_long` where a paper or a workbook would leave some of them out.
    """
    make = existing(_MAKERS.get(kind))
    return make((actor, queries_tree.top_of(actor, unit, day), clock.reporting_day(day)), kind)


def _whole_file(content_type: str, made: Callable[..., bytes]) -> Callable[[Asked, str], HttpResponse]:
    def make(asked: Asked, kind: str) -> HttpResponse:
        (actor, top, window), now = asked, clock.current().now()
        rows: list[Subtree] = []
        for each in subtrees(asked):
            if len(rows) == MOST[kind]:
                raise Refused(ROLLUP_TOO_LONG, unit=top.words, limit=f"{MOST[kind]:,}")
            rows.append(each)
        whole = queries_tree.whole(actor, top, window, now=now)
        counted = queries_board.counts(actor, window, top.path, now=now)
        body = made(top, window, whole, Below(tuple(rows), None), counted)
        response = HttpResponse(body, content_type=content_type)
        response["Content-Disposition"] = f'attachment; filename="{_name(asked, kind)}"'
        return response

    return make


def _lines(asked: Asked, kind: str) -> StreamingHttpResponse:
    actor, top, window = asked
    whole = queries_tree.whole(actor, top, window, now=clock.current().now())
    lines = csv_lines(exports_tree.rollup_rows(top, whole, subtrees(asked)))
    return csv_download(lines, _name(asked, kind))


_MAKERS: dict[str, Callable[[Asked, str], HttpResponse | StreamingHttpResponse]] = {
    "csv": _lines,
    "pdf": _whole_file("application/pdf", exports_tree.rollup_pdf),
    "xlsx": _whole_file(exports.XLSX, exports_tree.rollup_xlsx),
}


def subtrees(asked: Asked) -> Iterator[Subtree]:
    """What the unit states itself, then every subtree directly below it, asked for a page at a time."""
    (actor, top, window), now, after = asked, clock.current().now(), ""
    while True:
        page = queries_tree.below(actor, top, window, now=now, after=after, size=PAGE)
        yield from page.rows
        if page.after is None:
            return
        after = page.after


def _name(asked: Asked, kind: str) -> str:
    _, top, window = asked
    return f"{top.code}_{window.date}_rollup.{kind}"
