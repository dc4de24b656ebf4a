"""watch · actions: posts, rosters, swaps, the log and spot calls are made here, handovers beside it, nothing elsewhere.

Each act takes the unit's own lock first, so that two at once decide one after the other; the ledger's streams
keep the promise once more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from lianfang.areas.watch import payloads, policy, problems, queries, queries_log, rules
from lianfang.areas.watch.actions_ids import shift_facts, stream_of
from lianfang.areas.watch.kinds import CHECK, CLOSE, LEAD, ROSTER, SEE, STAND
from lianfang.areas.watch.kinds_log import ITEM_CLOSED, LOGGED, ItemClosed, Logged
from lianfang.areas.watch.kinds_post import POST_CLOSED, POST_OPENED, PostClosed, PostOpened
from lianfang.areas.watch.kinds_roster import ROSTERED, Rostered
from lianfang.areas.watch.kinds_spot import SPOT_ANSWERED, SPOT_CALLED, SpotAnswered, SpotCalled
from lianfang.areas.watch.kinds_swap import SWAP_ASKED, SWAP_DECLINED, SWAPPED, SwapAsked, SwapDeclined, Swapped
from lianfang.areas.watch.queries import Ask
from lianfang.areas.watch.rules import Shift, Staffing
from lianfang.ground.recording import valid
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock, scope
from lianfang.kernel.entries import Receipt
from lianfang.kernel.kinds import Kind
from lianfang.kernel.payloads import Payload
from lianfang.kernel.problems import NOT_ALLOWED, STREAM_MOVED, Refused, existing
from lianfang.kernel.recording import Recording, record_act
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is to stand a shift; `seen` is the number of the word that the planner had before them."""

    on: date
    shift: str
    leader: str | None
    officers: tuple[str, ...]
    seen: int | None = None


class Desk:
    """One act at one unit's watch: who acts, where, when; everything is read and written through it."""

    def __init__(self, actor: Actor, unit: str, verb: str, how: Recording) -> None:
        self.actor, self.how = actor, how.standing()
        self.now = self.how.now
        self.unit: Unit = units.unit(actor, unit)
        actor.must(verb, self.unit.path)
        if self.unit.closed_on is not None and self.unit.closed_on <= clock.local(self.now).date():
            raise Refused(problems.UNIT_CLOSED, unit=self.unit.words)
        with connection.cursor() as cursor:
            cursor.execute("SELECT kernel_wait_for(%s)", (f"watch:{unit}",))

    def kept(self) -> queries.Post:
        """The unit's open post. Raises `watch_no_post`."""
        post = queries.post(self.actor, self.unit.code)
        if post is None:
            raise Refused(problems.NO_POST, unit=self.unit.words)
        return post

    def write(
        self,
        kind: Kind,
        data: Payload,
        *,
        stream: UUID | None = None,
        version: int | None = None,
        entry: UUID | None = None,
    ) -> Receipt:
        unit = self.unit.code
        return record_act(self.actor, kind, unit, data, self.how, entry=entry, stream=stream, version=version)

    def called(self, login: str) -> str:
        return queries.called(self.actor, [login])[login]

    def available(self, login: str, *, lead: bool, shift: Shift) -> None:
        """Whether somebody may stand a shift here. Raises `watch_not_available`, `watch_stands_elsewhere`."""
        verb = LEAD if lead else STAND
        if login not in queries.people(self.actor, self.unit.code, verb, self.now):
            post = w("带班领导", "duty leader") if lead else w("值班员", "officer")
            raise Refused(problems.NOT_AVAILABLE, person=self.called(login), unit=self.unit.words, post=post)
        with scope.acting(scope.system_actor()) as system:
            other = queries.elsewhere(login, shift, self.unit.code)
            name = units.unit(system, other).words if other else None
        if name is not None:
            raise Refused(problems.STANDS_ELSEWHERE, person=self.called(login), unit=name)


@transaction.atomic
def open_post(actor: Actor, *, unit: str, phone: str = "", note: str = "", how: Recording = Recording()) -> Receipt:
    """From now on the unit keeps a watch. Raises `watch_post_open`, `watch_unit_closed`, `watch_no_rules`."""
    desk = Desk(actor, unit, ROSTER, how)
    policy.limits_at(desk.now)
    if queries.post(actor, unit) is not None:
        raise Refused(problems.POST_OPEN, unit=desk.unit.words)
    said = valid(PostOpened, phone=phone.strip() or None, note=note.strip() or None)
    stream = stream_of("post", unit)
    return desk.write(POST_OPENED, said, stream=stream, version=queries.post_steps(actor, unit) + 1)


@transaction.atomic
def close_post(actor: Actor, *, unit: str, why: str, how: Recording = Recording()) -> Receipt:
    """From now on the unit keeps none. Raises `not_allowed`, `watch_no_post`, `watch_reason_needed`."""
    desk = Desk(actor, unit, CLOSE, how)
    post = desk.kept()
    rules.check_reason(why)
    said = valid(PostClosed, why=why.strip())
    return desk.write(POST_CLOSED, said, stream=stream_of("post", unit), version=post.number + 1)


@transaction.atomic
def roster(
    actor: Actor, *, unit: str, plans: Sequence[Plan], why: str = "", how: Recording = Recording()
) -> list[Receipt]:
    """Says who stands some shifts; those that stay as they were are left alone. All of it holds, or none.

    Raises `watch_no_post`, `watch_unknown_shift`, `watch_shift_begun`, `watch_shift_over`, `watch_named_twice`,
    `watch_too_many`, `watch_not_available`, `watch_stands_elsewhere`, `watch_roster_moved`, `watch_reason_needed`.
    """
    desk = Desk(actor, unit, ROSTER, how)
    desk.kept()
    written = []
    for plan in plans:
        shift = policy.shift_of(plan.on, plan.shift)
        before = replace(queries.staffing(actor, unit, shift), shift=shift)
        after = replace(before, leader=plan.leader or None, officers=tuple(each for each in plan.officers if each))
        if (after.leader, after.officers) == (before.leader, before.officers):
            continue
        if plan.seen is not None and plan.seen != before.number:
            raise Refused(problems.ROSTER_MOVED, shift=shift.said)
        rules.check_staffing(desk.now, before, after, why, policy.limits_on(plan.on), desk.called)
        for person in after.people:
            if person not in before.people or (person == after.leader) != (person == before.leader):
                desk.available(person, lead=person == after.leader, shift=shift)
        written.append(_say_staffing(desk, after, why))
    return written


def _say_staffing(desk: Desk, staffing: Staffing, why: str) -> Receipt:
    said = valid(
        Rostered, **shift_facts(staffing.shift), leader=staffing.leader, officers=staffing.officers,
        why=why.strip() or None,
    )  # fmt: skip
    stream = stream_of("roster", desk.unit.code, staffing.shift.on.isoformat(), staffing.shift.code)
    return desk.write(ROSTERED, said, stream=stream, version=staffing.number + 1)


@transaction.atomic
def ask_swap(
    actor: Actor,
    *,
    unit: str,
    given: tuple[date, str],
    other: str,
    why: str,
    taken: tuple[date, str] | None = None,
    how: Recording = Recording(),
) -> UUID:
    """Asks another to stand one's own shift, or to change shifts; gives the swap's id.

    Raises as `decide_swap`; nothing changes before the other one, or the leader, has agreed.
    """
    desk = Desk(actor, unit, STAND, how)
    desk.kept()
    asked = _asked(desk, given, actor.login, other, taken, why)
    _changed(desk, asked)
    stream = desk.how.mint(desk.now)
    desk.write(SWAP_ASKED, asked, stream=stream, version=1)
    return stream


@transaction.atomic
def decide_swap(
    actor: Actor,
    *,
    unit: str,
    given: tuple[date, str],
    by: str,
    other: str,
    why: str,
    taken: tuple[date, str] | None = None,
    how: Recording = Recording(),
) -> UUID:
    """The leader (whoever plans the roster, or leads that shift) puts one in another's place at once.

    Raises `not_allowed`, `watch_not_on_shift`, `watch_already_on`, `watch_shift_over`, `watch_with_oneself`,
    `watch_reason_needed`, `watch_not_available`, `watch_stands_elsewhere`.
    """
    desk = Desk(actor, unit, STAND, how)
    desk.kept()
    asked = _asked(desk, given, by, other, taken, why)
    if not _decides(desk, policy.shift_of(*given)):
        raise Refused(NOT_ALLOWED, verb=ROSTER)
    stream = desk.how.mint(desk.now)
    _swap(desk, asked, stream, 1, "leader")
    return stream


@transaction.atomic
def agree_swap(actor: Actor, *, swap: UUID, how: Recording = Recording()) -> Receipt:
    """The one who was asked agrees, or the leader decides it. Raises `watch_swap_answered`, `watch_swap_not_yours`."""
    ask, desk, decided = _answering(actor, swap, how)
    given, taken = ask.given, ask.taken
    asked = SwapAsked(
        given=payloads.Shift(**shift_facts(given)), by=ask.by, other=ask.other,
        taken=payloads.Shift(**shift_facts(taken)) if taken else None, why=ask.why,
    )  # fmt: skip
    return _swap(desk, asked, swap, ask.number + 1, decided)


@transaction.atomic
def decline_swap(actor: Actor, *, swap: UUID, why: str = "", how: Recording = Recording()) -> Receipt:
    """The one who was asked, the one who asked, or the leader lets it be. Raises as `agree_swap`."""
    ask, desk, _ = _answering(actor, swap, how, also=True)
    said = valid(SwapDeclined, why=why.strip() or None)
    return desk.write(SWAP_DECLINED, said, stream=swap, version=ask.number + 1)


def _answering(actor: Actor, swap: UUID, how: Recording, *, also: bool = False) -> tuple[Ask, Desk, str]:
    desk = Desk(actor, queries.ask(actor, swap).unit, STAND, how)
    ask = queries.ask(actor, swap)
    if ask.answer:
        raise Refused(problems.SWAP_ANSWERED)
    if actor.login == ask.other:
        return ask, desk, "consent"
    if (_decides(desk, ask.given) and actor.login != ask.by) or (also and actor.login == ask.by):
        return ask, desk, "leader"
    raise Refused(problems.SWAP_NOT_YOURS, person=desk.called(ask.other))


def _decides(desk: Desk, shift: Shift) -> bool:
    leads = queries.staffing(desk.actor, desk.unit.code, shift).leader == desk.actor.login
    return leads or desk.actor.may(ROSTER, desk.unit.path)


def _asked(
    desk: Desk, given: tuple[date, str], by: str, other: str, taken: tuple[date, str] | None, why: str
) -> SwapAsked:
    rules.check_reason(why)
    asked: SwapAsked = valid(
        SwapAsked, given=payloads.Shift(**shift_facts(policy.shift_of(*given))), by=by, other=other.strip(),
        taken=payloads.Shift(**shift_facts(policy.shift_of(*taken))) if taken else None, why=why.strip(),
    )  # fmt: skip
    return asked


def _changed(desk: Desk, asked: SwapAsked) -> tuple[Staffing, ...]:
    """The shifts as they would stand. Raises what stands against it."""

    def stands(said: payloads.Shift) -> Staffing:
        shift = policy.shift_of(said.on, said.shift)
        return replace(queries.staffing(desk.actor, desk.unit.code, shift), shift=shift)

    before = [stands(asked.given), *([stands(asked.taken)] if asked.taken else [])]
    taken = before[1] if len(before) > 1 else None
    after = rules.swapped(desk.now, before[0], asked.by, asked.other, taken, desk.called)
    comers = (asked.other, asked.by)
    for staffing, comes in zip(after, comers, strict=False):
        desk.available(comes, lead=staffing.leader == comes, shift=staffing.shift)
    return after


def _swap(desk: Desk, asked: SwapAsked, stream: UUID, version: int, decided: str) -> Receipt:
    after = _changed(desk, asked)
    said = valid(Swapped, **dict(asked), decided=decided)
    receipt = desk.write(SWAPPED, said, stream=stream, version=version)
    for staffing in after:
        _say_staffing(desk, staffing, asked.why)
    return receipt


@transaction.atomic
def write_log(
    actor: Actor, *, unit: str, data: Mapping[str, Any], entry: UUID | None = None, how: Recording = Recording()
) -> Receipt:
    """One line of the log, as of now; sent twice under one id it is one line. Raises `watch_no_post`, `invalid`."""
    desk = Desk(actor, unit, STAND, how)
    desk.kept()
    return desk.write(LOGGED, valid(Logged, **data), entry=entry)


@transaction.atomic
def close_item(actor: Actor, *, item: UUID, what: str, how: Recording = Recording()) -> Receipt:
    """An open line is done, and how. Raises `not_found`, `watch_item_not_open`, `watch_item_closed`."""
    desk = Desk(actor, queries_log.item(actor, item).unit, STAND, how)
    line = queries_log.item(actor, item)
    if not line.open:
        raise Refused(problems.ITEM_NOT_OPEN)
    if not line.waits:
        raise Refused(problems.ITEM_CLOSED)
    rules.check_reason(what)
    try:
        return desk.write(ITEM_CLOSED, valid(ItemClosed, item=item, how=what.strip()), stream=item, version=1)
    except Refused as refused:
        if refused.problem is STREAM_MOVED:
            raise Refused(problems.ITEM_CLOSED) from refused
        raise


@transaction.atomic
def call_spot(actor: Actor, *, unit: str, channel: str = "page", how: Recording = Recording()) -> UUID:
    """Checks from above that the post is manned; gives the call's id. Raises `watch_own_call`, `watch_call_open`."""
    desk = Desk(actor, unit, CHECK, how)
    desk.kept()
    on = queries.on_duty(actor, unit, desk.now)
    if on is not None and actor.login in on.people:
        raise Refused(problems.OWN_CALL)
    waiting = queries.waiting_calls(actor, desk.now - timedelta(days=1), [unit])
    if waiting:
        raise Refused(problems.CALL_OPEN, at=clock.said(waiting[0].at))
    stream = desk.how.mint(desk.now)
    called = valid(SpotCalled, how=channel, by=actor.login)
    desk.write(SPOT_CALLED, called, stream=stream, version=1)
    return stream


@transaction.atomic
def answer_spot(actor: Actor, *, call: UUID, by: str = "", how: Recording = Recording()) -> Receipt:
    """Somebody of the shift answers on the page; or the caller notes who answered by phone (`by`).

    Raises `not_found`, `watch_call_answered`, `watch_not_on_shift`.
    """
    desk = Desk(actor, queries.call(actor, call).unit, SEE, how)
    found = queries.call(actor, call)
    if found.answered_at is not None:
        raise Refused(problems.CALL_ANSWERED)
    caller = actor.login == found.by
    who = by.strip() if caller else actor.login
    if not caller and not actor.may(STAND, desk.unit.path):
        raise Refused(NOT_ALLOWED, verb=STAND)
    on = [queries.on_duty(actor, found.unit, moment) for moment in (found.at, desk.now)]
    if not any(each is not None and who in each.people for each in on):
        shift = existing(policy.shift_at(found.at))
        raise Refused(problems.NOT_ON_SHIFT, person=desk.called(who) if who else "—", shift=shift.said)
    answered = valid(SpotAnswered, by=who, how="phone" if caller else "page", called_at=found.at)
    return desk.write(SPOT_ANSWERED, answered, stream=call, version=2)
