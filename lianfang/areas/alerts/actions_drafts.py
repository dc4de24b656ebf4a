"""alerts · actions drafts: what is said in each automatic step, and what of it is told outside; writes nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from lianfang import playbook
from lianfang.areas.alerts import kinds_alert, rules
from lianfang.areas.alerts.actions_outbox import News
from lianfang.areas.alerts.models import Alert
from lianfang.areas.alerts.queries_posts import Line
from lianfang.areas.alerts.rules import Answer, Post
from lianfang.areas.alerts.sections import AlertsPart, Escalation, escalation
from lianfang.kernel import clock, ids
from lianfang.kernel.declaring import declared_in
from lianfang.kernel.entries import Draft
from lianfang.kernel.gaps import Gap
from lianfang.kernel.payloads import Payload
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.words import Words, w

_NO_POST = w("无人在岗", "nobody holds the post")
_LOOK_AGAIN = timedelta(hours=1)
_OPENED = w("新提醒", "New alert")
_RETURNED = w("缺口又出现，提醒重开", "The gap came back: alert reopened")
KIND = {kind.payload: kind.code for kind in declared_in(kinds_alert)}


def rule_for(source: str, severity: str, now: datetime) -> Escalation | None:
    """The playbook's rule of escalation for a source and severity now."""
    return escalation(playbook.current().part(AlertsPart).escalations, source, str(severity), clock.day_of(now).date)


def opening(source: str, gap: Gap, line: Line, now: datetime) -> tuple[Draft, News]:
    """The opening entry of a gap's alert. Its ids follow from the gap's key alone."""
    above = line.above(gap.path)
    answer = rules.first_owner(gap.role, above, line.held, rule_for(source, gap.severity, now))
    holder = next((one for held in line.holders.values() for one in held if one.login == gap.login), None)
    moment = max(min(gap.since, now), settings.CAMPAIGN_SINCE)
    stream = ids.seeded_mint(f"alerts.alert:{gap.key}")(moment)
    opened = kinds_alert.Opened(
        key=gap.key,
        source=source,
        severity=gap.severity.value,
        zh=gap.words.zh[:200],
        en=gap.words.en[:200],
        href=gap.href[:200],
        since_at=gap.since,
        count=max(1, gap.count),
        role=answer.post.role if answer.post else None,
        owner_unit=answer.post.unit if answer.post else None,
        login=gap.login,
        title=holder.title if holder else None,
        vacant=_vacant(answer),
        level=answer.level,
        due_at=_due(answer, now, ownerless=True),
    )
    draft = Draft(
        id=ids.seeded_mint(f"alerts.opened:{gap.key}")(moment),
        kind=kinds_alert.OPENED.code,
        unit=gap.unit,
        occurred_at=now,
        data=opened,
        stream=stream,
        version=1,
        exercise=gap.exercise,
    )
    owner = line.words(answer.post) if answer.post else _NO_POST
    return draft, _news(stream, gap.unit, gap.path, source, gap.severity, gap.words, _OPENED, owner, gap.exercise, line)


def escalated(row: Alert, line: Line, now: datetime) -> kinds_alert.Escalated:
    """Who is told next, now that the clock of an alert has run out."""
    rule = rule_for(row.source, row.severity, now)
    current = Post(row.role, row.owner_unit) if row.role and row.owner_unit else None
    answer = rules.climb(rule, row.level, current, line.above(row.path), line.held)
    return kinds_alert.Escalated(
        reason="unresolved" if row.state == "acknowledged" else "unacknowledged",
        level=answer.level,
        role=answer.post.role if answer.post else None,
        owner_unit=answer.post.unit if answer.post else None,
        vacant=_vacant(answer),
        due_at=_due(answer, now, ownerless=current not in line.held),
    )


def grown(gap: Gap) -> Payload:
    """More of the same gap."""
    return kinds_alert.Grew(count=gap.count, zh=gap.words.zh[:200], en=gap.words.en[:200])


def back(source: str, gap: Gap, now: datetime) -> Payload:
    """The gap is there again."""
    within = rules.minutes_at(rule_for(source, gap.severity, now), -1)
    return kinds_alert.Reopened(by="came_back", count=gap.count, due_at=now + within if within else None)


def step(row: Alert, said: Payload, now: datetime, entry: UUID) -> Draft:
    """The next step of an alert that stands."""
    return Draft(
        id=entry,
        kind=KIND[type(said)],
        unit=row.unit,
        occurred_at=now,
        data=said,
        stream=row.alert,
        version=row.version + 1,
        exercise=row.exercise,
    )


def moved(row: Alert, said: Payload, line: Line) -> News:
    """What is told outside of an automatic step."""
    happened, owner = _RETURNED, _owner_words(row.role, row.owner_unit, line)
    if isinstance(said, kinds_alert.Escalated):
        happened = w("升级：{reason}", "Escalated: {reason}").fill(reason=kinds_alert.REASONS[said.reason])
        owner = _owner_words(said.role, said.owner_unit, line)
        for post in said.vacant:
            named = line.words(Post(post.role, post.unit))
            happened = w("{happened}；{post}空缺", "{happened}; {post} is vacant").fill(happened=happened, post=named)
    words = Words(row.zh, row.en)
    return _news(
        row.alert, row.unit, row.path, row.source, row.severity, words, happened, owner, row.exercise, line
    )  # fmt: skip


def _news(
    stream: UUID, unit: str, path: str, source: str, severity: str, said: Words, happened: Words, owner: Words,
    exercise: bool, line: Line,
) -> News:  # fmt: skip
    known = line.units.get(unit)
    gaps = REGISTRY.gaps().get(source)
    return News(
        stream, unit, path, known.words if known else Words(unit, unit), source,
        gaps.words if gaps else Words(source, source), str(severity), said, happened, owner, exercise,
    )  # fmt: skip


def _owner_words(role: str | None, unit: str | None, line: Line) -> Words:
    return line.words(Post(role, unit)) if role and unit else _NO_POST


def _vacant(answer: Answer) -> list[kinds_alert.Post]:
    return [kinds_alert.Post(role=post.role, unit=post.unit) for post in answer.vacant]


def _due(answer: Answer, now: datetime, *, ownerless: bool) -> datetime | None:
    """When the clock runs out next. Where nobody answers at all, the posts are looked through again later."""
    if answer.post is None:
        return now + _LOOK_AGAIN if ownerless else None
    return now + answer.within if answer.within else None
