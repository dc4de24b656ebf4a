"""watch · gaps: shifts without people, handovers without two signatures, calls without an answer, nobody there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.urls import reverse

from lianfang.areas.watch import policy, queries
from lianfang.areas.watch.queries import Key, Post
from lianfang.areas.watch.rules import Limits, Shift, Staffing, missing, overlaps, tired
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.gaps import Gap, GapSource, Severity
from lianfang.kernel.reading import rows
from lianfang.kernel.scope import acting_actor
from lianfang.kernel.words import Words, listed, w

_STAMP = "%Y%m%dT%H%M"
_MOMENT = timedelta(microseconds=1)
_NOBODY = w("{unit} {shift}无人值守（E10）", "{unit}: nobody is on duty, {shift} (E10)")
_LACKS = w("{unit} {shift}缺{lacks}", "{unit}: {shift} lacks {lacks}")
_TIRED = w("{unit} {shift}：{person} {why}", "{unit}: {shift}, {person} stands {why}")
_TWICE = w(
    "{unit} {shift}：{person} 同时在{other}值班", "{unit}: {shift}, {person} is on duty at {other} at the same time"
)
_UNSIGNED = w("{unit} {at}换班，交接未双方签字", "{unit}: the handover at {at} is not signed by both")
_SILENT = w(
    "{unit} {at}查岗 {minutes} 分钟无人应答", "{unit}: the spot call of {at} went {minutes} minutes without an answer"
)


@dataclass(frozen=True, slots=True)
class _Watched:
    """The units that keep a watch now and still are units, with what was said of their shifts."""

    posts: tuple[tuple[Post, Unit], ...]
    said: Mapping[Key, Staffing]
    limits: Limits

    def staffing(self, unit: str, shift: Shift) -> Staffing:
        found = self.said.get((unit, shift.on, shift.code))
        # The hours of a shift are the playbook's; a roster said under older hours still names its people.
        return Staffing(shift) if found is None else replace(found, shift=shift)


def _watched(now: datetime, back: timedelta, ahead: timedelta | None = None) -> _Watched | None:
    limits = policy.limits_lately(now)
    if limits is None:
        return None
    actor = acting_actor()
    open_posts = queries.posts(actor)
    known = units.units(actor, [post.unit for post in open_posts])
    today = clock.local(now).date()
    kept = tuple(
        (post, known[post.unit]) for post in open_posts if post.unit in known and _is_open(known[post.unit], today)
    )
    said = queries.roster(actor, now - back, now + (limits.ahead if ahead is None else ahead)) if kept else {}
    return _Watched(kept, said, limits)


def _is_open(unit: Unit, today: date) -> bool:
    return unit.closed_on is None or unit.closed_on > today


def nobody_on_duty(now: datetime, since: datetime) -> Iterator[Gap]:
    """E10: a shift that has begun has neither leader nor officer. One that ran to its end so stands as it was."""
    found = _watched(now, now - min(since, now), timedelta(seconds=1))
    if found is None:
        return
    for shift in policy.shifts_between(min(since, now), now + _MOMENT):
        for post, unit in found.posts:
            staffing = found.staffing(post.unit, shift)
            arose = _arose(post, staffing, shift.begins_at)
            if not staffing.people and post.opened_at < shift.ends_at and since <= arose <= now:
                words = _NOBODY.fill(unit=unit.words, shift=shift.said)
                key, href = _key("nobody_on_duty", post.unit, shift), _roster_href(post, shift)
                yield Gap(key, post.unit, post.path, arose, words, Severity.URGENT, "commander", href)


def roster_gaps(now: datetime, since: datetime) -> Iterator[Gap]:
    """Shifts, from the time ahead on, that lack people or name tired or double-booked ones.

    What a shift lacked to its end it lacks forever: only people put on it in time mend the gap.
    """
    limits = policy.limits_lately(now)
    if limits is None:
        return
    found = _watched(now, now - min(since, now) + timedelta(days=limits.days_in_row + 1))
    if found is None:
        return
    stood = _stood(found.said)
    for shift in policy.shifts_between(min(since, now), now + limits.ahead + _MOMENT):
        for post, unit in found.posts:
            staffing = found.staffing(post.unit, shift)
            arose = _arose(post, staffing, shift.begins_at - limits.ahead)
            told = post.opened_at < shift.ends_at and since <= arose <= now
            words = _wrong(unit, staffing, stood, limits) if told else ()
            if not words:
                continue
            lacking = bool(missing(staffing, limits))
            yield Gap(
                _key("roster_gap", post.unit, shift), post.unit, post.path, arose, words[0],
                Severity.WARNING if lacking else Severity.NOTICE, "commander", _roster_href(post, shift), len(words),
            )  # fmt: skip


def _wrong(
    unit: Unit, staffing: Staffing, stood: Mapping[str, list[tuple[str, Shift]]], limits: Limits
) -> tuple[Words, ...]:
    """Everything that is wrong with a shift's people, the worst first."""
    shift = staffing.shift
    said: list[Words] = []
    lacks = missing(staffing, limits)
    if lacks:
        both = listed(lacks, w("、", " and "))
        said.append(_LACKS.fill(unit=unit.words, shift=shift.said, lacks=both))
    for person in staffing.people:
        other = next((code for code, each in stood[person] if code != unit.code and overlaps(each, shift)), None)
        if other is not None:
            said.append(_TWICE.fill(unit=unit.words, shift=shift.said, person=person, other=other))
        why = tired(shift, [each for _, each in stood[person]], limits)
        if why is not None:
            said.append(_TIRED.fill(unit=unit.words, shift=shift.said, person=person, why=why))
    return tuple(said)


def _stood(said: Mapping[Key, Staffing]) -> Mapping[str, list[tuple[str, Shift]]]:
    """For each login the shifts that it stands, with the unit of each."""
    found: dict[str, list[tuple[str, Shift]]] = defaultdict(list)
    for key, staffing in said.items():
        for person in staffing.people:
            found[person].append((key[0], staffing.shift))
    return found


def handovers_unsigned(now: datetime, since: datetime) -> Iterator[Gap]:
    """The watch changed, the time for signing is over, and both names are not there.

    A change that nobody signed while its shift lasted stays unsigned: nothing recorded later mends it.
    """
    found = _watched(now, timedelta(), timedelta(seconds=1))
    if found is None:
        return
    grace, first = found.limits.grace, min(since, now)
    signed = queries.handovers(acting_actor(), first - grace, now + _MOMENT)
    for shift in policy.shifts_between(first - grace, now + _MOMENT):
        arose = shift.begins_at + grace
        if not since <= arose <= now or policy.before(shift) is None:
            continue
        for post, unit in found.posts:
            one = signed.get((post.unit, shift.begins_at))
            if post.opened_at < shift.begins_at and (one is None or one.signature is None):
                words = _UNSIGNED.fill(unit=unit.words, at=_time(shift.begins_at))
                href = reverse("watch:handover", args=[post.unit])
                key = _key("handover_unsigned", post.unit, shift)
                yield Gap(key, post.unit, post.path, arose, words, Severity.WARNING, "officer", href)


def calls_unanswered(now: datetime, since: datetime) -> Iterator[Gap]:
    """A spot call that stood longer than it may; it stays open until somebody of the shift, or the caller, answers."""
    limits = policy.limits_lately(now)
    if limits is None:
        return
    answer, actor = limits.answer, acting_actor()
    waiting = [each for each in queries.waiting_calls(actor, since - answer) if now >= each.at + answer]
    known = units.units(actor, [each.unit for each in waiting]) if waiting else {}
    for call in waiting:
        arose = call.at + answer
        if call.unit not in known or arose < since:
            continue
        minutes = int(answer.total_seconds() // 60)
        words = _SILENT.fill(unit=known[call.unit].words, at=_time(call.at), minutes=minutes)
        href = reverse("watch:spot", args=[call.unit])
        key = f"watch.spot_call_unanswered:{call.stream}"
        yield Gap(key, call.unit, call.path, arose, words, Severity.WARNING, "commander", href)


def signed_by(keys: Sequence[str]) -> Mapping[str, UUID]:
    """Which signature closed which unsigned handover."""
    return _answered(
        keys,
        "SELECT k.key, h.entry FROM {keys} JOIN watch_handover h ON h.unit = k.unit AND h.change_at = k.at "
        "AND h.kind = 'watch.handover_signed' AND h.superseded_at IS NULL",
    )


def staffed_by(keys: Sequence[str]) -> Mapping[str, UUID]:
    """Which word on the roster put people where they lacked: the newest."""
    return _answered(
        keys,
        "SELECT DISTINCT ON (k.key) k.key, r.entry FROM {keys} JOIN watch_rostering r ON r.unit = k.unit "
        "AND r.begins_at = k.at AND r.superseded_at IS NULL ORDER BY k.key, r.number DESC",
    )


def _answered(keys: Sequence[str], statement: str) -> Mapping[str, UUID]:
    """A gap's key names the unit and the beginning of the shift; gives key → entry where there is one."""
    split = [key.rsplit(":", 2)[1:] for key in keys]
    moments = [datetime.strptime(at, _STAMP).replace(tzinfo=UTC) for _, at in split]
    given = "unnest(%(keys)s::text[], %(units)s::text[], %(moments)s::timestamptz[]) AS k(key, unit, at)"
    units_ = [unit for unit, _ in split]
    return dict(rows(acting_actor(), statement.format(keys=given), keys=list(keys), units=units_, moments=moments))


def answered_by(keys: Sequence[str]) -> Mapping[str, UUID]:
    """Which answer closed which spot call."""
    found = rows(
        acting_actor(),
        "SELECT stream, entry FROM watch_spot WHERE stream = ANY(%(streams)s::uuid[]) "
        "AND kind = 'watch.spot_answered' AND superseded_at IS NULL",
        streams=[key.rpartition(":")[2] for key in keys],
    )
    answers = {f"watch.spot_call_unanswered:{stream}": entry for stream, entry in found}
    return {key: answers[key] for key in keys if key in answers}


def _arose(post: Post, staffing: Staffing, told_at: datetime) -> datetime:
    """When a shift's gap began: as soon as it is told ahead, but not before the post, nor before what made it."""
    return max(told_at, post.opened_at, *([staffing.said_at] if staffing.said_at else []))


def _key(code: str, unit: str, shift: Shift) -> str:
    return f"watch.{code}:{unit}:{shift.begins_at.astimezone(UTC):{_STAMP}}"


def _roster_href(post: Post, shift: Shift) -> str:
    return reverse("watch:roster", args=[post.unit, shift.on.isoformat()])


def _time(at: datetime) -> str:
    return f"{clock.local(at):%H:%M}"


GAPS = (
    GapSource("watch.roster_gap", w("班次缺人", "a shift lacks people"), roster_gaps, staffed_by),
    GapSource("watch.handover_unsigned", w("交接未签字", "a handover is not signed"), handovers_unsigned, signed_by),
    GapSource(
        "watch.spot_call_unanswered", w("查岗无应答", "a spot call is unanswered"), calls_unanswered, answered_by
    ),
    GapSource("watch.nobody_on_duty", w("无人值守", "nobody on duty"), nobody_on_duty, staffed_by),
)
