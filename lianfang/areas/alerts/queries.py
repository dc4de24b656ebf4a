"""alerts · queries: what waits for whom, the life of one alert, the channels, and what became of each message."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Min, Q

from lianfang.areas.alerts.kinds_channel_set import CHANNEL_SET
from lianfang.areas.alerts.models import Alert, LastLook, Message, Secret, Step
from lianfang.areas.alerts.payloads import SEVERITIES
from lianfang.areas.alerts.rules import RANK, Standing
from lianfang.kernel import reading
from lianfang.kernel.problems import existing, first_of
from lianfang.kernel.scope import Actor, acting_actor, prefix_range
from lianfang.kernel.words import Words

PAGE = 50
OLDEST = timedelta(days=31)  # an alert older than this is mended by a person only: sources are not asked forever
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as it was last set; its address is nowhere in it."""

    id: UUID
    unit: str
    path: str
    name: str
    service: str
    fingerprint: str
    min_severity: str
    language: str
    open: bool
    version: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """One alert that waits for an actor: what, until when, where."""

    words: Words
    due_at: datetime | None
    href: str
    severity: str
    state: str
    unit: str
    exercise: bool
    about: str = ""


@dataclass(frozen=True, slots=True)
class Bell:
    """What a page's bell shows. `mark` changes whenever any of it does."""

    count: int
    overdue: int
    urgent: int
    mark: str
    fresh: tuple[Waiting, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a list of alerts is narrowed."""

    which: str = "mine"
    prefix: str = ""
    severity: str = ""
    source: str = ""
    state: str = ""


# --- the look -------------------------------------------------------------------------
def last_look(source: str) -> datetime | None:
    """When this source was last asked with success."""
    return LastLook.objects.filter(source=source).values_list("at", flat=True).first()


def oldest_open(source: str, now: datetime) -> datetime | None:
    """Since when the oldest alert of a source is open, of those that may still mend by themselves."""
    found: datetime | None = Alert.objects.filter(
        ~Q(state="resolved"), source=source, since_at__gte=now - OLDEST
    ).aggregate(at=Min("since_at"))["at"]
    return found


def standing(source: str, since: datetime, keys: Collection[str]) -> dict[str, Standing]:
    """The alerts of a source that arose since, or that have one of these keys."""
    rows = Alert.objects.filter(Q(since_at__gte=since) | Q(key__in=list(keys)), source=source)
    names = ("alert", "key", "since_at", "count", "zh", "en", "ended_how")
    return {row[1]: Standing(*row) for row in rows.values_list(*names)}


# --- alerts ---------------------------------------------------------------------------
def alert(actor: Actor, number: UUID) -> Alert:
    """One alert as it stands. Raises `not_found` outside the scope."""
    return existing(reading.objects(actor, Alert).filter(alert=number).first())


def steps(actor: Actor, number: UUID) -> list[Step]:
    """The life of an alert, from its opening on."""
    return list(reading.objects(actor, Step).filter(alert=number, superseded_at__isnull=True).order_by("version"))


def listed(
    actor: Actor, wanted: Wanted, *, after: tuple[datetime, UUID] | None = None, limit: int = PAGE
) -> list[Alert]:
    """Alerts, newest first; `after` is the opening and number of the last one of the page before."""
    rows = reading.objects(actor, Alert).order_by("-opened_at", "-alert")
    if wanted.which == "mine":
        rows = rows.filter(_mine(actor), ~Q(state="resolved"))
    elif wanted.which == "open":
        rows = rows.exclude(state="resolved")
    if wanted.prefix:
        low, high = prefix_range(wanted.prefix)
        rows = rows.filter(path__gte=low, path__lt=high)
    for name in ("severity", "source", "state"):
        if value := getattr(wanted, name):
            rows = rows.filter(**{name: value})
    if after:
        rows = rows.filter(Q(opened_at__lt=after[0]) | Q(opened_at=after[0], alert__lt=after[1]))
    return list(rows[:limit])


def sources(actor: Actor) -> list[str]:
    """The sources of the alerts that the actor sees."""
    rows = reading.objects(actor, Alert).order_by("source")
    return list(rows.values_list("source", flat=True).distinct())


def mine(actor: Actor, now: datetime, *, limit: int = 20) -> list[Waiting]:
    """The open alerts for which one of the actor's posts, or the actor, answers: soonest due first."""
    rows = reading.objects(actor, Alert).filter(_mine(actor), ~Q(state="resolved"))
    return [_waiting(row) for row in rows.order_by("due_at", "opened_at", "alert")[:limit]]


def count(actor: Actor) -> int:
    """How many open alerts wait for the actor."""
    found: int = reading.objects(actor, Alert).filter(_mine(actor), ~Q(state="resolved")).count()
    return found


def _mine(actor: Actor) -> Q:
    held = Q(login=actor.login)
    by_role: dict[str, list[str]] = {}
    for grant in actor.held:
        by_role.setdefault(grant.role, []).append(grant.unit)
    for role, at in by_role.items():
        held |= Q(role=role, owner_unit__in=at, login__isnull=True)
    return held


def _waiting(row: Alert) -> Waiting:
    href = f"/alerts/{row.alert}/"
    return Waiting(Words(row.zh, row.en), row.due_at, href, row.severity, row.state, row.unit, row.exercise, row.href)


_BELL = """
SELECT count(*) FILTER (WHERE mine), count(*) FILTER (WHERE mine AND due_at < %(now)s),
       count(*) FILTER (WHERE mine AND severity = 'urgent'),
       max(told_at), max(changed_at) FILTER (WHERE mine)
FROM (SELECT a.*, (a.login = %(login)s OR (a.login IS NULL AND (a.role, a.owner_unit) IN (
        SELECT * FROM unnest(%(roles)s::text[], %(units)s::text[])))) AS mine
      FROM alerts_alert a WHERE a.state <> 'resolved') a
WHERE mine OR severity = 'urgent'
"""


def bell(actor: Actor, now: datetime, *, told_after: datetime | None = None, shown: int = 3) -> Bell:
    """What waits for the actor, in one question; and what was told after a moment, in one more where there is any.

    Of what waits for others only the urgent is fresh news to those who see it.
    """
    owners: dict[str, Any] = {
        "login": actor.login, "roles": [grant.role for grant in actor.held],
        "units": [grant.unit for grant in actor.held], "now": now,
    }  # fmt: skip
    (waiting, overdue, urgent, told, changed), *_ = reading.rows(actor, _BELL, **owners)
    mark = "-".join(str(_micros(at)) for at in (told, changed)) + f"-{waiting}-{overdue}"
    fresh: list[Alert] = []
    more = 0
    if told_after is not None and told is not None and told > told_after:
        news = (
            reading.objects(actor, Alert)
            .filter(_mine(actor) | Q(severity="urgent"), ~Q(state="resolved"), told_at__gt=told_after)
            .order_by("-told_at", "alert")
        )
        fresh = list(news[: shown + 1])
        more = max(0, len(fresh) - shown)
    return Bell(waiting, overdue, urgent, mark, tuple(_waiting(row) for row in fresh[:shown]), more)


def _micros(at: datetime | None) -> int:
    return 0 if at is None else (at - _EPOCH) // timedelta(microseconds=1)


def told_mark(mark: str) -> datetime | None:
    """The moment inside a bell's mark up to which its page has been told; None where the mark is nonsense."""
    told = mark.partition("-")[0]
    return _EPOCH + timedelta(microseconds=int(told)) if told.isdigit() and len(told) < 18 else None


# --- channels -------------------------------------------------------------------------
_CHANNEL = (
    "channel", "unit", "path", "name", "service", "fingerprint", "min_severity", "language", "open", "version",
    "recorded_at",
)  # fmt: skip


def channels(actor: Actor) -> list[Channel]:
    """Every channel that the actor sees, open ones first, by name."""
    found = [channel for channel in _channels(actor) if actor.sees(channel.path)]
    return sorted(found, key=lambda channel: (not channel.open, channel.name, channel.id))


def channel(actor: Actor, number: UUID) -> Channel:
    """One channel. Raises `not_found` outside the scope."""
    return first_of(_channels(actor, channel=number))


def open_channels() -> list[Channel]:
    """Every channel in use, as the acting actor sees them."""
    return [channel for channel in _channels(acting_actor()) if channel.open]


def _channels(actor: Actor, **narrowed: Any) -> list[Channel]:
    rows = reading.objects(actor, CHANNEL_SET.model).filter(superseded_at__isnull=True, **narrowed)
    newest = rows.order_by("channel", "-version").distinct("channel")
    return [Channel(*row) for row in newest.values_list(*_CHANNEL)]


def concealed_address(channel: UUID) -> str | None:
    """The channel's address, still under the house's key."""
    return Secret.objects.filter(channel=channel).values_list("concealed", flat=True).first()


# --- messages -------------------------------------------------------------------------
def deliveries(
    actor: Actor,
    *,
    channel: UUID | None = None,
    state: str = "",
    after: tuple[datetime, UUID] | None = None,
    limit: int = PAGE,
) -> list[Message]:
    """The delivery log, newest first."""
    rows = reading.objects(actor, Message).order_by("-queued_at", "-id")
    rows = rows.filter(channel=channel) if channel else rows
    rows = rows.filter(state=state) if state else rows
    if after:
        rows = rows.filter(Q(queued_at__lt=after[0]) | Q(queued_at=after[0], id__lt=after[1]))
    return list(rows[:limit])


def message(actor: Actor, number: UUID) -> Message:
    """One message. Raises `not_found` outside the scope."""
    return existing(reading.objects(actor, Message).filter(id=number).first())


def troubled(actor: Actor) -> dict[UUID, int]:
    """How many messages failed for good, by channel."""
    found: dict[UUID, int] = {}
    failed = reading.objects(actor, Message).filter(state="failed")
    for number in failed.values_list("channel", flat=True):
        found[number] = found.get(number, 0) + 1
    return found


def worst(severities: Sequence[str]) -> str:
    """The most severe of some."""
    return max(severities, key=RANK.__getitem__, default=next(iter(SEVERITIES)))
