"""duties · follower matching: which record fulfils which slot, as SQL that derives it or follows what was recorded.

A slot takes the earliest standing, real record (by when it occurred, then by id) of the duty's kind at its target
that fits its window. Windows of a duty never meet, so a record fits at most one slot of it; the outcome depends on
the set of records alone, never on the order in which they came. Two statements give it: `fits` says of a record `e`
and a slot `s` that they belong together, and everything else is the choice of the earliest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from lianfang.areas.duties.policy import basis
from lianfang.areas.duties.rules import Duty
from lianfang.kernel import evidence
from lianfang.kernel.projections import LEDGER
from lianfang.kernel.registry import REGISTRY
from lianfang.playbook import current

TARGET = {"place": "e.place", "unit": "e.unit", "person": "e.person::text", "stream": "e.stream::text"}
_DAY = "((e.occurred_at AT TIME ZONE %(zone)s - %(closes)s::interval)::date + 1)"
# Taken back or corrected: as in kernel.projections.
STANDS = (
    "NOT EXISTS (SELECT FROM ledger_correction c WHERE c.corrects = e.id AND c.unit = e.unit "
    "AND c.kind IN (e.kind, 'ledger.withdrawal'))"
)
TAKEN = ("entry", "done_at", "recorded_at", "recorded_by", "evidence", "value", "photo")


def shape_of(duty: Duty) -> tuple[object, ...]:
    """Duties of one shape are fulfilled by the same records at the same targets, and are looked at together."""
    version = duty.version
    fields = _watched_field(duty.code, False), _watched_field(duty.code, True)
    where = tuple(sorted(version.where.items()))
    return (
        version.kind, version.targets.sort, version.evidence, version.day_field, version.window_field, where, fields,
    )  # fmt: skip


@dataclass(frozen=True)
class Matching:
    """The statements of one duty, and of the others of its shape."""

    duty: Duty
    codes: tuple[str, ...] = ()

    @property
    def target(self) -> str:
        """The record's field that names the target, as text."""
        return TARGET[REGISTRY.targets()[self.duty.version.targets.sort].matched_by]

    @property
    def counts(self) -> str:
        """Which records count at all."""
        said = [f"(e.data->>'{name}') = %(where_{name})s::text" for name in self.duty.version.where]
        return " AND ".join(
            ("e.kind = %(kind)s::text", "NOT e.exercise", f"{evidence.grade()} = ANY(%(grades)s::text[])", *said)
        )

    @property
    def fits(self) -> str:
        """Whether a record `e` at the target of a slot `s` belongs to it."""
        version = self.duty.version
        if version.day_field:
            day = f"CASE WHEN e.kind = %(kind)s::text THEN (e.data->>'{version.day_field}')::date END"
            return f"s.day = {day} AND e.occurred_at >= s.from_at - interval '1 day'"
        within = "e.occurred_at >= s.from_at AND e.occurred_at < s.until_at"
        if version.window_field:
            said = f"CASE WHEN e.kind = %(kind)s::text THEN (e.data->>'{version.window_field}')::int END"
            return f"s.day = {_DAY} AND CASE WHEN {said} IS NULL THEN {within} ELSE s.number = {said} END"
        return within

    @property
    def taken(self) -> str:
        """What a slot keeps of its record, in the order of `TAKEN`."""
        fields = {"value": _watched_field(self.duty.code, False), "photo": _watched_field(self.duty.code, True)}
        said = {name: f"e.data->>'{field}'" if field else "NULL::text" for name, field in fields.items()}
        return f"e.id, e.occurred_at, e.recorded_at, e.recorded_by, e.evidence, {said['value']}, {said['photo']}"

    def parameters(self, **more: Any) -> dict[str, Any]:
        """What the statements of this duty need, and what the caller adds."""
        version = self.duty.version
        where = {f"where_{name}": _as_text(value) for name, value in version.where.items()}
        return {
            **basis(), "duty": self.duty.code, "duties": list(self.codes or (self.duty.code,)),
            "kind": version.kind, "grades": self.duty.grades, **where, **more,
        }  # fmt: skip

    def records(self, source: str, where: str, *, standing: bool = True) -> str:
        """The records that count, each with its target, read once: a CTE for the statements below."""
        stands = f" AND {STANDS}" if standing else ""
        return (
            f"e AS MATERIALIZED (SELECT e.id, e.kind, e.occurred_at, e.recorded_at, e.recorded_by, "
            f"{evidence.grade()} AS evidence, {self.target} AS target{', e.data' if self.reads_data else ''} "
            f"FROM {source} e WHERE {self.counts} AND {where}{stands})"
        )

    @property
    def reads_data(self) -> bool:
        """Whether a field of the record's payload is looked at after the record was chosen."""
        version, code = self.duty.version, self.duty.code
        return any((version.day_field, version.window_field, _watched_field(code, False), _watched_field(code, True)))

    def earliest(self, slots: str, key: str = "s.duty, s.day, s.target, s.number") -> str:
        """The earliest of the records `e` for each slot of `slots` (`… s ON …`): its `key` and what it takes.

        The first moment is found by hashing, and only the records of that moment are sorted: where everybody
        records twenty times a day, sorting all of it would cost most.
        """
        keys = ", ".join(name.replace("s.", "f.") for name in key.split(", "))
        pairs = f"e JOIN {slots} AND e.target = s.target AND {self.fits}"
        return (
            f"SELECT DISTINCT ON ({key}) {key}, {self.taken} FROM {pairs} "
            f"JOIN (SELECT {key}, min(e.occurred_at) AS at FROM {pairs} GROUP BY {key}) f "
            f"ON ({keys}, f.at) = ({key}, e.occurred_at) ORDER BY {key}, e.id"
        )

    def lock(self, source: str, *, standing: bool = True) -> str:
        """Locks the slots that the touched records concern, always in the same order; gives their number and photos.

        Also those that hold another record now: two records of one slot may be taken back at once, and whoever comes
        second must see that the first is gone.
        """
        return (
            f"WITH {self.records(source, _of(source, 'touched'), standing=standing)}, k AS MATERIALIZED ("
            f"SELECT DISTINCT s.duty, s.day, s.target, s.number FROM e JOIN {_SLOTS} AND e.target = s.target "
            f"AND {self.fits}) "
            "SELECT count(*), array_remove(array_agg(DISTINCT locked.photo), NULL) "
            f"FROM (SELECT s.photo FROM k JOIN duties_slot s ON {_BY_KEY} "
            "ORDER BY s.duty, s.day, s.target, s.number FOR UPDATE OF s) locked"
        )

    def take(self, source: str) -> str:
        """Lets the slots take records that are earlier than what they have, or were seconded since.

        Gives (duty, day, unit, photo) of each.
        """
        names = ", ".join(TAKEN)
        return (
            f"WITH {self.records(source, _of(source))}, "
            f"k (duty, day, target, number, {names}) AS MATERIALIZED ({self.earliest(_SLOTS)}) "
            f"UPDATE duties_slot s SET ({names}) = ROW({', '.join('k.' + name for name in TAKEN)}) FROM k "
            f"WHERE {_BY_KEY} AND (s.entry IS NULL OR (k.done_at, k.entry) <= (s.done_at, s.entry)) "
            "RETURNING s.duty, s.day, s.unit, s.photo"
        )

    def lose(self) -> str:
        """The slots, locked before, whose record lost its standing: duty, day, target and number of each."""
        return (
            f"WITH {self.records(LEDGER, _of(LEDGER, 'superseded'), standing=False)} "
            f"SELECT DISTINCT s.duty, s.day, s.target, s.number FROM e JOIN {_SLOTS} AND e.target = s.target "
            f"AND {self.fits} AND s.entry = e.id"
        )

    def retake(self) -> str:
        """Looks again which record the slots of given keys take, none perhaps; gives (duty, day, unit, photo)."""
        names = ", ".join(TAKEN)
        return (
            "WITH k AS MATERIALIZED (SELECT * FROM unnest(%(slot_duties)s::text[], %(slot_days)s::date[], "
            "%(slot_targets)s::text[], %(slot_numbers)s::int[]) AS k(duty, day, target, number)), "
            f"s AS MATERIALIZED (SELECT s.* FROM k JOIN duties_slot s ON {_BY_KEY}), "
            f"{self.records(LEDGER, f'{BETWEEN} AND {self.target} = ANY(%(slot_targets)s::text[])')}, "
            f"b (duty, day, target, number, {names}) AS MATERIALIZED ({self.earliest('s ON true')}) "
            f"UPDATE duties_slot s SET ({names}) = (SELECT {', '.join('b.' + name for name in TAKEN)} FROM b "
            "WHERE b.duty = s.duty AND b.day = s.day AND b.target = s.target AND b.number = s.number) "
            f"FROM k WHERE {_BY_KEY} RETURNING s.duty, s.day, s.unit, s.photo"
        )


_SLOTS = "duties_slot s ON s.duty = ANY(%(duties)s::text[]) AND s.day = ANY(%(days)s::date[])"
_BY_KEY = "s.duty = k.duty AND s.day = k.day AND s.target = k.target AND s.number = k.number"
# Keeps a search of the ledger to the time in which a fitting record can lie.
BETWEEN = "e.occurred_at >= %(since)s::timestamptz AND e.occurred_at < %(until)s::timestamptz"


def _of(source: str, named: str = "new") -> str:
    """New records: those of the batch's own table, or the named ones of the ledger."""
    return f"e.id = ANY(%({named})s::uuid[])" if source == LEDGER else "true"


def _as_text(value: str | bool | int) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _watched_field(duty: str, photo: bool) -> str | None:
    """The payload's field that a doubt rule compares for this duty."""
    for rule in current().doubts:
        for version in rule.versions:
            if duty in version.duties and version.field and (rule.code == "reused_photo") == photo:
                return version.field
    return None


def days_between(first: date, last: date, derived: set[date]) -> list[date]:
    """The derived days that records of the reporting days `first` to `last` can concern: a window may reach over
    the close of its day."""
    return sorted(day for day in derived if (first - day).days <= 1 and day <= last)
