"""playbook · applying: what another playbook would change, why it may not, and putting it in force.

What has been judged stays judged: for every day from the first with a record to yesterday each rule must say what it
said. A version may be closed and another begun; what bears no date holds for the past as well, and is told.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.kernel import clock
from lianfang.kernel.problems import Refused
from lianfang.playbook import problems, rows, stored
from lianfang.playbook.current import KNOWN_FOR_SECONDS, folder_of, forget, ours
from lianfang.playbook.diff import Change, diff
from lianfang.playbook.faults import PlaybookFaults
from lianfang.playbook.loader import load
from lianfang.playbook.playbook import Playbook
from lianfang.playbook.sections import sections
from lianfang.playbook.shapes import Period, Rule

_DAY = timedelta(days=1)
# What may be said better of a version without changing what it judges.
_SAID_OF = {"valid_from", "valid_to", "source", "mark", "verified", "quote", "note", "apart", "says"}
# What no entry is judged by: nothing derived depends on it.
_APART = {"meta", "sources", "roles"}


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A rule that would judge a day of the past otherwise: the first such day."""

    rule: str
    day: date


@dataclass(frozen=True, slots=True)
class Effect:
    """What another playbook would do: all changes, those of the past, and the first day that is judged otherwise.

    `since` is None where no judgement changes; date.min where something changes that bears no date.
    """

    changes: tuple[Change, ...]
    rewritten: tuple[Rewritten, ...]
    since: date | None


def effect(old: Playbook, new: Playbook, today: date, first: date = date.min) -> Effect:
    """What changes if `new` follows `old` on a reporting day; `first` is the first day with a record."""
    before, after = _dated(old.in_its_period()), _dated(new.in_its_period())
    found: dict[str, date] = {}
    judged: dict[str, date] = {}
    for rule in [*before, *(each for each in after if each not in before)]:
        day = _first_difference(before.get(rule, ()), after.get(rule, ()))
        if day is not None:
            found[rule] = day
        day = _first_difference(before.get(rule, ()), after.get(rule, ()), first)
        if day is not None:
            judged[rule] = day
    rewritten = tuple(Rewritten(rule, day) for rule, day in judged.items() if day < today)
    since = min(found.values(), default=None)
    dated = {rule.partition("[")[0] for rule in (*before, *after)}
    if _undated(old, dated) != _undated(new, dated):
        since = date.min
    return Effect(tuple(diff(old, new)), rewritten, since)


def first_recorded(owner: BaseDatabaseWrapper) -> date:
    """The first reporting day of which anything is recorded; far away where nothing is."""
    with owner.cursor() as cursor:
        cursor.execute("SELECT min(occurred_at) FROM ledger_entry")
        at = cursor.fetchone()[0]
    return date.max if at is None else clock.day_of(at).date


def refusals(old: Playbook, new: Playbook, found: Effect, today: date) -> list[Refused]:
    """Why `new` may not follow `old` where something was recorded; empty where it may."""
    if old.meta.code != new.meta.code:
        return [Refused(problems.OTHER_OUTBREAK, old=old.meta.code, new=new.meta.code)]
    before, after = (_closes(each) for each in (old, new))
    moved = [Refused(problems.DAY_MOVES, old=before, new=after)] if before != after else []
    return moved + [
        Refused(
            problems.REWRITES_PAST,
            rule=each.rule,
            day=each.day.isoformat(),
            today=today.isoformat(),
            last=(today - _DAY).isoformat(),
        )
        for each in found.rewritten
        if not (moved and each.rule == "day_closes")
    ]


def put_in_force(
    owner: BaseDatabaseWrapper, new: Playbook, of: stored.Files, *, instead_of: int | None, by: str, at: datetime
) -> None:
    """Stores the playbook and its rows in one transaction. `instead_of` is the one that it was compared with.

    Raises `playbook_applied_meanwhile` where another was applied since. Every process works by it once `noticed`
    is over.
    """
    with transaction.atomic(using=owner.alias):
        with owner.cursor() as cursor:
            cursor.execute("LOCK TABLE playbook_applied IN EXCLUSIVE MODE")
        if stored.newest_number(owner) != instead_of:
            raise Refused(problems.APPLIED_MEANWHILE)
        stored.store(owner, new, of, by=by, at=at)
    forget()


def noticed() -> None:
    """Waits until no process works by what was in force before: none goes by what it knows for longer than this."""
    time.sleep(KNOWN_FOR_SECONDS)


def bring_in(owner: BaseDatabaseWrapper, code: str) -> None:
    """Puts the playbook `code` in force where none is yet; else makes the rows what this program makes of it.

    An edition that this version of the program cannot read any more gives way to the one that comes with it; raises
    `Unreadable` where none does.
    """
    with transaction.atomic(using=owner.alias):
        number = stored.newest_number(owner)
        if number is not None:
            of = stored.files(number, owner)
            try:
                rows.write(owner, stored.load_files(of).in_its_period())
            except PlaybookFaults as wrong:
                folder = ours(stored.code(number, owner), wrong)
            else:
                return
        else:
            folder = folder_of(code)
        stored.store(owner, load(folder), stored.read_folder(folder), by="init", at=datetime.now(UTC))
    forget()


def _closes(playbook: Playbook) -> str:
    """When a reporting day closes, and by which clock."""
    hours = sorted({each.at.isoformat("minutes") for each in playbook.day_closes.versions})
    return f"{', '.join(hours)} ({playbook.meta.timezone})"


def _dated(playbook: Playbook) -> dict[str, tuple[Any, ...]]:
    """Each rule by its place, with its versions."""
    found: dict[str, tuple[Any, ...]] = {}
    apart = _apart()
    for name, part in playbook.parts().items():
        if name in apart:
            continue
        for one in part if isinstance(part, tuple) else (part,):
            if isinstance(one, Rule):
                found[f"{name}[{one.code}]" if isinstance(part, tuple) else name] = one.versions
    return found


def _undated(playbook: Playbook, dated: set[str]) -> Mapping[str, Any]:
    """What bears no date: units, forms, procedures, plans, the days of the calendar."""
    left = {*dated, *_apart()}
    return {name: part for name, part in playbook.model_dump(mode="json").items() if name not in left}


def _apart() -> set[str]:
    """The parts by which no entry is judged, those of areas among them."""
    return _APART | {name for section in sections() if not section.judges for name in section.model.model_fields}


def _first_difference(before: tuple[Period, ...], after: tuple[Period, ...], first: date = date.min) -> date | None:
    """The first day from `first` on that the versions say something else of; they can only differ from where one begins
    or ended.
    """
    turns = {first, *(version.valid_from for version in (*before, *after))}
    turns |= {version.valid_to + _DAY for version in (*before, *after) if version.valid_to is not None}
    return next((day for day in sorted(turns) if day >= first and _on(before, day) != _on(after, day)), None)


def _on(versions: tuple[Period, ...], day: date) -> dict[str, Any] | None:
    held = next((each for each in versions if each.holds(day)), None)
    return None if held is None else held.model_dump(mode="json", exclude=_SAID_OF)
