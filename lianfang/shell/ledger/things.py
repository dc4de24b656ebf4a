"""shell · ledger things: things with a life of which a record can be a step: those that stand, and any by its id."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from lianfang.kernel import clock, reading, streams
from lianfang.kernel.kinds import KINDS, Kind
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor, prefix_range, ranges
from lianfang.kernel.words import Words, w

_SOUGHT = "%(text)s = '' OR strpos(lower(t.zh), %(text)s) > 0 OR strpos(lower(t.en), %(text)s) > 0"
_CALLED = "%(text)s IN (lower(t.zh), lower(t.en))"
_NONE = w("没有找到这件事项；请填其编号或完整名称", "No such matter was found; give its id or whole name")
_SEVERAL = w("有几件事项叫这个名称；请填编号", "Several matters have this name; give the id")


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing: its id (which is its stream), who answers for it, its name, and since when it stands."""

    id: UUID
    unit: str
    path: str
    words: Words
    href: str = ""
    since_at: datetime | None = None


def sort_words(kind: Kind) -> Words:
    """What the things are called of which entries of the kind are steps."""
    target = REGISTRY.targets().get(kind.goes_on)
    return target.words if target else w("事项", "matter")


def standing(actor: Actor, kind: Kind, text: str = "", *, limit: int, whole: bool = False) -> list[Thing]:
    """The things that stand now where the actor may record the kind, the newest first.

    `text` is part of a name, or all of it where that is asked for.
    """
    target = REGISTRY.targets().get(kind.goes_on)
    if target is None or "\0" in text:
        return []
    now = clock.current().now()
    low, high = prefix_range("")
    found = reading.rows(
        actor,
        f"SELECT t.target, t.unit, t.path, t.zh, t.en, t.since_at FROM ({target.sql}) t "
        'WHERE NOT t."left" AND (t.since_at IS NULL OR t.since_at <= %(now)s) '
        f"AND (t.until_at IS NULL OR t.until_at > %(now)s) AND %(mine)s::path_ranges @> t.path "
        f"AND ({_CALLED if whole else _SOUGHT}) "
        "ORDER BY t.since_at DESC NULLS LAST, t.target LIMIT %(limit)s",
        day=clock.day_of(now).date, low=low, high=high, kinds=list(kind.thing_kinds), now=now,
        mine=ranges(actor.prefixes(kind.record)), text=text.strip().lower(), limit=limit,
    )  # fmt: skip
    return [Thing(UUID(row[0]), row[1], row[2], Words(row[3], row[4]), since_at=row[5]) for row in found]


def named(actor: Actor, sort: str, ids: Collection[UUID]) -> dict[UUID, Thing]:
    """Things by their ids, whatever became of them, as far as the actor sees; with the way to those he may open."""
    target = REGISTRY.targets().get(sort)
    if target is None or not ids:
        return {}
    with reading.cursor(actor) as cursor:
        found = streams.things(cursor, sort, sorted(ids))
    return {
        id_: Thing(
            id_, each.unit, each.path, Words(each.zh, each.en),
            reverse(target.page, args=[id_]) if target.page and actor.may(target.see, each.path) else "",
        )
        for id_, each in found.items()
    }  # fmt: skip


def of_entries(actor: Actor, listed: Iterable[Any]) -> dict[UUID, Thing]:
    """The things of which some entries are steps: one question for each sort of things."""
    wanted: dict[str, set[UUID]] = {}
    for each in listed:
        kind = KINDS.get(getattr(each, "kind", ""))
        if kind is not None and kind.goes_on and each.stream:
            wanted.setdefault(kind.goes_on, set()).add(each.stream)
    return {id_: thing for sort, ids in wanted.items() for id_, thing in named(actor, sort, ids).items()}


def meant(actor: Actor, kind: Kind, said: str) -> Thing | Words:
    """The one thing that an id or a whole name means, by its name among those that stand; else why it is not clear."""
    try:
        id_ = UUID(said)
    except ValueError:
        alike = standing(actor, kind, said, limit=2, whole=True)
        if len(alike) == 1:
            return alike[0]
        return _SEVERAL if alike else _NONE
    return named(actor, kind.goes_on, [id_]).get(id_) or _NONE
