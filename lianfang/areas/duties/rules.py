"""duties · rules: when a duty is due on a day, and what became of a slot. Pure decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from lianfang.kernel.expectations import SlotState
from lianfang.kernel.words import Words, w
from lianfang.playbook.calendar import DayKind
from lianfang.playbook.duties import DutyVersion

GRADES = ("typed", "photo", "scanned", "seconded")
AFTER_CLOSE = w("日终", "after the close")


@dataclass(frozen=True)
class Duty:
    """A duty in one of its versions. `prefix` is the path under which it holds, `made` the entry of a made one."""

    code: str
    words: Words
    version: DutyVersion
    indicator: str | None = None
    severity: str = "warning"
    prefix: str = ""
    made: str = ""

    @property
    def grades(self) -> list[str]:
        """The grades of evidence that are enough."""
        least = self.version.evidence
        return list(GRADES[GRADES.index(least) :] if least else GRADES)


@dataclass(frozen=True, slots=True)
class Span:
    """One window of one day; `kind` is the kind of targets it is for ('' for all). `until_at` None: forever."""

    kind: str
    number: int
    from_at: datetime
    due_at: datetime
    until_at: datetime | None
    words: Words


def due_on(version: DutyVersion, day: DayKind) -> bool:
    """Whether the duty is due on that day at all, by the working calendar."""
    if version.weekdays and day.day.isoweekday() not in version.weekdays:
        return False
    return version.days == "every" or day.working == (version.days == "working")


def spans(version: DutyVersion, opens_at: datetime, closes_at: datetime, cutoffs: Mapping[str, datetime]) -> list[Span]:
    """The windows of a reporting day, given on the duty room's wall clock. `cutoffs`: unit kind → its cut-off."""
    if version.after_close:
        return _after_close(version, closes_at, cutoffs)
    found = []
    for number, window in enumerate(version.windows, 1):
        begins = first_at(window.begins, opens_at)
        due = following(window.due, begins)
        until = following(window.until, begins) if window.until else None
        found.append(Span("", number, begins, due, until, window.words))
    # Without a word of its own a window ends when the next begins, the last one when the day closes.
    starts = sorted(span.from_at for span in found)
    ends = {span.number: min((at for at in starts if at > span.from_at), default=closes_at) for span in found}
    return [
        Span(s.kind, s.number, s.from_at, s.due_at, s.until_at or max(ends[s.number], s.due_at), s.words) for s in found
    ]


def _after_close(version: DutyVersion, closes_at: datetime, cutoffs: Mapping[str, datetime]) -> list[Span]:
    # What names its day belongs to it whenever it comes; what does not can be told from the next day's no longer.
    until = None if version.day_field else closes_at + timedelta(days=1)
    if version.due == "cutoff":
        return [
            Span(kind, 1, closes_at, cutoffs[kind], until, AFTER_CLOSE)
            for kind in version.targets.kinds
            if kind in cutoffs
        ]
    assert isinstance(version.due, time)
    return [Span("", 1, closes_at, following(version.due, closes_at), until, AFTER_CLOSE)]


def first_at(at: time, opens_at: datetime) -> datetime:
    """The first moment with that time of day at or after the day's opening."""
    moment = datetime.combine(opens_at.date(), at, opens_at.tzinfo)
    return moment if moment >= opens_at else moment + timedelta(days=1)


def following(at: time, begins: datetime) -> datetime:
    """The first moment with that time of day after a beginning."""
    moment = datetime.combine(begins.date(), at, begins.tzinfo)
    return moment if moment > begins else moment + timedelta(days=1)


State = SlotState
# What became of a slot `s` by now. What was done counts, also where it was excused or the target left later.
STATE_SQL = (
    "CASE WHEN s.entry IS NOT NULL THEN CASE WHEN s.doubts <> '{}' THEN 'doubtful' "
    "WHEN s.done_at <= s.due_at THEN 'done' ELSE 'late' END "
    "WHEN s.left_here THEN 'void' WHEN s.excuse IS NOT NULL THEN 'excused' "
    "WHEN %(now)s < s.from_at THEN 'not_due' WHEN %(now)s <= s.due_at THEN 'due' "
    "WHEN s.until_at IS NULL OR %(now)s < s.until_at THEN 'overdue' ELSE 'missed' END"
)
# Whether a slot `s` counts as expected: neither excused nor void, or done all the same. All figures and lists use it.
EXPECTED_SQL = "(s.entry IS NOT NULL OR (s.excuse IS NULL AND NOT s.left_here))"

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Act:
    """A record that fulfilled a slot, as the doubt rules look at it; `key` names the slot (target, window).

    Of one that was read from a label: how many seconds lie between it and the nearest reading of the same label, for
    the same kind of record, by `another` login; and the nearest by the same login in a building `apart`.
    """

    key: Key
    at: datetime
    entry: str
    by: str
    value: str | None = None
    photo_seen: bool = False
    scanned: bool = False
    another: float | None = None
    apart: float | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A pattern that is looked for (a version of the playbook's doubt rule)."""

    code: str
    words: Words
    at_least: int = 2
    seconds: float = 0


def doubts_of(acts: Sequence[Act], rules: Sequence[Doubt]) -> dict[Key, list[str]]:
    """Which of the acts of one duty, unit and day are doubtful, and by which patterns."""
    found: dict[Key, list[str]] = {}
    for rule in rules:
        for key in sorted(_PATTERNS[rule.code](acts, rule)):
            found.setdefault(key, []).append(rule.code)
    return found


def _constant(acts: Sequence[Act], rule: Doubt) -> set[Key]:
    """Everybody measured in a window has the same value."""
    doubtful: set[Key] = set()
    for number in {act.key[1] for act in acts}:
        said = [act for act in acts if act.key[1] == number and act.value is not None]
        if len(said) >= rule.at_least and len({act.value for act in said}) == 1:
            doubtful |= {act.key for act in said}
    return doubtful


def _identical(acts: Sequence[Act], rule: Doubt) -> set[Key]:
    """Many records of one second."""
    times: dict[datetime, list[Key]] = {}
    for act in acts:
        times.setdefault(act.at.replace(microsecond=0), []).append(act.key)
    return {key for keys in times.values() if len(keys) >= rule.at_least for key in keys}


def _walking(acts: Sequence[Act], rule: Doubt) -> set[Key]:
    """One person at two places sooner than anybody walks."""
    doubtful: set[Key] = set()
    last: dict[str, Act] = {}
    for act in sorted(acts, key=lambda each: (each.by, each.at, each.entry)):
        before = last.get(act.by)
        if before and before.key[0] != act.key[0] and (act.at - before.at).total_seconds() < rule.seconds:
            doubtful |= {before.key, act.key}
        last[act.by] = act
    return doubtful


def _in_a_row(acts: Sequence[Act], rule: Doubt) -> set[Key]:
    """One person reads the labels of more places than anybody does work at in the time: perhaps from photographs."""
    doubtful: set[Key] = set()
    by_person: dict[str, list[Act]] = {}
    for act in sorted((each for each in acts if each.scanned), key=lambda each: (each.at, each.entry)):
        mine = by_person.setdefault(act.by, [])
        mine.append(act)
        near = [each for each in mine if (act.at - each.at).total_seconds() < rule.seconds]
        if len({each.key[0] for each in near}) >= rule.at_least:
            doubtful |= {each.key for each in near}
        by_person[act.by] = near
    return doubtful


def _apart(acts: Sequence[Act], rule: Doubt) -> set[Key]:
    """Two rounds at one place sooner than a round makes sense."""
    doubtful: set[Key] = set()
    last: dict[str, Act] = {}
    for act in sorted(acts, key=lambda each: (each.key[0], each.at, each.entry)):
        before = last.get(act.key[0])
        if before and before.key[1] != act.key[1] and (act.at - before.at).total_seconds() < rule.seconds:
            doubtful |= {before.key, act.key}
        last[act.key[0]] = act
    return doubtful


def _shared(acts: Sequence[Act], rule: Doubt) -> set[Key]:
    """Two logins read one label at one moment: one of them perhaps a picture of it."""
    return {act.key for act in acts if act.another is not None and act.another < rule.seconds}


def _beyond(acts: Sequence[Act], rule: Doubt) -> set[Key]:
    """One login reads labels in two buildings sooner than anybody walks from one to the other."""
    return {act.key for act in acts if act.apart is not None and act.apart < rule.seconds}


def _reused(acts: Sequence[Act], rule: Doubt) -> set[Key]:
    """A photo that proved something before."""
    return {act.key for act in acts if act.photo_seen}


_PATTERNS: Mapping[str, Callable[[Sequence[Act], Doubt], set[Key]]] = {
    "constant_values": _constant,
    "identical_times": _identical,
    "walking_time": _walking,
    "rounds_apart": _apart,
    "reused_photo": _reused,
    "labels_in_a_row": _in_a_row,
    "one_label_two_logins": _shared,
    "two_buildings_at_once": _beyond,
}
# The patterns for which labels are looked at wherever they were read: other duties, other units, other logins.
OF_LABELS = frozenset({"one_label_two_logins", "two_buildings_at_once"})
