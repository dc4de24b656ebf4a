"""duties · policy: the duties in force on a day, from the playbook and from commanders, and their windows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, time
from functools import lru_cache
from typing import Any

from django.conf import settings

from lianfang.areas.duties.rules import GRADES, Duty, Span, due_on, spans
from lianfang.kernel import clock
from lianfang.kernel.kinds import KINDS
from lianfang.kernel.words import Words
from lianfang.playbook import NoRuleOn, current
from lianfang.playbook.calendar import DayKind
from lianfang.playbook.duties import DutyRule, DutyVersion, Targets, Window

_MADE = (
    "SELECT m.code, m.spec, m.path, m.entry, m.from_day, m.recorded_by, m.recorded_at FROM duties_made m "
    "WHERE m.superseded_at IS NULL AND NOT m.exercise AND m.from_day <= %s "
    "AND (%s::text IS NULL OR m.kind = %s) AND NOT EXISTS ("
    "SELECT FROM duties_ended x WHERE x.code = m.code AND x.superseded_at IS NULL AND NOT x.exercise "
    "AND x.from_day <= %s AND x.from_day >= m.from_day) "
    "ORDER BY m.code, m.from_day DESC, m.recorded_at DESC, m.entry DESC"
)


# The duties that commanders made as they stand on some days, whoever reads; those that ended have no slots.
_OWN_ON = (
    "SELECT d.day, m.code, m.sort, m.grades FROM unnest(ARRAY[{days}]) AS d(day) CROSS JOIN LATERAL ("
    "SELECT DISTINCT ON (m.code) m.code, m.kind, m.spec->>'sort' AS sort, {grades} AS grades FROM duties_made m "
    "WHERE m.superseded_at IS NULL AND NOT m.exercise AND m.from_day <= d.day "
    "ORDER BY m.code, m.from_day DESC, m.recorded_at DESC, m.entry DESC) m WHERE m.kind IN ({kinds})"
)
_EVERY_GRADE = f"'{{{','.join(GRADES)}}}'::text[]"
_GRADES = f"({_EVERY_GRADE})[coalesce(array_position({_EVERY_GRADE}, m.spec->>'evidence'), 1):]"


def own_on(days: str, kinds: str) -> str:
    """SQL: day, code, sort of targets and enough grades of the duties made for records of some kinds, on some days."""
    return _OWN_ON.format(days=days, kinds=kinds, grades=_GRADES)


def watched() -> frozenset[str]:
    """The kinds of records that a duty may wait for: the playbook's, and those that say they fulfil something."""
    return _watched(current().digest)


@lru_cache(maxsize=2)
def _watched(digest: str) -> frozenset[str]:
    named = {version.kind for rule in current().duties for version in rule.versions}
    return frozenset(named | {kind.code for kind in KINDS if kind.fulfils})


def of_playbook(day: date) -> Iterator[Duty]:
    """The playbook's duties whose version holds on the day."""
    for rule in current().duties:
        try:
            version = rule.on(day)
        except NoRuleOn:
            continue
        yield _duty(rule, version)


def versions_for(kind: str) -> list[Duty]:
    """The playbook's duties that records of a kind fulfil, in each of their versions, whatever the day."""
    return [_duty(rule, version) for rule in current().duties for version in rule.versions if version.kind == kind]


def figure_of(kind: str) -> str | None:
    """The figure for which records of a kind are counted by slots, by the playbook; also those of a duty made here."""
    found = (rule.indicator for rule in current().duties for each in rule.versions if each.kind == kind)
    return next(filter(None, found), None)


def _duty(rule: DutyRule, version: DutyVersion) -> Duty:
    return Duty(rule.code, rule.words, version, rule.indicator, rule.severity)


def made(cursor: Any, day: date, kind: str | None = None) -> list[Duty]:
    """The duties that commanders made, in force on the day; of each the version that was said last."""
    cursor.execute(_MADE, (day, kind, kind, day))
    found: dict[str, Duty] = {}
    for code, spec, path, entry, from_day, _by, _at in cursor.fetchall():
        if code not in found:
            found[code] = from_spec(json.loads(spec) if isinstance(spec, str) else spec, path, str(entry), from_day)
    return list(found.values())


def from_spec(spec: dict[str, Any], path: str, entry: str, from_day: date) -> Duty:
    """A duty as its payload says it."""
    windows = tuple(
        Window.model_construct(
            begins=time.fromisoformat(each["from_time"]),
            due=time.fromisoformat(each["due_time"]),
            until=time.fromisoformat(each["until_time"]),
            words=Words(each["zh"], each["en"]),
        )
        for each in spec["windows"]
    )
    version = DutyVersion.model_construct(
        valid_from=from_day, valid_to=None, source="", mark="H", verified=False, note=spec.get("because"),
        role=spec["role"], role_by_unit={}, kind=spec["kind"], where={},
        targets=Targets.model_construct(sort=spec["sort"], kinds=tuple(spec["kinds"])),
        days=spec["days"], weekdays=(), windows=windows, after_close=False, due=None, day_field=None,
        window_field=None, modes=tuple(spec.get("modes") or ()), evidence=spec.get("evidence"),
    )  # fmt: skip
    return Duty(spec["duty"], Words(spec["zh"], spec["en"]), version, figure_of(spec["kind"]), prefix=path, made=entry)


def in_force(cursor: Any, day: date) -> list[Duty]:
    """Every duty of the day, the playbook's first; none past the playbook's own last day."""
    return [] if current().ended_by(day) else [*of_playbook(day), *made(cursor, day)]


def day_kind(day: date) -> DayKind:
    """Whether the day is worked; past the calendar's table it is assumed, with a warning, and never refused."""
    return current().working_calendar.day(day)


def windows(duty: Duty, day: date) -> list[Span]:
    """The duty's windows of a reporting day; none where it is not due on such a day."""
    version, playbook = duty.version, current()
    if playbook.ended_by(day) or not due_on(version, day_kind(day)):
        return []
    bounds = clock.reporting_day(day)
    cutoffs = {}
    if version.due == "cutoff":
        cutoffs = {k.code: playbook.due_at(k.level, day) for k in playbook.unit_kinds if k.level is not None}
    return spans(version, clock.local(bounds.from_at), clock.local(bounds.to_at), cutoffs)


def basis() -> dict[str, Any]:
    """Parameters that every statement about records shares."""
    return {"zone": settings.TIME_ZONE, "closes": clock.day_closes_at()}
