"""shell · ledger API views: entries, proofs, kinds, units and places as the API shows them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from lianfang.ground.places.queries import Place
from lianfang.ground.units.queries import Unit
from lianfang.kernel.kinds import Kind
from lianfang.kernel.payloads import Payload
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words
from lianfang.shell.kinds.form_schema import specs_of, walk
from lianfang.shell.kinds.wording import sentence
from lianfang.shell.ledger import queries
from lianfang.shell.ledger.proofs import EntryProof, Sealed
from lianfang.shell.ledger.queries import Entry


def entries_out(actor: Actor, listed: Sequence[Entry]) -> list[dict[str, Any]]:
    """Entries as the API shows them."""
    data = queries.facts_of(actor, listed)
    return [entry_out(each, data[each.id]) for each in listed]


def entry_out(each: Entry, data: dict[str, Any]) -> dict[str, Any]:
    """An entry with its data as the reader may read it."""
    return {
        "id": each.id,
        "kind": each.kind,
        "unit": each.unit,
        "place": each.place,
        "person": each.person,
        "stream": each.stream,
        "version": each.version,
        "occurred_at": each.occurred_at,
        "known_at": each.known_at,
        "recorded_at": each.recorded_at,
        "recorded_by": each.recorded_by,
        "origin": each.origin,
        "evidence": each.evidence,
        "seconded_by": each.seconded_by,
        "exercise": each.exercise,
        "corrects": each.corrects,
        "reason": each.reason,
        "corrected_by": each.superseded_by,
        "data": data,
        "digest": each.digest.hex(),
        "says": words_out(sentence(each.kind, data)),
    }


def words_out(words: Words) -> dict[str, str]:
    """Both languages."""
    return {"zh": words.zh, "en": words.en}


def seal_out(sealed: Sealed) -> dict[str, Any]:
    """A seal with its digests in hex."""
    return {
        "form": sealed.form,
        "unit": sealed.unit,
        "path": sealed.path,
        "day": sealed.day,
        "from_at": sealed.from_at,
        "to_at": sealed.to_at,
        "entries": sealed.entries,
        "total": sealed.total,
        "root": sealed.root.hex(),
        "previous": sealed.previous.hex(),
        "digest": sealed.digest.hex(),
        "sealed_at": sealed.sealed_at,
    }


def proof_out(proved: EntryProof) -> dict[str, Any] | None:
    """The proof of an entry; None while its day is not sealed."""
    if proved.sealed is None:
        return None
    steps = [{"side": side, "digest": sibling} for side, sibling in proved.steps]
    return {"seal": seal_out(proved.sealed), "steps": steps, "holds": proved.holds}


def kind_out(actor: Actor, kind: Kind) -> dict[str, Any]:
    """A kind with the schema of its data and what the actor may do with it."""
    fields = dict(walk(specs_of(kind.payload)))
    return {
        "code": kind.code,
        "area": kind.area,
        "words": words_out(kind.words),
        "place": str(kind.place),
        "person": str(kind.person),
        "door": str(kind.door),
        "streams": kind.streams,
        "record": kind.record,
        "see": kind.see,
        "may_record": bool(actor.prefixes(kind.record)),
        "may_see": bool(actor.prefixes(kind.see)),
        "purpose": words_out(kind.privacy.purpose),
        "retention_days": kind.privacy.retention_days,
        "sensitive": kind.privacy.sensitive,
        "personal": sorted(kind.personal),
        "units": {name: spec.unit for name, spec in fields.items() if spec.unit},
        "fields": {name: words_out(spec.words) for name, spec in fields.items()},
        "data": _schema_of(kind.payload),
    }


@cache
def _schema_of(payload: type[Payload]) -> dict[str, Any]:
    return payload.model_json_schema()


def unit_out(unit: Unit) -> dict[str, Any]:
    """A unit on the current reporting day."""
    return {
        "code": unit.code,
        "kind": unit.kind,
        "parent": unit.parent,
        "path": unit.path,
        "words": words_out(unit.words),
        "opened_on": unit.opened_on,
        "closed_on": unit.closed_on,
    }


def place_out(place: Place) -> dict[str, Any]:
    """A place."""
    return {
        "code": place.code,
        "kind": place.kind,
        "unit": place.unit,
        "parent": place.parent,
        "words": words_out(place.words),
    }
