"""alerts · actions: an alert is opened by a look, moved by its clock and by people, and ended with proof."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import connection, transaction

from lianfang import playbook
from lianfang.areas.alerts import actions_drafts, actions_outbox, queries, queries_posts, rules
from lianfang.areas.alerts.actions_outbox import News
from lianfang.areas.alerts.kinds import ACT, CHANNELS
from lianfang.areas.alerts.kinds_alert import Acknowledged, Escalated, HandedOn, Reopened, Resolved
from lianfang.areas.alerts.kinds_channel_set import CHANNEL_SET, ChannelSet
from lianfang.areas.alerts.models import Alert, LastLook, Message, Secret
from lianfang.areas.alerts.problems import (
    ALREADY_SENT,
    CHANNEL_CLOSED,
    ENDED,
    NEEDS_PROOF,
    NO_SUCH_EVIDENCE,
    NO_SUCH_POST,
    NOT_ENDED,
)
from lianfang.areas.alerts.sections import AlertsPart, held_on
from lianfang.ground.access.roles import verbs_of
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock, ids, journal, scope
from lianfang.kernel.entries import Draft
from lianfang.kernel.gaps import Gap, GapSource
from lianfang.kernel.kinds import Origin
from lianfang.kernel.payloads import Payload
from lianfang.kernel.problems import Refused, existing
from lianfang.kernel.recording import Recording, record_act
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor
from lianfang.shell import sending

_CHUNK = 500
_ONE_LOOK = "alerts:look"  # two workers never look at once
CLOSED_SINCE = "channel closed"
ADDRESSES = "alerts.channel"  # the purpose of the key under which they lie
_log = structlog.get_logger("lianfang.alerts")


# --- the look, every quarter of a minute ----------------------------------------------
def look_around(actor: Actor, *, now: datetime) -> int:
    """Asks every source once, lets the clocks run on, and sends what was held; gives how many entries it made.

    Each source has a transaction of its own: one that fails is told in the log, tried again at the next look,
    and keeps no other from being asked. Whatever is cut short leaves nothing behind and is done by the next look.
    """
    made, failed = 0, []
    for source in REGISTRY.gaps().values():
        if source.code in rules.COVERED:
            continue
        try:
            made += look_at(actor, source, now=now)
        except Exception as fault:
            _log.exception("gap source failed", source=source.code)
            failed.append(fault)
    made += escalate_due(actor, now=now)
    with transaction.atomic():
        actions_outbox.release(now)
    if failed:
        raise failed[0]
    return made


@transaction.atomic
def look_at(actor: Actor, source: GapSource, *, now: datetime) -> int:
    """One look at one source: what is new is opened, what grew is folded, what is mended is ended."""
    _alone()
    since = _asked_since(source.code, now)
    gaps = [gap for gap in source.standing(now, since) if gap.since <= now]
    changes = rules.look(gaps, queries.standing(source.code, since, {gap.key for gap in gaps}), since)
    made = _open(actor, source.code, changes.open, now)
    made += _move(actor, [(known.alert, actions_drafts.grown(gap)) for known, gap in changes.grow], now)
    if changes.mend:
        proof = source.answered([known.key for known in changes.mend])
        ended = [(k.alert, Resolved(by="mended", evidence=proof.get(k.key))) for k in changes.mend]
        made += _move(actor, ended, now)
    made += _move(
        actor, [(known.alert, actions_drafts.back(source.code, gap, now)) for known, gap in changes.reopen], now
    )
    LastLook.objects.update_or_create(source=source.code, defaults={"at": now})
    return made


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_wait_for(%s)", (_ONE_LOOK,))


def _asked_since(source: str, now: datetime) -> datetime:
    """How far back a look reaches: some way behind the last one, and to the oldest alert that may mend."""
    behind = held_on(playbook.current().part(AlertsPart).look_backs, clock.day_of(now).date)
    last = min(queries.last_look(source) or now, now)
    since = last - timedelta(hours=behind.hours) if behind else last - queries.OLDEST
    oldest = queries.oldest_open(source, now)
    return min(since, oldest) if oldest else since


def _open(actor: Actor, source: str, gaps: list[Gap], now: datetime) -> int:
    """Opens one alert for each gap. Its ids follow from the gap's key: whoever records it again records the same."""
    made = 0
    line = queries_posts.line_of({gap.path for gap in gaps}, now) if gaps else None
    for start in range(0, len(gaps), _CHUNK):
        assert line is not None
        drafts, news = [], {}
        for gap in gaps[start : start + _CHUNK]:
            draft, said = actions_drafts.opening(source, gap, line, now)
            drafts.append(draft)
            news[draft.id] = said
        made += _record(actor, drafts, news, now)
    return made


def _record(actor: Actor, drafts: list[Draft], news: dict[UUID, News], now: datetime) -> int:
    """Records automatic entries and puts their messages, in one transaction; gives how many were new.

    What the journal refuses (a unit that closed meanwhile) is told in the log and costs nothing else.
    """
    receipts = journal.record(actor, drafts, origin=Origin.AUTOMATIC, at=clock.FixedClock(now), by_action=True)
    for receipt in receipts:
        if receipt.problem is not None:
            _log.warning("alert not recorded", entry=str(receipt.id), problem=receipt.problem.problem.code)
    written = [receipt.id for receipt in receipts if receipt.status == "accepted"]
    actions_outbox.tell([news[one] for one in written if one in news], now)
    return len(written)


def _move(actor: Actor, moves: Sequence[tuple[Any, Payload]], now: datetime) -> int:
    """One automatic step of each of some alerts; whoever acts on one of them at the same moment goes first."""
    made = 0
    for start in range(0, len(moves), _CHUNK):
        wanted = dict(moves[start : start + _CHUNK])
        rows = {row.alert: row for row in Alert.objects.select_for_update().filter(alert__in=list(wanted))}
        made += _step_on(actor, [(rows[number], said) for number, said in wanted.items() if number in rows], now)
    return made


def _step_on(actor: Actor, steps: list[tuple[Alert, Payload]], now: datetime) -> int:
    drafts, news = [], {}
    telling = [row for row, said in steps if isinstance(said, Reopened | Escalated)]
    line = queries_posts.line_of({row.path for row in telling}, now) if telling else None
    for row, said in steps:
        draft = actions_drafts.step(
            row, said, now, ids.seeded_mint(f"{actions_drafts.KIND[type(said)]}:{row.alert}:{row.version + 1}")(now)
        )
        drafts.append(draft)
        if line is not None and row in telling:
            news[draft.id] = actions_drafts.moved(row, said, line)
    return _record(actor, drafts, news, now) if drafts else 0


@transaction.atomic
def escalate_due(actor: Actor, *, now: datetime) -> int:
    """Every alert whose clock has run out is passed to the next post above that somebody holds."""
    _alone()
    due = Alert.objects.select_for_update(skip_locked=True).exclude(state="resolved").filter(due_at__lte=now)
    rows = list(due.order_by("due_at")[:_CHUNK])
    if not rows:
        return 0
    line = queries_posts.line_of({row.path for row in rows}, now)
    return _step_on(actor, [(row, actions_drafts.escalated(row, line, now)) for row in rows], now)


# --- events that must be told at once -------------------------------------------------
def raise_at_once(source: str, gap: Gap, *, now: datetime) -> None:
    """Opens an alert inside the transaction that recorded what it is about; as the product's own hand."""
    with scope.acting(scope.system_actor()) as system:
        if not Alert.objects.filter(key=gap.key).exists():
            _open(system, source, [gap], now)


def mend_at_once(key: str, *, evidence: UUID, now: datetime) -> None:
    """Ends the alert of a key, if there is one and it is open: what it asked for was recorded."""
    with scope.acting(scope.system_actor()) as system:
        row = Alert.objects.select_for_update().filter(key=key).exclude(state="resolved").first()
        if row is not None:
            _step_on(system, [(row, Resolved(by="mended", evidence=evidence))], now)


# --- what people do -------------------------------------------------------------------
@transaction.atomic
def acknowledge(actor: Actor, *, alert: UUID, note: str = "", at: clock.Clock | None = None) -> None:
    """The actor takes the alert; from now its other clock runs. Raises `alert_ended`, `not_found`, `not_allowed`."""
    row, moment = _taken(actor, alert, at)
    if row.state == "acknowledged" and row.taken_by == actor.login:
        return  # pressed twice
    rule = actions_drafts.rule_for(row.source, row.severity, moment.now())
    due = moment.now() + timedelta(minutes=rule.resolve_minutes) if rule else None
    _say(actor, row, Acknowledged(note=note or None, due_at=due), moment)


@transaction.atomic
def hand_on(actor: Actor, *, alert: UUID, to: str, note: str = "", at: clock.Clock | None = None) -> None:
    """The alert goes to another post (`role@unit`) or to a person in one (the id of the grant).

    Raises `alert_no_such_post` where nobody holds it now or it could not act here, and what `acknowledge` raises.
    """
    row, moment = _taken(actor, alert, at)
    now = moment.now()
    line = queries_posts.line_of({row.path}, now)
    holder = next(
        (one for post, held in line.holders.items() for one in held if to in (str(post), str(one.grant))), None
    )
    if holder is None or ACT not in verbs_of(holder.role):
        raise Refused(NO_SUCH_POST)
    within = rules.minutes_at(actions_drafts.rule_for(row.source, row.severity, now), row.level)
    personal = to == str(holder.grant)
    said = HandedOn(
        role=holder.role,
        owner_unit=holder.unit,
        login=holder.login if personal else None,
        title=(holder.title or None) if personal else None,
        note=note or None,
        due_at=now + within if within else None,
    )
    _say(actor, row, said, moment)


@transaction.atomic
def resolve(
    actor: Actor, *, alert: UUID, note: str = "", evidence: UUID | None = None, at: clock.Clock | None = None
) -> None:
    """The actor ends the alert with an entry or words for proof. Raises `alert_needs_proof`,
    `alert_no_such_evidence`, and what `acknowledge` raises."""
    row, moment = _taken(actor, alert, at)
    if evidence is None and not note.strip():
        raise Refused(NEEDS_PROOF)
    if evidence is not None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM ledger_entry WHERE id = %s", (evidence,))
            if cursor.fetchone() is None:
                raise Refused(NO_SUCH_EVIDENCE, id=evidence)
    _say(actor, row, Resolved(by="person", evidence=evidence, note=note.strip() or None), moment)


@transaction.atomic
def reopen(actor: Actor, *, alert: UUID, note: str, at: clock.Clock | None = None) -> None:
    """It is not over after all. Raises `alert_not_ended`, `alert_needs_proof` without a reason, `not_found`."""
    row = _locked(actor, alert)
    moment = at or clock.current()
    if row.state != "resolved":
        raise Refused(NOT_ENDED)
    if not note.strip():
        raise Refused(NEEDS_PROOF)
    within = rules.minutes_at(actions_drafts.rule_for(row.source, row.severity, moment.now()), -1)
    due = moment.now() + within if within else None
    _say(actor, row, Reopened(by="person", count=row.count, note=note.strip(), due_at=due), moment)


def _locked(actor: Actor, alert: UUID) -> Alert:
    row = existing(Alert.objects.select_for_update().filter(alert=alert).first())
    actor.must(ACT, row.path)
    return row


def _taken(actor: Actor, alert: UUID, at: clock.Clock | None) -> tuple[Alert, clock.Clock]:
    """An alert that is still open, and the moment, which stands while one act is done."""
    row = _locked(actor, alert)
    if row.state == "resolved":
        raise Refused(ENDED)
    return row, clock.FixedClock((at or clock.current()).now())


def _say(actor: Actor, row: Alert, said: Payload, moment: clock.Clock) -> None:
    now = moment.now()
    journal.record_one(actor, actions_drafts.step(row, said, now, ids.mint(now)), origin=Origin.CONSOLE, at=moment)


# --- channels and messages ------------------------------------------------------------
@transaction.atomic
def set_channel(
    actor: Actor,
    *,
    unit: Unit,
    channel: UUID | None,
    name: str,
    url: str,
    min_severity: str,
    language: str,
    at: clock.Clock | None = None,
) -> UUID:
    """Sets up a channel, or changes one; an empty `url` leaves the address as it is. Gives the channel's id.

    The entry holds the address's fingerprint; the address itself is kept apart, encrypted. Raises
    `bad_address`, `alert_channel_closed` (an address is needed to open it again), `not_found`.
    """
    moment = clock.FixedClock((at or clock.current()).now())
    known = queries.channel(actor, channel) if channel else None
    if known is None or url.strip():
        address = sending.read(url)
    elif known.open:
        address = sending.Address(known.service, known.fingerprint)
    else:
        raise Refused(CHANNEL_CLOSED)
    number = known.id if known else ids.mint(moment.now())
    said = ChannelSet.model_validate(
        {"name": name, "service": address.service, "fingerprint": address.fingerprint, "min_severity": min_severity,
         "language": language, "open": True}
    )  # fmt: skip
    path = known.path if known else unit.path
    _say_channel(actor, number, known.unit if known else unit.code, known.version if known else 0, said, moment)
    if url.strip():
        concealed = sending.conceal(ADDRESSES, number, url)
        Secret.objects.update_or_create(channel=number, defaults={"path": path, "concealed": concealed})
    return number


@transaction.atomic
def close_channel(actor: Actor, *, channel: UUID, at: clock.Clock | None = None) -> None:
    """The channel is used no more and its address is forgotten. Raises `alert_channel_closed`, `not_found`."""
    moment = clock.FixedClock((at or clock.current()).now())
    known = queries.channel(actor, channel)
    if not known.open:
        raise Refused(CHANNEL_CLOSED)
    said = ChannelSet.model_validate(
        {"name": known.name, "service": known.service, "fingerprint": known.fingerprint,
         "min_severity": known.min_severity, "language": known.language, "open": False}
    )  # fmt: skip
    _say_channel(actor, known.id, known.unit, known.version, said, moment)
    Secret.objects.filter(channel=known.id).delete()
    waiting = Message.objects.filter(channel=known.id, state__in=("held", "queued"))
    waiting.update(state="failed", failure=CLOSED_SINCE)


def _say_channel(actor: Actor, channel: UUID, unit: str, version: int, said: ChannelSet, moment: clock.Clock) -> None:
    record_act(actor, CHANNEL_SET, unit, said, Recording(moment), stream=channel, version=version + 1)


@transaction.atomic
def try_channel(actor: Actor, *, channel: UUID, at: clock.Clock | None = None) -> UUID:
    """Puts a test message. Raises `alert_channel_closed`, `not_found`, `not_allowed`."""
    known = queries.channel(actor, channel)
    actor.must(CHANNELS, known.path)
    if not known.open:
        raise Refused(CHANNEL_CLOSED)
    return actions_outbox.put_test(known, (at or clock.current()).now(), actor.login)


@transaction.atomic
def send_again(actor: Actor, *, message: UUID) -> None:
    """A message that failed for good gets its tries again. Raises `alert_already_sent`, `not_found`."""
    row = existing(Message.objects.select_for_update().filter(id=message).first())
    actor.must(CHANNELS, row.path)
    if row.state != "failed":
        raise Refused(ALREADY_SENT)
    if not queries.channel(actor, row.channel).open:
        raise Refused(CHANNEL_CLOSED)
    Message.objects.filter(id=row.id).update(state="queued", failure="")
    actions_outbox.hand_over(row.id)


def deliver(*, message: UUID, last: bool, at: clock.Clock | None = None) -> None:
    """Sends a message that the worker holds. Raises `NotDelivered` where it should be tried again.

    It is marked before it is sent: a worker killed in between sends it again, so it may come twice, never not.
    """
    now = (at or clock.current()).now()
    with transaction.atomic():
        row = Message.objects.select_for_update().filter(id=message).first()
        if row is None or row.state not in ("queued", "sending"):
            return
        Message.objects.filter(id=message).update(state="sending", tries=row.tries + 1, tried_at=now)
        concealed = queries.concealed_address(row.channel)
    url = sending.reveal(ADDRESSES, row.channel, concealed) if concealed else None
    try:
        if url is None:
            raise sending.NotDelivered(CLOSED_SINCE)
        sending.send(url, row.title, row.body)
    except sending.NotDelivered as fault:
        gone = last or url is None
        Message.objects.filter(id=message).update(state="failed" if gone else "queued", failure=fault.reason)
        _log.warning("message not delivered", message=str(message), reason=fault.reason, given_up=gone)
        if not gone:
            raise
        return
    Message.objects.filter(id=message).update(state="sent", sent_at=now, failure="")
