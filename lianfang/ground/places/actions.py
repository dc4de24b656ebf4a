"""places · actions: places are opened and closed, and labels issued, replaced and revoked, here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from lianfang.ground.naming import free_code
from lianfang.ground.places import payloads, problems, queries
from lianfang.ground.places.card import OPEN, PLACE_OPENED
from lianfang.ground.places.labels import PLACE, Label, labels_of
from lianfang.ground.places.queries import Place
from lianfang.ground.places.shortcodes import made_of
from lianfang.ground.places.sorts import PLACE_KINDS, may_stand_in
from lianfang.ground.recording import Turn, record_all, take_turn, valid
from lianfang.kernel import clock, ids
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
from lianfang.kernel.labelled import Labelled
from lianfang.kernel.payloads import Payload
from lianfang.kernel.problems import INVALID, Fault, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w

_TAKEN = {"places_opening_code": problems.CODE_TAKEN}
_NO_LABEL = Label(PLACE, "")


@dataclass(frozen=True, slots=True)
class PlaceSpec:
    """A place to be opened; `unit` answers for it, `parent` is the place that it is part of.

    With an empty `code` it gets one made of its name; the id of the `entry` is minted where it is not given.
    """

    code: str
    kind: str
    unit: str
    zh: str
    en: str
    parent: str | None = None
    entry: UUID | None = None


def open_place(
    actor: Actor,
    *,
    code: str,
    kind: str,
    unit: str,
    zh: str,
    en: str,
    parent: str | None = None,
    opened_at: datetime | None = None,
    at: clock.Clock | None = None,
    mint: ids.Mint = ids.mint,
    origin: Origin = Origin.CONSOLE,
) -> Place:
    """Opens a place as of `opened_at`, by default now. Raises `place_code_taken`, `not_found`, `invalid`."""
    spec = PlaceSpec(code, kind, unit, zh, en, parent)
    return open_places(actor, [spec], opened_at=opened_at, at=at, mint=mint, origin=origin)[0]


@transaction.atomic
def open_places(
    actor: Actor,
    specs: Sequence[PlaceSpec],
    *,
    opened_at: datetime | None = None,
    at: clock.Clock | None = None,
    mint: ids.Mint = ids.mint,
    origin: Origin = Origin.CONSOLE,
) -> list[Place]:
    """Opens many places at once, all or none. Raises as `open_place`."""
    now = (at or clock.current()).now()
    specs = _coded(specs)
    _check_parents(specs)
    drafts = [
        Draft(
            id=spec.entry or mint(now),
            kind=PLACE_OPENED.code,
            unit=spec.unit,
            occurred_at=opened_at or now,
            data=_opened(spec),
        )
        for spec in specs
    ]
    codes = [spec.code for spec in specs]
    taken = sorted(queries.known_places(codes))
    if taken:
        raise Refused(problems.CODE_TAKEN, code=taken[0])
    record_all(actor, drafts, origin=origin, at=at, taken=_TAKEN, codes=codes)
    opened = queries.places(actor, codes)
    return [opened[spec.code] for spec in specs]


def _coded(specs: Sequence[PlaceSpec]) -> list[PlaceSpec]:
    """The specs, each with a code."""
    if all(spec.code for spec in specs):
        return list(specs)
    take_turn(Turn.PLACES)
    given, found = {spec.code for spec in specs}, list[PlaceSpec]()
    for spec in specs:
        otherwise, within = spec.kind.upper().replace("_", "-"), spec.parent or spec.unit
        code = spec.code or free_code("places_place", spec.zh, otherwise, within=within, given=given)
        given.add(code)
        found.append(replace(spec, code=code))
    return found


@transaction.atomic
def close_place(
    actor: Actor,
    *,
    code: str,
    from_day: date,
    at: clock.Clock | None = None,
    mint: ids.Mint = ids.mint,
    origin: Origin = Origin.CONSOLE,
) -> Place:
    """Takes a place out of use from the start of reporting day `from_day`, which has not begun yet.

    Raises `place_closed`, `place_close_back`, `not_found`.
    """
    now = (at or clock.current()).now()
    take_turn(Turn.PLACES)
    found = queries.place(actor, code)
    if found.closed_on is not None:
        raise Refused(problems.CLOSED, code=code, day=found.closed_on)
    earliest = max(clock.day_of(now).date, found.opened_on) + timedelta(days=1)
    if from_day < earliest:
        raise Refused(problems.CLOSE_BACK_IN_TIME, earliest=earliest.isoformat())
    data = payloads.PlaceClosed(from_day=from_day)
    draft = Draft(id=mint(now), kind="places.place_closed", unit=found.unit, place=code, occurred_at=now, data=data)
    record_all(actor, [draft], origin=origin, at=at)
    return queries.place(actor, code)


@transaction.atomic
def issue_labels(
    actor: Actor,
    things: Sequence[Labelled],
    *,
    at: clock.Clock | None = None,
    mint: ids.Mint = ids.mint,
    origin: Origin = Origin.CONSOLE,
) -> dict[str, Label]:
    """The labels of some things of one sort, by code; those that have none on record are issued one.

    Raises `not_allowed`.
    """
    sorts = {thing.sort for thing in things}
    assert len(sorts) <= 1, "one sort at a time"
    for thing in things:
        actor.must(OPEN, thing.path)
    sort = next(iter(sorts), PLACE)
    codes = [thing.code for thing in things]
    known = labels_of(actor, sort, codes)
    if _unissued(things, known):
        take_turn(Turn.PLACES)  # and look again: another may have printed the same ones just now
        known = labels_of(actor, sort, codes)
    if new := _unissued(things, known):
        now = (at or clock.current()).now()
        drafts = [
            _of_label(thing, entry, "places.label_issued", _issued(thing, short), now)
            for thing, (entry, short) in zip(new, _shorts(len(new), now, mint), strict=True)
        ]
        record_all(actor, drafts, origin=origin, at=at)
        known = labels_of(actor, sort, codes)
    return known


@transaction.atomic
def replace_label(
    actor: Actor,
    *,
    thing: Labelled,
    why: str,
    at: clock.Clock | None = None,
    mint: ids.Mint = ids.mint,
    origin: Origin = Origin.CONSOLE,
) -> None:
    """Makes whatever the label of a thing says good for nothing; a new one must be printed. Raises `not_allowed`."""
    actor.must(OPEN, thing.path)
    now = (at or clock.current()).now()
    ((entry, short),) = _shorts(1, now, mint)
    named = {} if thing.sort == PLACE else {"sort": thing.sort, "code": thing.code}
    data = valid(payloads.LabelReplaced, {"why": why, "short": short, **named})
    record_all(actor, [_of_label(thing, entry, "places.label_replaced", data, now)], origin=origin, at=at)


@transaction.atomic
def revoke_label(
    actor: Actor,
    *,
    thing: Labelled,
    why: str,
    at: clock.Clock | None = None,
    mint: ids.Mint = ids.mint,
    origin: Origin = Origin.CONSOLE,
) -> None:
    """Makes the label of a thing good for nothing, without another. Raises `label_none`, `not_allowed`."""
    actor.must(OPEN, thing.path)
    now = (at or clock.current()).now()
    take_turn(Turn.PLACES)
    if labels_of(actor, thing.sort, [thing.code])[thing.code].revoked:
        raise Refused(problems.LABEL_NONE)
    data = valid(payloads.LabelRevoked, {"why": why, "sort": thing.sort, "code": thing.code})
    record_all(actor, [_of_label(thing, mint(now), "places.label_revoked", data, now)], origin=origin, at=at)


def _unissued(things: Sequence[Labelled], known: Mapping[str, Label]) -> list[Labelled]:
    return [thing for thing in things if known.get(thing.code, _NO_LABEL).issued is None]


def _of_label(thing: Labelled, entry: UUID, kind: str, data: Payload, now: datetime) -> Draft:
    place = thing.code if thing.sort == PLACE else None
    return Draft(id=entry, kind=kind, unit=thing.unit, place=place, occurred_at=now, data=data)


def _issued(thing: Labelled, short: str) -> payloads.LabelIssued:
    return valid(payloads.LabelIssued, {"sort": thing.sort, "code": thing.code, "short": short})


def _shorts(count: int, now: datetime, mint: ids.Mint) -> list[tuple[UUID, str]]:
    """Ids for entries that issue labels, each with the short code that follows from it and that no label has had.

    Whoever asks has his turn until the transaction ends: of two at once both would be told that a code is free.
    """
    take_turn(Turn.PLACES)
    found: dict[str, UUID] = {}
    while len(found) < count:
        tried = {made_of(entry): entry for entry in (mint(now) for _ in range(count - len(found)))}
        taken = queries.shorts_taken(tried)
        found |= {short: entry for short, entry in tried.items() if short not in taken and short not in found}
    return [(entry, short) for short, entry in found.items()]


def _opened(spec: PlaceSpec) -> payloads.PlaceOpened:
    data = {"code": spec.code, "kind": spec.kind, "zh": spec.zh, "en": spec.en, "parent": spec.parent}
    return valid(payloads.PlaceOpened, data)


def _check_parents(specs: Sequence[PlaceSpec]) -> None:
    """A place is part of one that the actor sees or opens by the same act, of a kind that it may stand in."""
    own = {spec.code: spec.kind for spec in specs}
    wanted = {spec.parent for spec in specs if spec.parent} - own.keys()
    kinds = own | (queries.known_places(wanted) if wanted else {})
    for spec in specs:
        if not spec.parent:
            continue
        if spec.parent not in kinds:
            said = w("没有找到所属地点：{code}", "no such place: {code}").fill(code=spec.parent[:80])
            raise Refused(INVALID, faults=(Fault("data.parent", said, "not_found"),))
        if not may_stand_in(spec.kind, kinds[spec.parent]):
            said = w("{kind}不能属于{parent}", "{kind} cannot be part of {parent}").fill(
                kind=PLACE_KINDS.words_of(spec.kind), parent=PLACE_KINDS.words_of(kinds[spec.parent])
            )
            raise Refused(INVALID, faults=(Fault("data.parent", said, "not_within"),))
