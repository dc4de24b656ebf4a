"""supplies · queries of labels: the lots of the stores as things with a label, and what there is to do with one."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from lianfang.areas.supplies import rules
from lianfang.areas.supplies.kinds import RECORD, SEE
from lianfang.areas.supplies.payloads import CATALOGUE, lot_key
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, reading
from lianfang.kernel.frame import Waiting
from lianfang.kernel.labelled import Jobs, Labelled, LabelSource, Wanted
from lianfang.kernel.scope import Actor, prefix_range
from lianfang.kernel.words import Words, w

_LOT = w("{item} 批号 {lot}", "{item}, lot {lot}")
_COLUMNS = "SELECT b.code, b.unit, b.path, b.item, b.lot, b.on_hand, b.expires_on FROM supplies_balance b WHERE "
_THERE = "b.on_hand <> 0"


@dataclass(frozen=True, slots=True)
class _Found:
    code: str
    unit: str
    path: str
    item: str
    lot: str
    on_hand: Decimal | None
    expires_on: date | None

    @property
    def labelled(self) -> Labelled:
        note: Words = w("批次", "lot")
        if self.expires_on is not None:
            note = w("有效期 {on}", "expires {on}").fill(on=self.expires_on.isoformat())
        words = _LOT.fill(item=CATALOGUE[self.item].words, lot=self.lot)
        return Labelled(LOTS.code, self.code, words, self.unit, self.path, note)


def code_of(unit: str, item: str, lot: str) -> str:
    """The code of a lot of a store, as `supplies_balance.code` says it: a lot's own number is too long for a label."""
    return hashlib.md5(f"{unit} {item} {lot_key(lot)}".encode(), usedforsecurity=False).hexdigest()[:16].upper()


def _listed(actor: Actor, wanted: Wanted) -> list[Labelled]:
    """The lots that are there, of the stores whose stock the actor sees."""
    where, named = [_THERE, "b.code > %(after)s"], dict[str, Any](after=wanted.after or "", limit=wanted.limit)
    if wanted.under is not None:
        named["low"], named["high"] = prefix_range(units.unit(actor, wanted.under).path)
        where.append("b.path >= %(low)s AND b.path < %(high)s")
    if wanted.kind:
        named["item"] = wanted.kind
        where.append("b.item = %(item)s")
    text = (wanted.text or "").replace("\0", "").strip()
    if text:
        said = text.casefold()
        named["items"] = [
            code for code, item in CATALOGUE.items()
            if any(said in name.casefold() for name in (code, item.words.zh, item.words.en))
        ]  # fmt: skip
        named |= {"text": text, "code": text.upper()}
        where.append(
            "(b.item = ANY(%(items)s::text[]) OR b.code = %(code)s "
            "OR (supplies_lot(%(text)s) <> '' AND strpos(b.lot_key, supplies_lot(%(text)s)) > 0))"
        )
    return _seen(
        actor, reading.rows(actor, f"{_COLUMNS}{' AND '.join(where)} ORDER BY b.code LIMIT %(limit)s", **named)
    )


def _found(actor: Actor, codes: Collection[str]) -> Mapping[str, Labelled]:
    """Also those that are used up: their label hangs still."""
    clean = [code for code in codes if "\0" not in code]
    rows = reading.rows(actor, f"{_COLUMNS}b.code = ANY(%(codes)s::text[])", codes=clean) if clean else []
    return {each.code: each for each in _seen(actor, rows)}


def _seen(actor: Actor, rows: Sequence[tuple[Any, ...]]) -> list[Labelled]:
    found = [_Found(*row) for row in rows]
    return [each.labelled for each in found if each.item in CATALOGUE and actor.may(SEE, each.path)]


def _jobs(actor: Actor, thing: Labelled, now: datetime) -> Jobs:
    """Of a lot that is over, to take it out; else to issue of it, to count it, and to take in more of the item."""
    rows = reading.rows(actor, f"{_COLUMNS}b.code = %(code)s", code=thing.code)
    if not rows or not actor.may(RECORD, thing.path):
        return Jobs()
    of, today = _Found(*rows[0]), clock.day_of(now).date
    lot = rules.Lot(of.unit, of.item, of.lot, of.on_hand or Decimal(0), of.expires_on)
    remove = _job(w("过期，移出库存", "Expired: take it out"), "supplies:remove", of)
    if rules.gone(lot, today):
        return Jobs((remove,), None, (_count(of),))
    issue = (_job(w("从这一批出库", "Issue from this lot"), "supplies:issue", of),) if rules.usable(lot, today) else ()
    return Jobs((), None, (*issue, _count(of), _job(w("再入库", "Take in more"), "supplies:receive", of)))


def _job(words: Words, page: str, of: _Found) -> Waiting:
    return Waiting(words, f"{reverse(page, args=[of.unit, of.item])}?{urlencode({'lot': of.lot})}", words)


def _count(of: _Found) -> Waiting:
    words = w("盘点这一批", "Count this lot")
    asked = urlencode({"item": of.item, "lot": of.lot})
    return Waiting(words, f"{reverse('supplies:stocktake', args=[of.unit])}?{asked}", words)


def _href(thing: Labelled) -> str:
    return f"{reverse('supplies:stock')}?{urlencode({'unit': thing.unit})}"


LOTS = LabelSource(
    "lot",
    w("物资批次", "Lots"),
    _listed,
    _found,
    _jobs,
    _href,
    lambda: {code: item.words for code, item in CATALOGUE.items()},
)
