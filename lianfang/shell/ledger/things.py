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
_CALLED = "lower(t.zh) = ANY(%(texts)s) OR lower(t.en) = ANY(%(texts)s)"
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


def standing(actor: Actor, kind: Kind, text: str = "", *, limit: int) -> list[Thing]:
    """The things that stand now where the actor may record the kind, the newest first; `text` is part of a name."""
    if "\0" in text:
        return []
    return _standing(actor, kind, _SOUGHT, limit, text=text.strip().lower())


def _standing(actor: Actor, kind: Kind, called: str, limit: int | None, **named: Any) -> list[Thing]:
    target = REGISTRY.targets().get(kind.goes_on)
    if target is None:
        return []
    now = clock.current().now()
    low, high = prefix_range("")
    found = reading.rows(
        actor,
        f"SELECT t.target, t.unit, t.path, t.zh, t.en, t.since_at FROM ({target.sql}) t "
        'WHERE NOT t."left" AND (t.since_at IS NULL OR t.since_at <= %(now)s) '
        f"AND (t.until_at IS NULL OR t.until_at > %(now)s) AND %(mine)s::path_ranges @> t.path AND ({called}) "
        "ORDER BY t.since_at DESC NULLS LAST, t.target LIMIT %(limit)s",
        day=clock.day_of(now).date, low=low, high=high, kinds=list(kind.thing_kinds), now=now,
        mine=ranges(actor.prefixes(kind.record)), limit=limit, **named,
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
    return all_meant(actor, kind, [said])[said]


def all_meant(actor: Actor, kind: Kind, words: Collection[str]) -> dict[str, Thing | Words]:
    """The same of many, asked at once."""
    ids = {word: id_ for word in words if (id_ := _as_id(word)) is not None}
    texts = {word: word.strip().lower() for word in words if word not in ids and "\0" not in word}
    by_id = named(actor, kind.goes_on, set(ids.values()))
    alike = _standing(actor, kind, _CALLED, None, texts=sorted(set(texts.values()))) if texts else []
    called: dict[str, list[Thing]] = {}
    for each in alike:
        for text in {each.words.zh.lower(), each.words.en.lower()}:
            called.setdefault(text, []).append(each)
    found: dict[str, Thing | Words] = {}
    for word in words:
        several = called.get(texts.get(word, ""), [])
        if word in ids:
            found[word] = by_id.get(ids[word]) or _NONE
        else:
            found[word] = several[0] if len(several) == 1 else _SEVERAL if several else _NONE
    return found


def _as_id(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None
