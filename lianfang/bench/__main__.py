"""bench · main: `make bench`: prepares a database of its own, measures, prints one JSON line for each figure.

`--entries` and `--units` make it smaller for a quick look; the targets are meant for the full size. `--only` measures
one part by itself, beside a day of entries.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from lianfang.bench.report import Line, say, seconds


def main() -> int:
    """Exit 0 when every figure holds, 1 when one does not."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--units", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--issues", type=int, default=10_000, help="of the paper")
    parser.add_argument("--only", choices=["entry", "declared", "sheets", "find", "pages", "paper", "press"])
    parser.add_argument("--keep", action="store_true", help="keep the data folder")
    args = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="lianfang-bench-"))
    os.environ["DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "lianfang.bench.settings"
    try:
        return _run(folder, args)
    finally:
        if not args.keep:
            shutil.rmtree(folder, ignore_errors=True)


def _run(folder: Path, args: argparse.Namespace) -> int:
    from lianfang.config.supervisor import database

    with database.in_use(folder):
        subprocess.run([sys.executable, "-m", "lianfang", "init"], check=True, stdout=sys.stderr)
        import django

        django.setup()
        lines = _part(args) if args.only else _measure(folder, args.entries, args.units)
        hold = [line.tell() for line in lines]
        from django.db import connections

        connections.close_all()
    return 0 if all(hold) else 1


def _measure(folder: Path, entries: int, units: int) -> Iterator[Line]:
    """Each figure as soon as it is known."""
    from lianfang.bench import alerts, backup, declared, duties, ledger, pages, press, seed, server, sheets, signing_in

    days = max(1, entries // units)
    say(f"a tree of {units:,} units: {seconds(lambda: seed.plant(units)):.1f} s")
    say(f"the last day: {seed.fill(1, units):,} entries")
    _settle()
    short = pages.measure()
    say(f"{days - 1} days before it: {seconds(lambda: seed.fill(days - 1, units, back_from=1)):.0f} s")
    _settle()
    yield from pages.lines(short, pages.measure())
    yield pages.status(lambda: _status(seed.ROOT))
    yield ledger.verification()
    token = seed.token()
    with server.serving() as port:
        yield ledger.ingest(port, token, min(entries // 5, 200_000), units)
        _settle()
        yield from ledger.single(port, token, units)
        yield ledger.long_day(port, token, units)
        yield alerts.line(port)
        yield signing_in.line(port)
    yield from duties.lines(units)
    yield from backup.lines(folder)
    yield from sheets.lines()
    yield from press.lines()
    # Last: a proof of what it leaves would ask for its playbook, which no other part has.
    _settle()
    yield declared.line(units)


def _part(args: argparse.Namespace) -> Iterator[Line]:
    """The figures of one part."""
    from lianfang.bench import declared, find, ledger, paper, press, seed, server, sheets, ten_pages

    only, units, people = args.only, args.units, args.people
    if only == "paper":
        seed.plant(10)
        yield from paper.lines(args.issues)
        return
    if only == "press":
        yield from press.lines()
        return
    if only == "pages":  # of the demonstration, which begins with nothing
        yield from ten_pages.lines()
        return
    say(f"a tree of {units:,} units: {seconds(lambda: seed.plant(units)):.1f} s")
    say(f"a day: {seed.fill(1, units):,} entries")
    _settle()
    if only == "declared":
        yield declared.line(units)
    elif only != "entry":
        yield from sheets.lines() if only == "sheets" else find.lines(people)
    if only != "entry":
        return
    token = seed.token()
    with server.serving() as port:
        yield from ledger.single(port, token, units)


def _status(unit: str) -> object:
    from lianfang.areas.reporting import queries
    from lianfang.bench import seed
    from lianfang.kernel import clock, scope

    actor = seed.actor()
    with scope.acting(actor), clock.standing_at(seed.NOW):
        return queries.status(actor, unit, seed.LAST_DAY.date())


def _settle() -> None:
    """Leaves the tables as autovacuum would have long before: a year's entries came in a minute."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    sys.exit(main())
