"""supplies · finds: items and lots, and what is done with them, for the one box."""

from __future__ import annotations

from django.urls import reverse

from lianfang.areas.supplies import queries
from lianfang.areas.supplies.kinds import RECORD, SEE
from lianfang.areas.supplies.payloads import CATALOGUE, Item
from lianfang.areas.supplies.presenters import item_href
from lianfang.ground.units import queries as units
from lianfang.kernel.finding import Asked, FindAct, Finds, FindSource, Hit, Nearness, nearness
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, listed, w
from lianfang.shell.asked import own_unit


def items_and_lots(actor: Actor, asked: Asked) -> list[Hit]:
    """The items that are called so, in the stores that keep them, and lots by the beginning of their number."""
    meant = {item.code: item for item in _items(asked.text)}
    lots = queries.lots_called(actor, asked.text, asked.limit)
    there = queries.kept(actor) if meant else []
    kept = [(unit, item) for unit, path, item in there if item in meant and actor.may(SEE, path)]
    called = units.units(actor, sorted({unit for unit, *_ in (*lots, *kept)}))
    hits = [
        Hit(meant[item].words, item_href(unit, item), called[unit].words, _near(asked.text, meant[item]))
        for unit, item in kept
        if unit in called
    ]
    for unit, item, lot in lots:
        if unit in called and actor.may(SEE, called[unit].path):
            said = w("批号 {lot}", "Lot {lot}").fill(lot=lot)
            about = listed([CATALOGUE[item].words, called[unit].words], w(" · ", " · "))
            hits.append(Hit(said, item_href(unit, item), about, nearness(asked.text, lot)))
    return hits


def _items(text: str) -> list[Item]:
    said = text.casefold()
    found = [
        each
        for each in CATALOGUE.values()
        if not said or any(said in name.casefold() for name in (each.code, each.words.zh, each.words.en))
    ]
    return sorted(found, key=lambda each: _near(text, each))


def _near(text: str, item: Item) -> Nearness:
    return nearness(text, item.code, item.words.zh, item.words.en)


def _form(words: Words, page: str) -> Finds:
    """An act upon an item in the store that the reader keeps: its form, once for each item that may be meant."""

    def offers(actor: Actor, asked: Asked) -> list[Hit]:
        return [
            Hit(
                w("{act}：{item}", "{act}: {item}").fill(act=words, item=item.words),
                reverse(page, args=[store, item.code]), store, _near(asked.text, item),
            )
            for store in _stores(actor)
            for item in _items(asked.text)
        ]  # fmt: skip

    return offers


def _stores(actor: Actor) -> list[str]:
    """The stores that the reader keeps: those that have something, else that of the reader's own unit."""
    there = dict.fromkeys(unit for unit, path, _ in queries.kept(actor) if actor.may(RECORD, path))
    home = own_unit(actor, RECORD)
    return [*there] or ([home] if home else [])


def _counting(actor: Actor, asked: Asked) -> list[Hit]:
    """Taking stock of a whole store, or of the items that are meant."""
    named = _items(asked.text) if asked.text else []
    said = w("盘点：{item}", "Count: {item}")
    hits = []
    for store in _stores(actor):
        href = reverse("supplies:stocktake", args=[store])
        hits += [Hit(said.fill(item=each.words), f"{href}?item={each.code}", store) for each in named]
        hits += [] if named else [Hit(_COUNT, href, store, Nearness.START)]
    return hits


_IN, _OUT, _COUNT = w("入库", "Receive"), w("出库", "Issue"), w("盘点", "Take stock")
FINDS = (
    FindSource(
        "supplies", w("物资与批号", "Supplies and lots"), "package", 50, items_and_lots, frozenset({SEE}),
        w("口罩、批号", "masks, a lot's number"), "supplies:stock",
    ),
)  # fmt: skip
ACTS = (
    FindAct(
        _IN, ("入库", "收货", "receive"), _form(_IN, "supplies:receive"), frozenset({RECORD}),
        w("入库 口罩", "receive masks"),
    ),
    FindAct(
        _OUT, ("出库", "发放", "领用", "issue", "hand out"), _form(_OUT, "supplies:issue"), frozenset({RECORD}),
        w("出库 消毒液", "issue gloves"),
    ),
    FindAct(_COUNT, ("盘点", "count", "stocktake"), _counting, frozenset({RECORD})),
)  # fmt: skip
