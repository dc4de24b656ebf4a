"""tests · the campaign is loaded in two new installations: same seed, same ledger, down to each digest.

The suite compares its first days; the whole of it is heavy by nature. The two share nothing but the code: each has
keys of its own, and its Python orders sets in its own way. The second may stop earlier than the first
(`LIANFANG_SOAK_SECOND=2020-08-03T20:00:00+08:00`): then all that was recorded until then is compared.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lianfang.config.supervisor import database
from tests.support import copies, soaking
from tests.support.running import Running

FINGERPRINT = """
from hashlib import sha256
from django.db import connection
from lianfang.kernel import scope
with scope.acting(scope.system_actor("test")), connection.cursor() as cursor:
    cursor.execute("SELECT recorded_at <= %s, digest FROM ledger_entry ORDER BY id", ["{until}"])
    rows = [(early, bytes(digest)) for early, digest in cursor]
print("LEDGER", len(rows), sha256(b"".join(digest for _, digest in rows)).hexdigest())
early = [digest for early, digest in rows if early]
print("UNTIL", len(early), sha256(b"".join(early)).hexdigest())
"""


# Until then the whole team has recorded for some hours; the campaign's last day.
FIRST_DAYS, WHOLE = "2020-07-18T20:00:00+08:00", "2020-09-03T23:00:00+08:00"


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("until", "second", "entries"),
    [
        (FIRST_DAYS, FIRST_DAYS, 5_000),
        pytest.param(
            WHOLE, soaking.said("SECOND") or WHOLE, 80_000, marks=[pytest.mark.soak, pytest.mark.timeout(1500)]
        ),
    ],
)
def test_two_installations_have_the_same_ledger(
    data_folder: Path, until: str, second: str, entries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies.own_servers(monkeypatch)
    with ThreadPoolExecutor() as both:
        one, other = both.map(
            lambda order, end: _ledger(data_folder.with_name(f"of-{order}"), order, end, second),
            (1, 2),
            (until, second),
        )
    assert one["UNTIL"] == other["UNTIL"]
    if until == second:
        assert one["LEDGER"] == other["LEDGER"]
    assert int(one["LEDGER"].split()[0]) > entries


def _ledger(data: Path, order: int, until: str, compared: str) -> dict[str, str]:
    """Loads the campaign into a new installation; gives the number of entries and a digest over theirs, of all of them
    and of those that were recorded until the moment that is compared."""

    def said(*words: str) -> str:
        done = Running.call(data, *words, hash_seed=order)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    said("init")
    copies.never_wait_for_the_disk(data)
    with database.in_use(data):
        for words in (("load-campaign", "team161", "--until", until), ("verify",), ("rebuild", "--check")):
            said(*words)
        printed = said("manage", "shell", "-c", FINGERPRINT.replace("{until}", compared))
    lines = (line.partition(" ") for line in printed.splitlines() if line.startswith(("LEDGER ", "UNTIL ")))
    return {name: told for name, _, told in lines}
