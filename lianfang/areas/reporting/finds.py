"""reporting · finds: the report of a unit, a reminder to it, and who has not reported, for the one box."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta

from django.urls import reverse

from lianfang.areas.reporting import queries_board
from lianfang.areas.reporting.kinds import REMIND, SEE
from lianfang.areas.reporting.queries_board import Row
from lianfang.ground.units import queries as units
from lianfang.kernel import clock
from lianfang.kernel.filings import STANDING_WORDS, Standing
from lianfang.kernel.finding import About, Asked, FindAct, Hit, Nearness
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell import links
from lianfang.shell.components.text import moment

_NO_NEED = w("不用催：{unit} {day}日报", "No need to remind {unit}: report of {day}")


def reports(actor: Actor, asked: Asked) -> list[Hit]:
    """The report of the units that are meant, of the day that closed last."""
    said = w("{unit}日报 {day}", "{unit}: report of {day}")
    return [
        Hit(
            said.fill(unit=row.unit.words, day=moment(day)), reverse("reporting:report", args=[row.unit.code, day]),
            row.unit.code, Nearness.START, ("unit", row.unit.code), STANDING_WORDS[row.standing],
        )
        for day, row in _rows(actor, asked)
        if actor.may(SEE, row.unit.path)
    ]  # fmt: skip


def reminders(actor: Actor, asked: Asked) -> list[Hit]:
    """Whom one may remind: of the units that are meant, else of all, those whose report is missing; who was meant and
    owes none is told with how it stands, as on the board."""
    return [_reminder(day, row) for day, row in _rows(actor, asked) if actor.may(REMIND, row.unit.path)]


def _reminder(day: date, row: Row) -> Hit:
    owes = row.awaited
    said = w("催报：{unit} {day}", "Remind {unit}: report of {day}") if owes else _NO_NEED
    href = links.to("reporting:board", unit=row.unit.code, day=day.isoformat())
    return Hit(
        said.fill(unit=row.unit.words, day=moment(day)),
        href if owes else reverse("reporting:report", args=[row.unit.code, day]), row.unit.code,
        Nearness.START, ("unit", row.unit.code), STANDING_WORDS[row.standing],
    )  # fmt: skip


def owed(actor: Actor, now: datetime, abouts: Collection[About]) -> Mapping[About, Words]:
    """Of the units that were found, those whose report is missing."""
    codes = [code for sort, code in abouts if sort == "unit"]
    if not codes or SEE not in actor.verbs:
        return {}
    said = w("{day}日报未报", "report of {day} missing")
    found: dict[About, Words] = {}
    for day in _days(now):
        for row in queries_board.standings_of(actor, clock.reporting_day(day), codes, now=now):
            if row.standing is Standing.MISSING and actor.may(SEE, row.unit.path):
                found.setdefault(("unit", row.unit.code), said.fill(day=moment(day)))
    return found


def _rows(actor: Actor, asked: Asked) -> Iterator[tuple[date, Row]]:
    """The reports that are meant: of some units those of the newest day, else all that are missing."""
    if asked.text:
        meant = [each.code for each in units.search(actor, asked.text, limit=asked.limit)]
        day = _days(asked.now)[-1]
        yield from ((day, row) for row in queries_board.standings_of(
            actor, clock.reporting_day(day), meant, now=asked.now))  # fmt: skip
        return
    for day in _days(asked.now):
        for prefix in actor.prefixes(SEE):
            found = queries_board.page(
                actor, clock.reporting_day(day), prefix, now=asked.now, standings=(Standing.MISSING,), size=asked.limit
            )
            yield from ((day, row) for row in found.rows)


def _days(now: datetime) -> tuple[date, ...]:
    """The reporting days of which a report may be missing still, the one that closed last at the end."""
    newest = clock.day_of(now).date - timedelta(days=1)
    return newest - timedelta(days=1), newest


ACTS = (
    FindAct(
        w("催报", "Remind"), ("催报", "催", "remind", "chase"), reminders, frozenset({REMIND}),
        w("催报 {unit}", "remind {unit}"),
    ),
    FindAct(
        w("日报", "Daily report"), ("日报", "看日报", "report of", "report"), reports, frozenset({SEE}),
        w("日报 {unit}", "report {unit}"),
    ),
)  # fmt: skip
