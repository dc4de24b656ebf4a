"""reporting · queries: one unit's report as it stands: what it states, what it rests on, and its history."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from lianfang.areas.reporting import problems, queries_board
from lianfang.areas.reporting.kinds import (
    AMENDED,
    CONFIRMED,
    FILLED,
    RECALLED,
    RECEIVED,
    REMINDED,
    RETURNED,
    SEE,
    SENT_BACK,
)
from lianfang.areas.reporting.queries_acts import Act, Stated, acts, filing_of, stated_before, stated_of
from lianfang.areas.reporting.queries_measures import Own, Question, own_measures, said
from lianfang.areas.reporting.queries_rollup import rolled_up
from lianfang.areas.reporting.rules import Filing, standing
from lianfang.ground.units.queries import Unit
from lianfang.ground.units.queries import unit as unit_on
from lianfang.ground.units.queries import units as units_on
from lianfang.kernel import clock, reading, witness
from lianfang.kernel.clock import Day
from lianfang.kernel.filings import Counts, Standing
from lianfang.kernel.indicators import Figures, Indicator, added
from lianfang.kernel.measures import NOT_APPLICABLE, Measure
from lianfang.kernel.occurrences import Occurrence, occurrences_of
from lianfang.kernel.problems import NOT_FOUND, Refused, existing
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words
from lianfang.playbook import DAILY, Form, FormField

_TURNS = (CONFIRMED, AMENDED, FILLED, RETURNED, RECALLED, SENT_BACK)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the form: what is stated, and what the records give now (`live`, as if filed)."""

    field: FormField
    section: Words
    indicator: Indicator
    stated: Measure
    live: Measure
    own: bool
    filed: bool

    @property
    def shown(self) -> Measure:
        """What the paper says: what was filed, and on a draft what would be."""
        return self.stated if self.filed else self.live

    @property
    def code(self) -> str:
        return self.indicator.code


@dataclass(frozen=True)
class Report:
    """A unit's report of a day, as `actor` sees it at `now`; `below` says whether units stand under it.

    `own` (the unit's own part), `lines` and seals are asked for when they are first looked at, in the actor's scope.
    `seal` and `seal_root` are of the unit's day, in hex, empty while it is not sealed. `newest_head` is the compact
    witness of all seals at this moment; `head` the one that went up with the version, or, where none did, the newest.
    """

    actor: Actor
    ask: Question
    unit: Unit
    path_now: str
    due_at: datetime
    below: bool
    acts: tuple[Act, ...]

    @cached_property
    def _sealed(self) -> tuple[str, str]:
        return _seal(self.actor, self.unit.code, self.day.date)

    @property
    def seal(self) -> str:
        return self._sealed[0]

    @property
    def seal_root(self) -> str:
        return self._sealed[1]

    @cached_property
    def newest_head(self) -> str:
        return witness.newest_text()

    @property
    def head(self) -> str:
        return (self.filed.head if self.filed else "") or self.newest_head

    @property
    def day(self) -> Day:
        return self.ask.day

    @property
    def now(self) -> datetime:
        return self.ask.now

    @cached_property
    def form(self) -> Form:
        return self.ask.playbook.form(self.ask.form)

    @cached_property
    def own(self) -> Own:
        found = own_measures(self.actor, self.day, self.unit.path, now=self.now, form=self.ask.form, alone=True)
        return found[self.unit.code]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return tuple(_lines(self))

    @cached_property
    def versions(self) -> tuple[Act, ...]:
        return tuple(act for act in self.acts if act.files)

    @property
    def version(self) -> Act | None:
        """The newest version, None before the first."""
        return self.versions[-1] if self.versions else None

    @property
    def filed(self) -> Act | None:
        """The version that stands. None of a draft, and of what its own unit recalled: that is a draft again."""
        return self.version if self.filing.filed else None

    @property
    def back(self) -> Act | None:
        """The last act by which the version in hand went back to whoever fills it in: returned, recalled, or sent back
        before it was signed off. None where another version or another filling has come since."""
        last = next((act for act in reversed(self.acts) if act.kind in _TURNS), None)
        return last if last is not None and last.kind in (RETURNED, RECALLED, SENT_BACK) else None

    def signed_by(self, login: str) -> bool:
        """Whether the newest version carries somebody's signature, whichever step it was."""
        version = self.version
        return version is not None and login in {version.by, *(each["login"] for each in version.signatures)}

    @cached_property
    def filing(self) -> Filing:
        return filing_of(self.acts)

    @property
    def standing(self) -> Standing:
        return standing(self.now, self.day.to_at, self.due_at, self.filing.first_filed_at)

    @property
    def as_of(self) -> datetime:
        """The moment of the figures: of the filing, or now."""
        return self.filed.as_of or self.now if self.filed else self.now

    @property
    def pending(self) -> tuple[Line, ...]:
        """The lines that the records no longer give as filed: the pending amendment."""
        return tuple(line for line in self.lines if said(line.stated) != said(line.live)) if self.filed else ()

    @cached_property
    def events(self) -> tuple[Occurrence, ...]:
        """What happened on the day here and below, as it stands now; events that a version lists are among them."""
        listed = [UUID(each["incident"]) for each in self.filed.events or ()] if self.filed else []
        return tuple(occurrences_of(self.actor, self.unit.path, self.day, self.now, also=listed))

    @property
    def standing_events(self) -> tuple[Occurrence, ...]:
        """Those that were not looked into and found to be none."""
        return tuple(event for event in self.events if not event.dropped)

    @property
    def stated_events(self) -> tuple[Stated, ...]:
        """What the report says happened: frozen with a version, and on a draft as it stands now."""
        now = {str(event.id): event for event in self.events}
        if self.filed is None or self.filed.events is None:
            return tuple(stated_of(event) for event in self.standing_events)
        return tuple(stated_before(each, now) for each in self.filed.events)

    @property
    def unlisted(self) -> tuple[Occurrence, ...]:
        """The events that the newest version does not list: they arrived after it was signed."""
        if self.filed is None or self.filed.events is None:
            return ()
        listed = {each["incident"] for each in self.filed.events}
        return tuple(event for event in self.standing_events if str(event.id) not in listed)

    @property
    def seen(self) -> str:
        """A fingerprint of what a reviewer has before them, so that nobody confirms what they did not see: the version,
        where the unit stands, the figures, the events."""
        shown = [[line.code, *(str(part) for part in said(line.live))] for line in self.lines]
        events = [[str(event.id), event.state] for event in self.standing_events]
        parts = (_print(self.path_now, 8), _print(shown, 24), _print(events, 8))
        return ".".join((str(self.filing.number), *parts))

    @property
    def newest_step(self) -> Act | None:
        """The newest act that says something of the report's words or signatures."""
        return next((act for act in reversed(self.acts) if act.kind not in (RECEIVED, REMINDED)), None)

    @property
    def token(self) -> str:
        """What a page carries on to the act that follows it: `seen`, and the newest step by its digest, so that nobody
        signs words that were not before them."""
        step = self.newest_step
        return f"{self.seen}.{step.digest[:16] if step else 0}"


def _print(of: Any, length: int) -> str:
    text = of if isinstance(of, str) else json.dumps(of, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def report(actor: Actor, unit: str, day: date, *, now: datetime, form: str = DAILY) -> Report:
    """One unit's report as it stands at `now`.

    Raises `not_found` outside the scope and without the verb, `report_not_due` where the unit files no such form on
    that day, `playbook_unknown_indicator` where the playbook names what no area answers.
    """
    window = clock.reporting_day(day)
    of_days, told = reading.both(
        actor,
        lambda: reading.both(
            actor,
            lambda: unit_on(actor, unit, day=day),
            lambda: units_on(actor, [unit], day=clock.day_of(now).date).get(unit),
        ),
        lambda: acts(unit, day, form),
    )
    stood, stands = of_days
    if not actor.may(SEE, stood.path):
        raise Refused(NOT_FOUND)
    ask = asked(form, window, now)
    due_at = queries_board.due_times(ask.playbook, window, form).get(stood.kind)
    if due_at is None or not stood.open_on(day):
        raise Refused(problems.NOT_DUE, unit=stood.words, day=f"{day:%Y-%m-%d}")
    return Report(
        actor=actor,
        ask=ask,
        unit=stood,
        path_now=existing(stands).path,
        due_at=due_at,
        below=_stands_below(actor, stood.path, day),
        acts=told,
    )


def asked(form: str, day: Day, now: datetime) -> Question:
    """The question that a form asks on a day. Raises `not_found` for a form that the playbook does not have."""
    try:
        return Question(form, day, now)
    except LookupError:
        raise Refused(NOT_FOUND) from None


def _lines(report: Report) -> Iterator[Line]:
    """The lines of the form that concern the unit; with units below it, each rolled up."""
    ask, own = report.ask, report.own
    under: Figures = {}
    if report.below:
        under = rolled_up(report.actor, ask.day, report.unit.path, now=ask.now, form=ask.form, below=True)[""]
    for section in report.form.sections:
        for field in section.fields:
            code, indicator = field.indicator, ask.indicators[field.indicator]
            if not report.below and code not in own.live:
                continue
            rest = [under[code]] if report.below else []
            live = added(indicator, [own.live.get(code, NOT_APPLICABLE), *rest])
            if report.filed is not None:
                stated = report.filed.lines.get(code, NOT_APPLICABLE)
            else:
                stated = added(indicator, [own.figures.get(code, NOT_APPLICABLE), *rest])
            yield Line(field, section.words, indicator, stated, live, code in own.live, report.filed is not None)


def _stands_below(actor: Actor, path: str, day: date) -> bool:
    stands: bool = reading.value(
        actor,
        "SELECT EXISTS (SELECT 1 FROM units_path WHERE path > %(low)s AND path < %(high)s "
        "AND since_day <= %(day)s AND until_day > %(day)s)",
        **reading.under(path), day=day,
    )  # fmt: skip
    return stands


def _seal(actor: Actor, unit: str, day: date) -> tuple[str, str]:
    """The seal of the unit's day and its Merkle root in hex; empty while the day is not sealed."""
    statement = "SELECT digest, root FROM ledger_seal WHERE unit = %(unit)s AND day = %(day)s"
    row = reading.row(actor, statement, unit=unit, day=day)
    return (bytes(row[0]).hex(), bytes(row[1]).hex()) if row else ("", "")


def day_in_hand(actor: Actor, unit: str, now: datetime, *, form: str = DAILY) -> date:
    """The day whose report a unit has in hand: yesterday's as long as it is missing, else that of the calendar day,
    which can be confirmed once its window closes; a unit opened later than that has its first."""
    today = clock.local(now).date()
    if now >= clock.reporting_day(today).to_at:
        return today if units_on(actor, [unit], day=today) else clock.day_of(now).date
    before = today - timedelta(days=1)
    if not units_on(actor, [unit], day=before):
        return today
    return today if filing_of(acts(unit, before, form)).filed else before


@dataclass(frozen=True, slots=True)
class Status:
    """Who was due, on time, late, missing and returned in a subtree, and its units."""

    unit: Unit
    day: date
    counts: Counts
    page: queries_board.Page


def status(
    actor: Actor,
    unit: str,
    day: date,
    *,
    now: datetime | None = None,
    form: str = DAILY,
    after: str = "",
    size: int = 100_000,
) -> Status:
    """How the reports of a unit and everything below it stand on a day; by default with every unit.

    Raises `not_found` outside the scope, `not_allowed` without the verb.
    """
    now, window = now or clock.current().now(), clock.reporting_day(day)
    under = unit_on(actor, unit, day=day)
    actor.must(SEE, under.path)
    asked(form, window, now)
    counts = queries_board.counts(actor, window, under.path, now=now, form=form)
    page = queries_board.page(actor, window, under.path, now=now, form=form, after=(0, after), size=size)
    return Status(under, day, counts, page)
