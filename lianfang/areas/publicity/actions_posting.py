"""publicity · actions of postings: planned, ended, put up and taken down with proof, sent to groups."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from lianfang.areas.publicity import kinds_posting, problems, queries, queries_groups, queries_posting, rules
from lianfang.areas.publicity.kinds import POST, SIGN
from lianfang.areas.publicity.kinds_posting import GroupSet, Posted, PostingPlanned, TakenDown
from lianfang.areas.publicity.models import GroupSecret
from lianfang.areas.publicity.payloads import AT_PLACES, BY_PHOTO, CHANNELS
from lianfang.areas.publicity.queries_posting import Posting, Slot
from lianfang.areas.publicity.rules import HANGING_WORDS, Hanging
from lianfang.ground.places import queries as places
from lianfang.ground.recording import valid
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel.entries import WITHDRAWAL, Proof, Receipt
from lianfang.kernel.kinds import Evidence, Kind
from lianfang.kernel.payloads import Payload
from lianfang.kernel.problems import Refused
from lianfang.kernel.recording import Recording, record_act
from lianfang.kernel.scope import Actor
from lianfang.kernel.steps import next_version, takes_step
from lianfang.kernel.words import listed
from lianfang.shell import sending
from lianfang.shell.components.text import moment

_NAMED = 8  # places that a refusal names


@transaction.atomic
def plan_posting(actor: Actor, *, unit: str, data: Mapping[str, Any], how: Recording = Recording()) -> UUID:
    """A text is to be out on a channel; gives the id of the posting.

    Raises `publicity_not_signed`, `publicity_text_elsewhere`, `publicity_needs_places`, `publicity_needs_groups`,
    `publicity_no_such_place`, `publicity_not_there`, `publicity_planned_twice`, `invalid`, `not_found`,
    `not_allowed`.
    """
    found = units.unit(actor, unit)
    actor.must(POST, found.path)
    said = valid(PostingPlanned, data)
    _check_plan(actor, found, said, None, how.now)
    stream = how.mint(how.now)
    record_act(actor, kinds_posting.PLANNED, unit, said, how, stream=stream, version=1)
    return stream


@takes_step
def replan_posting(actor: Actor, *, posting: UUID, data: Mapping[str, Any], how: Recording = Recording()) -> Receipt:
    """The posting as it is planned from now on, of the same text and channel; what hangs where it is not planned any
    more is to be taken down. Raises as `plan_posting`, `publicity_posting_over`."""
    version, found = _open(actor, posting)
    said = valid(PostingPlanned, {**data, "text": found.plan.text, "channel": found.plan.channel})
    _check_plan(actor, units.unit(actor, found.unit), said, posting, how.now)
    return record_act(actor, kinds_posting.PLANNED, found.unit, said, how, stream=posting, version=version)


@takes_step
def end_posting(actor: Actor, *, posting: UUID, why: str, how: Recording = Recording()) -> Receipt:
    """It is to be out no more. Raises `publicity_posting_over`, `not_found`, `not_allowed`."""
    version, found = _open(actor, posting)
    said = valid(kinds_posting.PostingEnded, {"why": why.strip()})
    return record_act(actor, kinds_posting.ENDED, found.unit, said, how, stream=posting, version=version)


@takes_step
def post(
    actor: Actor,
    *,
    posting: UUID,
    target: str,
    data: Mapping[str, Any],
    label: str | None = None,
    how: Recording = Recording(),
) -> Receipt:
    """It is out at one of its places or groups, in the version that counts; `data` are the fields of `Posted` but
    `posting` and `target`, `label` what was read from the place's label.

    Raises `publicity_no_such_slot`, `publicity_up_already`, `publicity_not_wanted`, `publicity_version_moved`,
    `publicity_photo_wanted`, `invalid`, `not_allowed`.
    """
    return _post(actor, posting, target, data, label, how)


@takes_step
def take_down(
    actor: Actor,
    *,
    posting: UUID,
    target: str,
    data: Mapping[str, Any],
    label: str | None = None,
    how: Recording = Recording(),
) -> Receipt:
    """It hangs there no more. Before its time the reason is asked.

    Raises `publicity_no_such_slot`, `publicity_not_up`, `publicity_photo_wanted`, `publicity_why_early`, `invalid`,
    `not_allowed`.
    """
    number, slot = _slot(actor, posting, target, how.now)
    said = valid(TakenDown, {**data, "posting": posting, "target": target})
    state = slot.state(how.now)
    if state not in rules.UP:
        raise Refused(problems.NOT_UP, where=slot.where, state=HANGING_WORDS[state])
    if state not in rules.TO_TAKE_DOWN and not said.note:
        raise Refused(problems.WHY_EARLY)
    _check_photo(slot, said.photo_sha256)
    return _hung(actor, slot, number, kinds_posting.TAKEN_DOWN, said, label, how)


@takes_step
def take_back(actor: Actor, *, entry: UUID, because: str, how: Recording = Recording()) -> Receipt:
    """What was recorded of a place or group by mistake, as if it had never been said. Raises `not_found`,
    `not_allowed`."""
    unit, path = queries_posting.recorded(actor, entry)
    actor.must(POST, path)
    return record_act(actor, WITHDRAWAL, unit, {}, how, corrects=entry, reason=because)


@takes_step
def send_to_group(
    actor: Actor, *, posting: UUID, target: str, version: int, words: str, how: Recording = Recording()
) -> Receipt:
    """Sends the words to a group by its address, and records what was sent as the proof.

    It is recorded if and only if the group took it: sending is the last thing done before the record stands.
    Raises `publicity_no_address`, `publicity_not_delivered`, and what `post` raises.
    """
    _, slot = _slot(actor, posting, target, how.now)
    group = queries_groups.group_called(actor, slot.unit, target)
    url = queries_groups.address_of(group) if group is not None else None
    if group is None or url is None:
        raise Refused(problems.NO_ADDRESS, group=target)
    said = {"version": version, "sent": words, "through": group.service}
    receipt = _post(actor, posting, target, said, None, how)
    try:
        sending.send(url, slot.title or "", words)
    except sending.NotDelivered as failed:
        raise Refused(problems.NOT_DELIVERED, group=target, reason=failed.reason) from None
    return receipt


@takes_step
def set_group(actor: Actor, *, unit: str, name: str, url: str, how: Recording = Recording()) -> UUID:
    """A group of a unit can be sent to by this address from now on; without one, no more.

    The entry holds the address's fingerprint; the address itself is kept apart, encrypted. Raises `bad_address`,
    `invalid`, `not_found`, `not_allowed`.
    """
    found = units.unit(actor, unit)
    actor.must(SIGN, found.path)
    known = queries_groups.group_called(actor, unit, name.strip())
    address = sending.read(url) if url.strip() or known is None else None
    stream = known.stream if known else how.mint(how.now)
    service, mark = (address.service, address.fingerprint) if address else (known.service, known.fingerprint)  # type: ignore[union-attr]
    said = valid(GroupSet, {"name": name.strip(), "service": service, "fingerprint": mark, "open": address is not None})
    record_act(actor, kinds_posting.GROUP, unit, said, how, stream=stream, version=next_version(stream))
    if address is None:
        GroupSecret.objects.filter(stream=stream).delete()
    else:
        concealed = sending.conceal(queries_groups.ADDRESSES, stream, url)
        GroupSecret.objects.update_or_create(stream=stream, defaults={"path": found.path, "concealed": concealed})
    return stream


def _post(
    actor: Actor, posting: UUID, target: str, data: Mapping[str, Any], label: str | None, how: Recording
) -> Receipt:
    number, slot = _slot(actor, posting, target, how.now)
    said = valid(Posted, {**data, "posting": posting, "target": target})
    state = slot.state(how.now)
    if state is Hanging.OUT and slot.hung_at is not None:
        raise Refused(problems.UP_ALREADY, where=slot.where, at=moment(slot.hung_at))
    if state not in rules.TO_POST:
        raise Refused(problems.NOT_WANTED, where=slot.where, state=HANGING_WORDS[state])
    if said.version != slot.signed:
        raise Refused(problems.VERSION_MOVED, given=said.version, now=slot.signed)
    _check_photo(slot, said.photo_sha256)
    return _hung(actor, slot, number, kinds_posting.POSTED, said, label, how)


def _open(actor: Actor, posting: UUID) -> tuple[int, Posting]:
    version = next_version(posting)
    found = queries_posting.posting(actor, posting)
    actor.must(POST, found.path)
    if found.ended:
        raise Refused(problems.POSTING_OVER)
    return version, found


def _check_plan(actor: Actor, unit: Unit, said: PostingPlanned, posting: UUID | None, now: datetime) -> None:
    text = queries.text(actor, said.text)
    title = text.text.title[:60]
    if text.signed is None:
        raise Refused(problems.NOT_SIGNED, title=title)
    if not unit.path.startswith(text.path):
        raise Refused(problems.TEXT_ELSEWHERE, title=title)
    _check_channel(actor, unit, said)
    targets = {*said.places, *said.groups}
    there = queries_posting.standing_elsewhere(actor, said.text, said.channel, targets, posting, now)
    if there:
        where = listed([each.where for each in there[:_NAMED]])
        raise Refused(problems.PLANNED_TWICE, title=title, channel=CHANNELS.words_of(said.channel), where=where)


def _check_channel(actor: Actor, unit: Unit, said: PostingPlanned) -> None:
    """A channel at places has places of the unit or below it, in use and of a kind that it can be at; one of groups has
    groups."""
    channel = CHANNELS.terms().get(said.channel)
    if channel is None:
        return  # the journal says so at the field
    if AT_PLACES not in channel.traits:
        if said.places or not said.groups:
            raise Refused(problems.NEEDS_GROUPS, channel=channel.words)
        return
    if said.groups or not said.places:
        raise Refused(problems.NEEDS_PLACES, channel=channel.words)
    known = places.places(actor, said.places)
    today = units.today()
    strange = [
        code
        for code in said.places
        if code not in known or not known[code].path.startswith(unit.path) or not known[code].open_on(today)
    ]
    if strange:
        raise Refused(problems.NO_SUCH_PLACE, places="、".join(strange[:_NAMED]))
    kinds = channel.refers.get("at", ())
    wrong = next((each for each in known.values() if kinds and each.kind not in kinds), None)
    if wrong is not None:
        raise Refused(problems.NOT_THERE, channel=channel.words, place=wrong.words, kind=wrong.kind_words)


def _slot(actor: Actor, posting: UUID, target: str, now: datetime) -> tuple[int, Slot]:
    """The number of the next step at a place or group, and how it stands there."""
    number = next_version(rules.stream_of(posting, target))
    found = queries_posting.slot(actor, posting, target, now)
    if found is None:
        raise Refused(problems.NO_SUCH_SLOT, target=target)
    actor.must(POST, found.path)
    return number, found


def _check_photo(slot: Slot, photo: str | None) -> None:
    channel = CHANNELS.terms().get(slot.channel)
    if channel is not None and BY_PHOTO in channel.traits and not photo:
        raise Refused(problems.PHOTO_WANTED, channel=channel.words)


def _hung(
    actor: Actor, slot: Slot, number: int, kind: Kind, said: Payload, label: str | None, how: Recording
) -> Receipt:
    photo = getattr(said, "photo_sha256", None)
    evidence = Evidence.SCANNED if label else Evidence.PHOTO if photo else Evidence.TYPED
    return record_act(
        actor, kind, slot.unit, said, how, stream=rules.stream_of(slot.posting, slot.target), version=number,
        place=slot.target if slot.of_place else None, evidence=evidence, proof=Proof(label) if label else None,
    )  # fmt: skip
