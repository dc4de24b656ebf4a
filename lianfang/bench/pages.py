"""bench · pages: how long the server works for a page, and how many questions it asks the database.

In-process through Django's own handler, so that the figure is the server's time and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianfang.bench import seed
from lianfang.bench.report import Line, p95
from lianfang.ground.access.models import User
from lianfang.kernel import clock

TIMES = 200  # of thirty, two that something else disturbed would be the 95th percentile
QUERIES_MOST = 20
SECONDS_MOST = 0.05
DAY = seed.LAST_DAY.date().isoformat()


@dataclass(frozen=True, slots=True)
class Taken:
    """What a page took: the 95th percentile of its seconds, and its queries."""

    seconds: float
    queries: int


def addresses() -> dict[str, str]:
    """The pages that the issue names, as the superior of the whole tree opens them."""
    return {
        "command_page": f"/command/?unit={seed.ROOT}&day={DAY}",
        "missing_board": f"/reporting/board/{seed.ROOT}/{DAY}/",
        "unit_report": f"/reporting/{seed.leaves(1)[0]}/{DAY}/",
    }


def measure() -> dict[str, Taken]:
    """Opens each page as one who is signed in."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username="bench"), backend="django.contrib.auth.backends.ModelBackend")
    return {name: _taken(client, address) for name, address in addresses().items()}


def _taken(client: Client, address: str) -> Taken:
    def open_page() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")

    with clock.standing_at(seed.NOW):
        open_page()
        with CaptureQueriesContext(connection) as asked:
            open_page()
        queries = len(asked)  # the next request empties the log
        return Taken(p95(open_page, TIMES), queries)


def lines(short: dict[str, Taken], long: dict[str, Taken]) -> list[Line]:
    """For each page: against its 50 ms, its 20 queries, and against the same page over the short ledger."""
    made = []
    for name, taken in long.items():
        made.append(Line(f"{name}_p95", taken.seconds, "s", SECONDS_MOST, 1.0, at_least=False))
        made.append(Line(f"{name}_queries", taken.queries, "queries", QUERIES_MOST, 1.0, at_least=False))
        made.append(Line(f"{name}_long_to_short", taken.seconds, "s", short[name].seconds, 1.5, at_least=False))
    return made


def status(work: Callable[[], object]) -> Line:
    """`lianfang status` for every unit of the tree, without the start of Python."""
    return Line("status_all_units", p95(work, 5), "s", 0.5, 1.0, at_least=False)
