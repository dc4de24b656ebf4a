"""shell · kind detail page: one entry: what was said, who said it, what became of it, and its proof."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lianfang.ground.access.queries_called import meet, who
from lianfang.ground.sheets import queries as sheets
from lianfang.kernel import clock
from lianfang.kernel.kinds import KINDS, Evidence
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.types import Event, Fact, Link, Proof
from lianfang.shell.files import shown
from lianfang.shell.files.shown import Shown
from lianfang.shell.kinds.console import KindConsole, entry_href
from lianfang.shell.kinds.grid import SOURCE_WORDS
from lianfang.shell.kinds.list_page import standing_chip
from lianfang.shell.kinds.wording import (
    changes,
    facts_said,
    graded,
    is_withdrawal,
    kind_words,
    origin_words,
    sentence,
    tables_said,
)
from lianfang.shell.ledger import names, proofs, queries, things
from lianfang.shell.ledger.queries import Entry


def detail_page(request: HttpRequest, actor: Actor, console: KindConsole, entry: UUID) -> HttpResponse:
    """One entry of the kind."""
    found = queries.entry(actor, entry)
    if found.kind != console.kind.code:
        raise Refused(NOT_FOUND)
    context = console.context(request, actor, "detail")
    context |= detail_context(actor, found) | {
        "crumbs": [Link(console.kind.words, console.url("list"))],
        "actions": changes_open(actor, console, found),
        "proof_href": console.url("proof", found.id),
    }
    if "verify" in request.GET:
        context |= proof_context(found)
    return render(request, console.template("detail"), context)


def proof_part(request: HttpRequest, actor: Actor, console: KindConsole, entry: UUID) -> HttpResponse:
    """The proof of the entry, recomputed now."""
    found = queries.entry(actor, entry)
    return render(request, "ledger/proof_part.html", proof_context(found))


def detail_context(actor: Actor, found: Entry) -> dict[str, Any]:
    """What the page of any entry shows."""
    linked = queries.chain(actor, found)
    data = queries.facts_of(actor, [found, *linked])
    called = names.names_of(actor, [found, *linked])
    kind = KINDS.get(found.kind)
    files = shown.files_of(actor, [found], data).get(found.id, {})
    said = facts_said(kind, data[found.id], files) if kind else []
    return {
        "title": sentence(found.kind, data[found.id]),
        "entry": found,
        "standing": standing_chip(found),
        "facts": [*said, *_circumstances(actor, found, called, linked)],
        "tables": tables_said(kind, data[found.id]) if kind else [],
        "timeline": _history(linked, data, found) if len(linked) > 1 else None,
        "proof": _proof(found, files),
    }


def changes_open(actor: Actor, console: KindConsole, found: Entry) -> list[Link]:
    """What this actor may do with the entry now."""
    if not console.opens or not found.stands or not actor.may(console.kind.record, found.path):
        return []
    links = [Link(w("更正", "Correct"), console.url("correct", found.id))]
    if actor.may("ledger.correct", found.path):
        links.append(Link(w("撤回", "Withdraw"), console.url("withdraw", found.id)))
    return links


def proof_context(found: Entry) -> dict[str, Any]:
    """What recomputing an entry gave, for its part of the page."""
    proved = proofs.of_entry(found)
    root = proved.sealed.root.hex() if proved.sealed else ""
    recomputed = proved.recomputed.hex()
    return {"entry": found, "proved": proved, "recomputed": recomputed, "root": root, "seal_href": _seal_href(found)}


UNLINKED = w("保存期已满，与本人的关联已解除", "retention is over: no longer linked to the person")


def _circumstances(actor: Actor, found: Entry, called: names.Called, linked: Iterable[Entry]) -> list[Fact]:
    """Where, who, when: only what was said."""
    seen = any(each.id == found.corrects for each in linked)
    said: list[tuple[Words, object]] = [
        (w("发生时间", "When it happened"), found.occurred_at),
        (w("获知时间", "When it was known"), found.known_at),
        (w("单位", "Unit"), called.unit(found.unit)),
        (w("地点", "Place"), called.place(found.place)),
        (w("人员", "Person"), UNLINKED if found.unlinked else called.person(found.person)),
        *_thing(found, called),
        (SOURCE_WORDS, sheets.called(actor, [found.id]).get(found.id)),
        (w("更正或撤回的原因", "Reason"), found.reason),
        (w("原记录", "Original entry"), _named(found.corrects, seen=seen)),
    ]
    return [Fact(label, value) for label, value in said if value not in (None, "")]


def _thing(found: Entry, called: names.Called) -> list[tuple[Words, object]]:
    """The thing in whose life the entry is a step, of a kind that goes on with what others began."""
    kind = KINDS.get(found.kind)
    if kind is None or not kind.goes_on:
        return []
    name, href = called.thing(found.stream), called.thing_href(found.stream)
    return [(things.sort_words(kind), Link(name, href) if name and href else name)]


def _named(entry: UUID | None, *, seen: bool) -> Link | str | None:
    """An entry by its id; a door only where it is there and the reader's to see."""
    if entry is None:
        return None
    return Link(str(entry), reverse("shell:ledger-entry", args=[entry])) if seen else str(entry)


def _proof(found: Entry, files: Mapping[str, Shown]) -> Proof:
    sealed = proofs.seal_of(found.unit, clock.day_of(found.recorded_at).date)
    return Proof(
        digest=found.digest.hex(),
        recorded_at=found.recorded_at,
        recorded_by=found.recorded_by,
        origin=origin_words(found.origin),
        evidence=_evidence(found, files),
        seal_day=sealed.day if sealed else None,
        seal_root=sealed.root.hex() if sealed else "",
        seal_href=_seal_href(found) if sealed else "",
    )


def _evidence(found: Entry, files: Mapping[str, Shown]) -> Words:
    """The evidence that counts; a photo of which only the fingerprint is known was seen by nobody, and it says so."""
    said, lacks = graded(found), any(each.file is None for each in files.values())
    if found.grade != Evidence.PHOTO or not lacks:
        return said
    return w("{grade}（仅有指纹，照片未上传）", "{grade} (fingerprint only: the photo was not uploaded)").fill(
        grade=said
    )


def _seal_href(found: Entry) -> str:
    return reverse("shell:verify-day", args=[found.unit, clock.day_of(found.recorded_at).date.isoformat()])


def _history(linked: list[Entry], data: dict[UUID, dict[str, Any]], found: Entry) -> list[Event]:
    """The chain of corrections, each saying what it changed; what no longer stands is struck."""
    by_id = {each.id: each for each in linked}
    meet(each.recorded_by for each in linked)
    return [_event(each, by_id.get(each.corrects) if each.corrects else None, data, found) for each in linked]


def _event(each: Entry, original: Entry | None, data: dict[UUID, dict[str, Any]], found: Entry) -> Event:
    body: list[str] = [each.reason] if each.reason else []
    kind = KINDS.get(each.kind)
    if original is not None and original.kind == each.kind and kind is not None:
        body += [
            f"{words.say()}: {_shown(old)} → {_shown(new)}"
            for words, old, new in changes(kind, data[original.id], data[each.id])
        ]
    withdrawal = is_withdrawal(each.kind)
    return Event(
        at=each.recorded_at,
        title=kind_words(each.kind) if withdrawal else sentence(each.kind, data[each.id]),
        who=who(each.recorded_by).say(),
        body=w("；", "; ").say().join(body),
        href="" if each.id == found.id else entry_href(each.kind, each.id),
        mark="excused" if withdrawal else "done",
        struck=each.superseded_by is not None,
        tags=(w("本条", "this one"),) if each.id == found.id else (),
    )


def _shown(value: object) -> str:
    if value is None:
        return w("（空）", "(empty)").say()
    return value.say() if isinstance(value, Words) else str(value)
