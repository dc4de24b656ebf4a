"""watch · actions of the handover: both sides sign what is open at the unit, read from everybody's records."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from lianfang.areas.watch import policy, problems, queries, queries_log, queries_open, rules
from lianfang.areas.watch.actions import Desk
from lianfang.areas.watch.actions_ids import change_facts, change_stream, short
from lianfang.areas.watch.kinds import STAND
from lianfang.areas.watch.kinds_handover import (
    MATTERS_MOST,
    OFFERED,
    SIGNED,
    Done,
    HandoverOffered,
    HandoverSigned,
    Item,
    Matter,
)
from lianfang.areas.watch.rules import Handover
from lianfang.ground.recording import valid
from lianfang.kernel import clock
from lianfang.kernel.entries import Receipt
from lianfang.kernel.open_matters import OpenMatter, Reading
from lianfang.kernel.problems import Refused
from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor

_MOMENT = timedelta(microseconds=1)


@transaction.atomic
def offer_handover(
    actor: Actor,
    *,
    unit: str,
    change_at: datetime,
    note: str = "",
    read: str | None = None,
    how: Recording = Recording(),
) -> Receipt:
    """The leaving side signs: all that is open at the unit goes with it, and what was done on its shift.

    `read` are the marks of what the signer's page showed (`queries_open.marks_of`): where something has come up or was
    settled since, they look again first. Offered again before the other side has signed, the newer offer counts.
    Raises `watch_no_handover`, `watch_handover_early`, `watch_handover_late`, `watch_not_on_shift`,
    `watch_handed_over`, `watch_read_moved`.
    """
    desk, handover = _handover(actor, unit, change_at, how)
    limits, leaving = policy.limits_at(change_at), handover.leaving
    staffed = queries.staffing(actor, unit, leaving)
    rules.check_offer(desk.now, handover, actor.login, staffed, limits, clock.said)
    found = queries_open.all_open(actor, desk.unit, desk.now, handover.taking.ends_at)
    _check_read(found, read)
    until = desk.now + _MOMENT
    done = queries_log.done_between(actor, unit, leaving.begins_at, until)
    made = queries_open.did(actor, desk.unit, staffed.people, leaving.begins_at, until)
    offered = valid(
        HandoverOffered, **change_facts(handover, actor.login), note=note.strip() or None,
        done=tuple(Item(item=each.entry, text=short(f"{each.text}（{each.how}）")) for each in done),
        undone=tuple(
            Item(item=each.entry, text=short(each.text)) for each in queries_log.open_items(actor, [unit])
        ),
        made=tuple(Done(kind=each.kind, count=each.count) for each in made),
        matters=_kept(found.matters[:MATTERS_MOST]), matters_count=found.count, matters_hidden=found.hidden,
        matters_digest=queries_open.digest_of([each.key for each in found.matters]),
    )  # fmt: skip
    return desk.write(OFFERED, offered, stream=change_stream(unit, change_at), version=handover.number + 1)


@transaction.atomic
def sign_handover(
    actor: Actor,
    *,
    unit: str,
    change_at: datetime,
    offered: UUID,
    read: str | None = None,
    how: Recording = Recording(),
) -> Receipt:
    """The taking side signs what it read, with what has changed since it was offered. Raises `watch_not_offered`,
    `watch_same_hand`, `watch_offer_changed`, and as `offer_handover`."""
    desk, handover = _handover(actor, unit, change_at, how)
    taking = queries.staffing(actor, unit, handover.taking)
    rules.check_signature(desk.now, handover, actor.login, taking, offered, policy.limits_at(change_at), clock.said)
    offer = handover.offer
    if offer is None:
        raise Refused(problems.NOT_OFFERED)
    found = queries_open.all_open(actor, desk.unit, desk.now, handover.taking.ends_at)
    _check_read(found, read)
    came, went = queries_open.changed(offer, found)
    signed = valid(
        HandoverSigned, **change_facts(handover, offer.by), taking_by=actor.login, offered=offer.entry,
        came=_kept(came[:MATTERS_MOST]),
        went=tuple(Matter(**{name: each[name] for name in Matter.model_fields if name in each}) for each in went),
    )  # fmt: skip
    return desk.write(SIGNED, signed, stream=change_stream(unit, change_at), version=handover.number + 1)


def _check_read(found: Reading, read: str | None) -> None:
    """Nobody signs what they have not seen. Raises `watch_read_moved`."""
    if read is None:
        return
    shown, now = set(read.split()), {queries_open.mark_of(each.key) for each in found.matters}
    if shown != now:
        raise Refused(problems.READ_MOVED, came=len(now - shown), went=len(shown - now))


def _kept(matters: Iterable[OpenMatter]) -> tuple[Matter, ...]:
    """Matters as the ledger keeps them for good: without anybody's name."""
    return tuple(
        Matter(
            key=each.key[:300], sort=each.sort.name.lower(), zh=short((each.kept or each.words).zh),
            en=short((each.kept or each.words).en), href=each.href[:400], late=each.late,
        )
        for each in matters
    )  # fmt: skip


def _handover(actor: Actor, unit: str, change_at: datetime, how: Recording) -> tuple[Desk, Handover]:
    desk = Desk(actor, unit, STAND, how)
    post, taking = desk.kept(), policy.shift_at(change_at)
    found = queries.handover(actor, unit, taking) if taking and taking.begins_at == change_at else None
    if found is None or post.opened_at >= change_at:
        raise Refused(problems.NO_HANDOVER, at=clock.said(change_at))
    return desk, found
