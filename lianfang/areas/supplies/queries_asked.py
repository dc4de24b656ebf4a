"""supplies · queries asked: what is not recorded before somebody has answered for it.

A lot that has another date already or other packs, a lot that is over when it comes, a line of another system that
stands already; and what is asked of both ends of a movement (`queries_ends`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from lianfang.areas.supplies.kinds_issue import ISSUE, Issued
from lianfang.areas.supplies.kinds_receipt import RECEIPT, Received
from lianfang.areas.supplies.payloads import CATALOGUE, OfItem, lot_key
from lianfang.areas.supplies.problems import (
    LOT_EXPIRED,
    LOT_IS_OVER,
    LOT_OF_ANOTHER_END,
    LOT_PACKED_OTHERWISE,
    SOURCE_LINE_KNOWN,
    SOURCE_LINE_STANDS,
)
from lianfang.areas.supplies.projections import moves
from lianfang.areas.supplies.queries import items_as_packed
from lianfang.areas.supplies.queries_ends import asked_of_ends, at
from lianfang.areas.supplies.rules import apart
from lianfang.kernel import clock, reading
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import KINDS
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor

_SQL = Path(__file__).with_name("sql")
_OF_LINES = "r.unit = ANY(%(units)s) AND r.source_ref = ANY(%(refs)s)"
_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """A lot as receipts have it: its first spelling, and the earliest and the latest date they gave."""

    lot: str
    expires_on: date
    expires_last: date

    def ends_on(self, day: date) -> bool:
        return day in (self.expires_on, self.expires_last)


def known_lot(actor: Actor, unit: str, item: str, lot: str) -> Known | None:
    """What is known of a lot, however it is written; None where no receipt gave a date."""
    key = (unit, item, lot_key(lot))
    return _known(actor, [key]).get(key)


def asked(actor: Actor, drafts: Sequence[Draft]) -> Mapping[UUID, Refused]:
    """Which drafts of one kind need an answer first, and what they are asked.

    A correction answers for itself, but for where it sends what came already.
    """
    read = {draft.id: what for draft in drafts if (what := _read(draft)) is not None}
    every = [draft for draft in drafts if draft.id in read]
    new = [draft for draft in every if not draft.corrects]
    found = _lines_known(actor, new, read)
    for ask in (asked_of_ends, _asked_of_packs):
        found |= ask(actor, [draft for draft in every if draft.id not in found], read)
    rest = [draft for draft in new if draft.kind in (RECEIPT.code, ISSUE.code) and draft.id not in found]
    keys = {draft.id: (draft.unit, read[draft.id].item, lot_key(read[draft.id].lot)) for draft in rest}
    known = _known(actor, list(keys.values())) if rest else {}
    for draft in rest:
        said, there, on = read[draft.id], known.get(keys[draft.id]), clock.day_of(draft.occurred_at).date
        doubt = _of_receipt(said, there, on) if draft.kind == RECEIPT.code else _of_issue(said, there, on)
        if doubt is not None:
            found[draft.id] = doubt
        elif there is None and draft.kind == RECEIPT.code and said.expires_on is not None:
            known[keys[draft.id]] = Known(said.lot, said.expires_on, said.expires_on)
    return found


def answered(actor: Actor, draft: Draft) -> None:
    """Raises what an act of the store is asked before it is recorded, exactly as a sheet or a form of its kind is.

    What is said of it has its remedy then; the form knows at which field it stands.
    """
    refused = asked(actor, [draft]).get(draft.id)
    if refused is not None:
        raise Refused(refused.problem, **refused.data)


def of_another_end(given: date, known: Known) -> Refused:
    """That a lot has another date already, and how both answers are written."""
    slots: dict[str, Any] = {
        "lot": known.lot,
        "known": known.expires_on,
        "given": given,
        "apart": apart(known.lot, given),
    }
    return at("data.expires_on", Refused(LOT_OF_ANOTHER_END, **slots))


def _of_receipt(said: Received, known: Known | None, on: date) -> Refused | None:
    """Another date than the lot has, or one that is over."""
    given = said.expires_on
    if given is not None and known is not None and not known.ends_on(given):
        return of_another_end(given, known)
    if given is not None and given < on and not said.expired_why:
        return at("data.expires_on", Refused(LOT_EXPIRED, lot=said.lot, given=given))
    return None


def _of_issue(said: Issued, known: Known | None, on: date) -> Refused | None:
    """A lot that is over is not handed out; where it was all the same, the purpose says so."""
    answered = any(word in (said.purpose or "").casefold() for word in ("过期", "expired"))
    if known is not None and known.expires_last < on and not answered:
        return at("data.lot", Refused(LOT_IS_OVER, lot=known.lot, known=known.expires_last))
    return None


def _read(draft: Draft) -> Any:
    """What a draft says; None where the journal will have to say what is wrong with it."""
    payload = KINDS[draft.kind].payload
    if not issubclass(payload, OfItem) or isinstance(draft.data, bytes):
        return None
    try:
        return draft.data if isinstance(draft.data, payload) else payload.model_validate(dict(draft.data), strict=False)
    except ValueError:
        return None


def _asked_of_packs(actor: Actor, drafts: Sequence[Draft], read: Mapping[UUID, Any]) -> dict[UUID, Refused]:
    """What was said in packs, of a lot whose packs hold another number, where the entry does not say which it means."""
    said = {draft.id: read[draft.id] for draft in drafts if read[draft.id].packed and not _says_size(draft)}
    packs = {
        each: items_as_packed(actor, *each)
        for each in sorted({(draft.unit, said[draft.id].item) for draft in drafts if draft.id in said})
    }
    found = {}
    for draft in drafts:
        if (what := said.get(draft.id)) is None:
            continue
        own = packs[draft.unit, what.item].get((what.item, lot_key(what.lot)))
        given = CATALOGUE[what.item].packed_as(what.packed)
        pack = next((each for each in own.packs if each not in given.packs), None) if own else None
        if pack is not None:
            other = next(each for each in given.packs if each.code == pack.code)
            slots: dict[str, Any] = {
                "lot": what.lot,
                "pack": pack.words,
                "code": pack.code,
                "unit": CATALOGUE[what.item].unit_words,
            }
            sizes: dict[str, Any] = {"holds": f"{pack.holds.normalize():f}", "other": f"{other.holds.normalize():f}"}
            found[draft.id] = at(f"data.{what.number}", Refused(LOT_PACKED_OTHERWISE, **slots, **sizes))
    return found


def _says_size(draft: Draft) -> bool:
    """Whether the entry itself says how many its packs hold: 2盒×40."""
    if isinstance(draft.data, Mapping):
        given = (draft.data.get(name) for name in ("quantity", "counted", "packed"))
        return any(isinstance(each, str) and any(sign in each for sign in "×*✕xX") for each in given)
    return True


def _lines_known(actor: Actor, drafts: Sequence[Draft], read: Mapping[UUID, Any]) -> dict[UUID, Refused]:
    """Lines of another system that another entry stands for already, in the books or earlier in the same sheet.

    Where that says the same, perhaps because it was corrected, there is nothing to do; else it is to be corrected.
    """
    lines = [(draft, read[draft.id].source_ref) for draft in drafts if read[draft.id].source_ref]
    if not lines:
        return {}
    statement = (_SQL / "known_lines.sql").read_text(encoding="utf-8").replace("{moves}", moves(_OF_LINES))
    rows = reading.rows(
        actor, statement, units=[draft.unit for draft, _ in lines], refs=[ref for _, ref in lines],
        kind=lines[0][0].kind.split(".")[1],
    )  # fmt: skip
    stands: dict[tuple[str, str], tuple[UUID, tuple[Any, ...]]] = {
        (unit, ref): (entry, tuple(says)) for unit, ref, entry, *says in rows
    }
    found = {}
    for draft, ref in lines:
        what = read[draft.id]
        says = (draft.occurred_at, what.item, lot_key(what.lot), getattr(what, what.number))
        other, said = stands.setdefault((draft.unit, ref), (draft.id, says))
        if other != draft.id:
            problem = SOURCE_LINE_STANDS if said == says else SOURCE_LINE_KNOWN
            found[draft.id] = at("data.source_ref", Refused(problem, ref=ref, entry=str(other)[-6:]))
    return found


def _known(actor: Actor, keys: Sequence[_Key]) -> dict[_Key, Known]:
    units, items, lots = ([*each] for each in zip(*keys, strict=True))
    statement = (_SQL / "known_lots.sql").read_text(encoding="utf-8")
    rows = reading.rows(actor, statement, units=units, items=items, keys=lots)
    return {(unit, item, key): Known(*more) for unit, item, key, *more in rows}
