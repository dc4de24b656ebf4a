"""units · actions: units are opened, moved, renamed and closed here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import connection, transaction

from lianfang.ground.naming import free_code, read_aloud
from lianfang.ground.recording import Turn, record_all, take_turn, valid
from lianfang.ground.units import payloads, ports, problems, queries, rules
from lianfang.ground.units.card import MOVE
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock, ids
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
from lianfang.kernel.ports import UnitPaths
from lianfang.kernel.problems import INVALID, UNIT_CLOSED, Fault, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w


@dataclass(frozen=True, slots=True)
class UnitSpec:
    """A unit to be opened. With an empty `code` it gets one made of its name.

    `pinyin` is given where the usual reading of the name is wrong (syllables apart).
    """

    code: str
    kind: str
    zh: str
    en: str
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    pinyin: str | None = None


def open_unit(
    actor: Actor,
    *,
    code: str,
    kind: str,
    zh: str,
    en: str,
    parent: str | None = None,
    aliases: Sequence[str] = (),
    pinyin: str | None = None,
    opened_at: datetime | None = None,
    at: clock.Clock | None = None,
    mint: ids.Mint = ids.mint,
    origin: Origin = Origin.CONSOLE,
) -> Unit:
    """Opens a unit below `parent` (at the top without one) as of `opened_at`, by default now.

    Raises `unit_code_taken`, `not_found` for a parent outside the scope, `unit_closed`, `not_allowed`.
    """
    spec = UnitSpec(code, kind, zh, en, parent, tuple(aliases), pinyin)
    return open_units(actor, [spec], opened_at=opened_at, at=at, mint=mint, origin=origin)[0]


@transaction.atomic
def open_units(
    actor: Actor,
    specs: Sequence[UnitSpec],
    *,
    opened_at: datetime | None = None,
    at: clock.Clock | None = None,
    mint: ids.Mint = ids.mint,
    origin: Origin = Origin.CONSOLE,
) -> list[Unit]:
    """Opens many units at once, in any order, all or none; 10,000 take a few seconds. Raises as `open_unit`."""
    now = (at or clock.current()).now()
    opened_at = opened_at or now
    day = clock.day_of(opened_at).date
    for spec in specs:
        if spec.code:
            rules.check_code(spec.code)
    take_turn(Turn.TREE)
    specs = _coded(specs)
    by_code = {spec.code: spec for spec in specs}
    if len(by_code) < len(specs):
        raise Refused(problems.CODE_TAKEN, code=_first_double([spec.code for spec in specs]))
    _check_free(by_code)
    known = _known_parents(actor, by_code, day)
    paths = _paths(by_code, known, day)
    drafts = [
        Draft(id=mint(now), kind="units.unit_opened", unit=code, occurred_at=opened_at, data=_opened(by_code[code]))
        for code in paths
    ]
    with ports.opening({code: UnitPaths(((day, path),)) for code, path in paths.items()}):
        _record(actor, drafts, origin, at)
    return [
        Unit(spec.code, spec.kind, spec.parent, paths[spec.code], spec.zh, spec.en, opened_on=day, closed_on=None)
        for spec in specs
    ]


@transaction.atomic
def move_unit(
    actor: Actor,
    *,
    code: str,
    parent: str,
    from_day: date,
    at: clock.Clock | None = None,
    mint: ids.Mint = ids.mint,
    origin: Origin = Origin.CONSOLE,
) -> Unit:
    """Moves a unit, with everything below it, under another one from the start of reporting day `from_day`.

    Gives the unit as it will stand then. Records keep the path of their own day, so reports already made stay
    as they are. Raises `unit_move_back` for a day that has begun, `unit_under_itself`, `unit_closed`, `not_found`,
    `not_allowed` (the actor needs the verb at both places).
    """
    now = (at or clock.current()).now()
    take_turn(Turn.TREE)
    moved = _standing(actor, code, from_day, from_day)
    target = _standing(actor, parent, from_day, from_day)
    actor.must(MOVE, target.path)
    rules.check_not_below(code, moved.path, target.path)
    rules.check_change_day(from_day, today=clock.day_of(now).date, last_change=_last_change(code))
    data = payloads.UnitMoved(parent=parent, from_day=from_day)
    _record(actor, [Draft(id=mint(now), kind="units.unit_moved", unit=code, occurred_at=now, data=data)], origin, at)
    return queries.unit(actor, code, day=from_day)


@transaction.atomic
def rename_unit(
    actor: Actor,
    *,
    code: str,
    zh: str,
    en: str,
    aliases: Sequence[str] = (),
    pinyin: str | None = None,
    at: clock.Clock | None = None,
    mint: ids.Mint = ids.mint,
    origin: Origin = Origin.CONSOLE,
) -> Unit:
    """Gives a unit another name, and further `aliases`; the old name goes on finding it."""
    now = (at or clock.current()).now()
    take_turn(Turn.TREE)
    day = clock.day_of(now).date
    _standing(actor, code, day, day)
    syllables, initials = read_aloud(zh, pinyin)
    data = valid(
        payloads.UnitRenamed, {"zh": zh, "en": en, "pinyin": syllables, "initials": initials, "aliases": tuple(aliases)}
    )
    _record(actor, [Draft(id=mint(now), kind="units.unit_renamed", unit=code, occurred_at=now, data=data)], origin, at)
    return queries.unit(actor, code, day=day)


@transaction.atomic
def also_call(
    actor: Actor,
    aliases: Mapping[str, str],
    *,
    at: clock.Clock | None = None,
    mint: ids.Mint = ids.mint,
    origin: Origin = Origin.CONSOLE,
) -> None:
    """Units go by one more word each (code → alias), and keep their names. Raises `unit_closed`, `not_found`."""
    now = (at or clock.current()).now()
    take_turn(Turn.TREE)
    day = clock.day_of(now).date
    read = queries.readings(actor, [*aliases])
    drafts = []
    for code, alias in aliases.items():
        unit = _standing(actor, code, day, day)
        syllables, initials = read[code]
        said = {"zh": unit.zh, "en": unit.en, "pinyin": syllables, "initials": initials, "aliases": (alias,)}
        data = valid(payloads.UnitRenamed, said)
        drafts.append(Draft(id=mint(now), kind="units.unit_renamed", unit=code, occurred_at=now, data=data))
    _record(actor, drafts, origin, at)


@transaction.atomic
def close_unit(
    actor: Actor,
    *,
    code: str,
    from_day: date,
    at: clock.Clock | None = None,
    mint: ids.Mint = ids.mint,
    origin: Origin = Origin.CONSOLE,
) -> Unit:
    """Closes a unit from the start of reporting day `from_day`, which has not begun yet.

    Raises `unit_has_children` while units below it stand, `unit_move_back`, `unit_closed`.
    """
    now = (at or clock.current()).now()
    take_turn(Turn.TREE)
    _standing(actor, code, from_day, from_day)
    below = [each for each in queries.children(actor, code, day=from_day) if each.open_on(from_day)]
    if below:
        raise Refused(problems.HAS_CHILDREN, code=code, count=len(below))
    rules.check_change_day(from_day, today=clock.day_of(now).date, last_change=_last_change(code))
    data = payloads.UnitClosed(from_day=from_day)
    _record(actor, [Draft(id=mint(now), kind="units.unit_closed", unit=code, occurred_at=now, data=data)], origin, at)
    return queries.unit(actor, code, day=from_day)


@transaction.atomic
def host_unit(
    actor: Actor,
    *,
    code: str,
    locality: str,
    authority: str,
    phone: str | None = None,
    at: clock.Clock | None = None,
    mint: ids.Mint = ids.mint,
    origin: Origin = Origin.CONSOLE,
) -> Unit:
    """Says where a unit is and which authority it tells there, from now on. Raises `unit_closed`, `invalid`."""
    now = (at or clock.current()).now()
    day = clock.day_of(now).date
    found = _standing(actor, code, day, day)
    data = valid(payloads.UnitHosted, {"locality": locality, "authority": authority, "phone": phone or None})
    _record(actor, [Draft(id=mint(now), kind="units.unit_hosted", unit=code, occurred_at=now, data=data)], origin, at)
    return found


def _standing(actor: Actor, code: str, path_day: date, day: date) -> Unit:
    found = queries.unit(actor, code, day=path_day)
    if not found.open_on(day):
        raise Refused(UNIT_CLOSED, code=code, day=found.closed_on)
    return found


def _last_change(code: str) -> date:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(since_day) FROM units_path WHERE unit = %s", (code,))
        found: date = cursor.fetchone()[0]
    return found


def _check_free(by_code: dict[str, UnitSpec]) -> None:
    """Names the first code that the actor sees taken; what lies out of sight is found by the constraint."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(code) FROM units_unit WHERE code = ANY(%s)", (list(by_code),))
        found = cursor.fetchone()[0]
    if found is not None:
        raise Refused(problems.CODE_TAKEN, code=found)


def _coded(specs: Sequence[UnitSpec]) -> list[UnitSpec]:
    """The specs, each with a code."""
    given, found = {spec.code for spec in specs}, list[UnitSpec]()
    for spec in specs:
        otherwise = spec.kind.upper().replace("_", "-")
        code = spec.code or free_code("units_unit", spec.zh, otherwise, within=spec.parent, given=given)
        given.add(code)
        found.append(replace(spec, code=code))
    return found


def _known_parents(actor: Actor, by_code: dict[str, UnitSpec], day: date) -> dict[str, Unit]:
    wanted = {spec.parent for spec in by_code.values() if spec.parent and spec.parent not in by_code}
    known = queries.units(actor, sorted(wanted), day=day)
    for parent in known.values():
        if not parent.open_on(day):
            raise Refused(UNIT_CLOSED, code=parent.code, day=parent.closed_on)
    return known


def _paths(by_code: dict[str, UnitSpec], known: dict[str, Unit], day: date) -> dict[str, str]:
    """The path of each unit to be opened, parents first."""
    try:
        order = rules.in_order({code: spec.parent for code, spec in by_code.items()}, known)
    except LookupError as missing:
        said = w("没有找到上级单位：{code}", "no such parent: {code}").fill(code=str(missing.args[0])[:80])
        raise Refused(INVALID, faults=(Fault("data.parent", said, "not_found"),)) from None
    paths = {code: unit.path for code, unit in known.items()}
    for code in order:
        parent = by_code[code].parent
        paths[code] = f"{paths[parent] if parent else ''}{code}/"
    return {code: paths[code] for code in order}


def _opened(spec: UnitSpec) -> payloads.UnitOpened:
    syllables, initials = read_aloud(spec.zh, spec.pinyin)
    return valid(
        payloads.UnitOpened,
        {
            "kind": spec.kind, "parent": spec.parent, "zh": spec.zh, "en": spec.en, "pinyin": syllables,
            "initials": initials, "aliases": spec.aliases,
        },
    )  # fmt: skip


def _record(actor: Actor, drafts: list[Draft], origin: Origin, at: clock.Clock | None) -> None:
    taken, codes = {"units_opening_code": problems.CODE_TAKEN}, [draft.unit for draft in drafts]
    record_all(actor, drafts, origin=origin, at=at, taken=taken, codes=codes)


def _first_double(codes: list[str]) -> str:
    seen: set[str] = set()
    return next(code for code in codes if code in seen or seen.add(code))  # type: ignore[func-returns-value]
