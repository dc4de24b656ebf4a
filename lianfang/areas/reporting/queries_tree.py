"""reporting · queries tree: the roll-up of a unit and of each subtree directly below it, page by page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from lianfang.areas.reporting.kinds import SEE
from lianfang.areas.reporting.queries import asked
from lianfang.areas.reporting.queries_board import due_times
from lianfang.areas.reporting.queries_measures import own_measures
from lianfang.areas.reporting.queries_rollup import rolled_up
from lianfang.areas.reporting.rules import standing
from lianfang.ground.units.queries import Unit, called_sql
from lianfang.ground.units.queries import unit as unit_on
from lianfang.kernel import reading
from lianfang.kernel.clock import Day
from lianfang.kernel.filings import Standing
from lianfang.kernel.indicators import Figures
from lianfang.kernel.measures import NOT_APPLICABLE, Measure, MeasureState
from lianfang.kernel.scope import Actor, prefix_range
from lianfang.kernel.words import Words, w
from lianfang.playbook import DAILY, FormField

PAGE_SIZE = 50
_OPEN = frozenset({MeasureState.NOT_REPORTED, MeasureState.PARTIAL, MeasureState.ZERO_UNVERIFIED})


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the form with the codes of its lines."""

    code: str
    words: Words
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class RolledLine:
    """One line of the form for a whole subtree."""

    code: str
    words: Words
    short: Words
    measure: Measure

    @property
    def open(self) -> bool:
        """Whether something is missing from it or it rests on too little."""
        return self.measure.state in _OPEN


@dataclass(frozen=True, slots=True)
class Whole:
    """A subtree's roll-up; `files` says whether its first unit itself files a report."""

    lines: tuple[RolledLine, ...]
    sections: tuple[Section, ...]
    files: bool

    @property
    def as_of(self) -> datetime | None:
        """The moment for which the roll-up holds."""
        return min((line.measure.as_of for line in self.lines if line.measure.as_of), default=None)


@dataclass(frozen=True, slots=True)
class Subtree:
    """One subtree directly below, or what the unit itself states.

    `standing` is of its first unit's own report, None where it files none.
    """

    unit: Unit
    standing: Standing | None
    branches: bool
    figures: Figures
    itself: bool = False


@dataclass(frozen=True, slots=True)
class Below:
    """A page of subtrees; `after` is the path to go on from, None where there is no more."""

    rows: tuple[Subtree, ...]
    after: str | None


def named(line: FormField) -> Words:
    """A line of the form with its code and its unit of measure."""
    code, words, unit = line.indicator, line.words, line.unit
    return w(f"{code} {words.zh}（{unit.zh}）", f"{code} {words.en} ({unit.en})")


def top_of(actor: Actor, code: str, day: date) -> Unit:
    """The unit on that day. Raises `not_found` outside the scope, `not_allowed` without the verb."""
    found = unit_on(actor, code, day=day)
    actor.must(SEE, found.path)
    return found


def whole(actor: Actor, unit: Unit, day: Day, *, now: datetime, form: str = DAILY) -> Whole:
    """The roll-up of the unit with everything under it, in the order of the form."""
    ask = asked(form, day, now)
    figures = rolled_up(actor, day, unit.path, now=now, form=form)[""]
    sections = ask.playbook.form(form).sections
    return Whole(
        lines=tuple(
            RolledLine(
                line.indicator,
                named(line),
                line.words,
                figures[line.indicator],
            )
            for section in sections
            for line in section.fields
        ),
        sections=tuple(
            Section(section.code, section.words, frozenset(line.indicator for line in section.fields))
            for section in sections
        ),
        files=unit.kind in due_times(ask.playbook, day, form),
    )  # fmt: skip


def below(
    actor: Actor, unit: Unit, day: Day, *, now: datetime, form: str = DAILY, after: str = "", size: int = PAGE_SIZE
) -> Below:
    """One page of the subtrees directly below a unit, in the order of paths; first what the unit itself states."""
    found = reading.rows(
        actor, _CHILDREN,
        unit=unit.code, path=unit.path, day=day.date, form=form, after=after.replace("\0", ""), size=size + 1,
    )  # fmt: skip
    kept = found[:size]
    if not kept:
        return Below((), None)
    ask = asked(form, day, now)
    times = due_times(ask.playbook, day, form)
    between = (kept[0][3], prefix_range(kept[-1][3])[1])
    figures = rolled_up(actor, day, unit.path, now=now, form=form, by_child=True, between=between)
    rows = tuple(
        Subtree(
            unit=Unit(*row[:8]),
            standing=standing(now, day.to_at, times[row[1]], row[9]) if row[1] in times else None,
            branches=row[8],
            figures=figures[row[0]],
        )
        for row in kept
    )
    if not after:
        rows = (*_itself(actor, unit, day, now, form, times), *rows)
    return Below(rows, kept[-1][3] if len(found) > size else None)


def _itself(
    actor: Actor, unit: Unit, day: Day, now: datetime, form: str, times: dict[str, datetime]
) -> Iterator[Subtree]:
    """What the unit states for itself, where it states anything."""
    own = own_measures(actor, day, unit.path, now=now, form=form, alone=True).get(unit.code)
    if own is not None:
        blank = defaultdict(lambda: NOT_APPLICABLE, own.figures)
        due = times.get(unit.kind)  # none past the playbook's last day
        stands = standing(now, day.to_at, due, own.filed_at) if due else None
        yield Subtree(unit, stands, True, blank, itself=True)


_CHILDREN = f"""
SELECT u.code, u.kind, p.parent, p.path, {called_sql("zh")}, {called_sql("en")}, u.opened_on, u.closed_on,
       EXISTS (SELECT 1 FROM units_path b WHERE b.parent = p.unit AND b.path > p.path
               AND b.since_day <= %(day)s AND b.until_day > %(day)s),
       r.first_filed_at
FROM units_path p JOIN units_unit u ON u.code = p.unit
LEFT JOIN reporting_report r ON r.unit = p.unit AND r.report_day = %(day)s AND r.form = %(form)s
WHERE p.parent = %(unit)s AND p.path > %(path)s AND p.path > %(after)s
  AND p.since_day <= %(day)s AND p.until_day > %(day)s
  AND u.opened_on <= %(day)s AND (u.closed_on IS NULL OR u.closed_on > %(day)s)
ORDER BY p.path LIMIT %(size)s
"""
