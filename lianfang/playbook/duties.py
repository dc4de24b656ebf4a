"""playbook · duties: what is due again and again: who answers, which record fulfils it, for what, and when.

Three optional files: `duties.yaml` (the duties), `modes.yaml` (the modes a unit can be in, which switch duties on
and off) and `doubts.yaml` (which patterns of fulfilled duties are doubtful). A time of day in a window is the first
one after the reporting day opened; windows of one duty never overlap, so an entry fits at most one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StrictBool, StringConstraints

from lianfang.playbook.shapes import (
    Frozen,
    Indicator,
    Line,
    Name,
    Number,
    Rule,
    Said,
    TimeOfDay,
    Version,
)
from lianfang.playbook.source import Document, items

FILE, MODES_FILE, DOUBTS_FILE = "duties.yaml", "modes.yaml", "doubts.yaml"
RULES, MODES_RULES, DOUBTS_RULES = ("duties",), ("modes",), ("doubts",)
EntryKind = Annotated[str, StringConstraints(pattern=r"^[a-z]+\.[a-z_]{1,60}$")]
Mode = Literal["normal", "strengthened", "closed", "recovery"]
Grade = Literal["typed", "photo", "scanned", "seconded"]
Days = Literal["every", "working", "free"]
DoubtCode = Literal[
    "constant_values", "identical_times", "walking_time", "reused_photo", "rounds_apart", "labels_in_a_row",
    "one_label_two_logins", "two_buildings_at_once",
]  # fmt: skip


class Window(Frozen):
    """When one act of the day is due: from `from` (inclusive), by `due`, and counted as late before `until`.

    Without `until` it can be made good until the next window begins, or until the reporting day closes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, populate_by_name=True)

    begins: TimeOfDay = Field(alias="from")
    due: TimeOfDay
    until: TimeOfDay | None = None
    words: Said


class Targets(Frozen):
    """For each of which targets: a sort that a card registers (place, unit, person), and which kinds of it."""

    sort: Name
    kinds: Annotated[tuple[Name, ...], Field(min_length=1)]


class DutyVersion(Version):
    """What is due while this version holds.

    `role` of the target's own unit answers; `role_by_unit` where a kind of unit has another. `after_close` is due
    once for the reporting day after it closed, by `due` or by the cut-off of the unit's kind. `day_field` is the
    payload's field that names the day: the entry belongs to that day whenever it comes. `window_field` names the
    window by its number. `weekdays` (Monday is 1) empty: on each; `modes` empty: in every mode.
    """

    role: Name
    role_by_unit: dict[Name, Name] = {}
    kind: EntryKind
    where: dict[Name, str | StrictBool | int] = {}
    targets: Targets
    days: Days = "every"
    weekdays: tuple[Annotated[int, Field(ge=1, le=7)], ...] = ()
    windows: tuple[Window, ...] = ()
    after_close: StrictBool = False
    due: TimeOfDay | Literal["cutoff"] | None = None
    day_field: Name | None = None
    window_field: Name | None = None
    modes: tuple[Mode, ...] = ()
    evidence: Grade | None = None


class DutyRule(Rule[DutyVersion]):
    """A duty under its code; `indicator` is the figure by which it is counted.

    `told_by` names the source of gaps that tells of a missed one already, so that nobody is told twice.
    """

    indicator: Indicator | None = None
    told_by: Annotated[str, StringConstraints(pattern=r"^[a-z]+\.[a-z_]{1,60}$")] | None = None
    severity: Literal["notice", "warning", "urgent"] = "warning"


class DutiesPart(Frozen):
    duties: tuple[DutyRule, ...]


class ModeVersion(Version):
    """What a mode means for the unit that is in it."""

    says: Said


class ModeRule(Rule[ModeVersion]):
    code: Mode


class ModesPart(Frozen):
    modes: tuple[ModeRule, ...]


class DoubtVersion(Version):
    """When a pattern becomes doubtful, and for which duties it is looked for.

    `field` is the payload's field that is compared; `at_least` how many alike make the pattern; `seconds` the
    shortest time that is still believed.
    """

    duties: Annotated[tuple[Name, ...], Field(min_length=1)]
    field: Name | None = None
    at_least: Annotated[int, Field(ge=2, le=1000)] | None = None
    seconds: Annotated[Number, Field(gt=0, le=86400)] | None = None
    says: Line | None = None


class DoubtRule(Rule[DoubtVersion]):
    code: DoubtCode


class DoubtsPart(Frozen):
    doubts: tuple[DoubtRule, ...]


# What each pattern cannot be looked for without.
_NEEDS: Mapping[str, tuple[str, ...]] = {
    "constant_values": ("field", "at_least"),
    "identical_times": ("at_least",),
    "walking_time": ("seconds",),
    "reused_photo": ("field",),
    "rounds_apart": ("seconds",),
    "labels_in_a_row": ("at_least", "seconds"),
    "one_label_two_logins": ("seconds",),
    "two_buildings_at_once": ("seconds",),
}


def check(documents: Mapping[str, Document]) -> None:
    """Windows that overlap, a duty that is never due or due in two ways, kinds of units that nobody knows."""
    document = documents.get(FILE)
    unit_kinds = {item.get("code") for _, item in items(documents.get("units.yaml"), "unit_kinds")}
    for path, item in items(document, "duties"):
        for number, version in _versions(item):
            assert document is not None
            where = (*path, "versions", number)
            _when(document, where, version)
            _kinds(document, where, version, unit_kinds)
    _counted(documents.get("thresholds.yaml"), document)


def check_doubts(documents: Mapping[str, Document]) -> None:
    """A pattern without what it is told by, or looked for in a duty that does not exist."""
    document = documents.get(DOUBTS_FILE)
    known = {item.get("code") for _, item in items(documents.get(FILE), "duties")}
    for path, item in items(document, "doubts"):
        for number, version in _versions(item):
            assert document is not None
            for key in _NEEDS.get(str(item.get("code")), ()):
                if version.get(key) is None:
                    document.fault("field.missing", (*path, "versions", number), key=key)
            for index, duty in enumerate(version.get("duties") or ()):
                if isinstance(duty, str) and duty not in known:
                    document.fault("unknown_duty", (*path, "versions", number, "duties", index), given=duty)


def _counted(numbers: Document | None, document: Document | None) -> None:
    """A number that says how often a day is the number of windows, on each day from which it or a duty changes."""
    known = {
        str(item.get("code")): [version for _, version in _versions(item)] for _, item in items(document, "duties")
    }
    for path, item in items(numbers, "thresholds"):
        assert numbers is not None
        said = item.get("windows_of")
        named = [each for each in said if isinstance(each, str)] if isinstance(said, list) else []
        for index, duty in enumerate(named):
            if duty not in known:
                numbers.fault("unknown_duty", (*path, "windows_of", index), given=duty)
        held = [version for duty in named for version in known.get(duty, ())]
        for number, version in _versions(item):
            turns = {each.get("valid_from") for each in (version, *held)}
            for day in sorted(each for each in turns if type(each) is date and _holds(version, each)):
                found = sum(len(each.get("windows") or ()) for each in held if _holds(each, day))
                if found and found != version.get("value"):
                    where = (*path, "versions", number, "value")
                    numbers.fault("windows_count", where, day=day.isoformat(), duties=", ".join(named), found=found)
                    break


def _holds(version: Mapping[str, Any], day: date) -> bool:
    first, last = version.get("valid_from"), version.get("valid_to")
    return type(first) is date and first <= day and (type(last) is not date or day <= last)


def minutes_of(at: time) -> int:
    """A time of day as minutes after midnight."""
    return at.hour * 60 + at.minute


def _versions(item: Mapping[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    found = item.get("versions")
    for index, version in enumerate(found if isinstance(found, list) else ()):
        if isinstance(version, dict):
            yield index, version


def _when(document: Document, where: tuple[str | int, ...], version: Mapping[str, Any]) -> None:
    windows = version.get("windows")
    listed = windows if isinstance(windows, list) else []
    if bool(listed) == bool(version.get("after_close")):
        document.fault("duty_never_or_twice", where)
    if version.get("after_close") and version.get("due") is None:
        document.fault("field.missing", where, key="due")
    spans = [_span(each) for each in listed]
    if any(span is None for span in spans):
        return  # a time that does not read is a fault of its own
    for index, clash in overlapping([span for span in spans if span]):
        line = document.at((*where, "windows", clash))[0]
        document.fault("window_overlap", (*where, "windows", index), first=line)
    for index, span in enumerate(spans):
        if span and not 0 <= (span[1] - span[0]) % 1440 <= ((span[2] - span[0]) % 1440 or 1440):
            document.fault("window_order", (*where, "windows", index))


Span = tuple[int, int, int]


def overlapping(spans: list[Span]) -> list[tuple[int, int]]:
    """Of windows as minutes (from, due, until), each that meets an earlier one: (its index, the other's)."""
    found: list[tuple[int, int]] = []
    for index, one in enumerate(spans):
        for before in range(index):
            other = spans[before]
            length = (one[2] - one[0]) % 1440 or 1440
            others = (other[2] - other[0]) % 1440 or 1440
            if (other[0] - one[0]) % 1440 < length or (one[0] - other[0]) % 1440 < others:
                found.append((index, before))
                break
    return found


def _span(window: object) -> Span | None:
    if not isinstance(window, dict):
        return None
    try:
        begins, due = (minutes_of(time.fromisoformat(window[key])) for key in ("from", "due"))
        until = window.get("until")
        return begins, due, minutes_of(time.fromisoformat(until)) if until else due + 1
    except (KeyError, TypeError, ValueError):
        return None


def _kinds(document: Document, where: tuple[str | int, ...], version: Mapping[str, Any], unit_kinds: set[Any]) -> None:
    by_unit = version.get("role_by_unit")
    for kind in by_unit if isinstance(by_unit, dict) else ():
        if unit_kinds and kind not in unit_kinds:
            document.fault("unknown_unit_kind", (*where, "role_by_unit", kind), given=kind)
    targets = version.get("targets")
    if isinstance(targets, dict) and targets.get("sort") in ("unit", "person"):
        for index, kind in enumerate(targets.get("kinds") or ()):
            if unit_kinds and isinstance(kind, str) and kind not in unit_kinds:
                document.fault("unknown_unit_kind", (*where, "targets", "kinds", index), given=kind)
