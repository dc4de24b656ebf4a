"""supplies · catalogue: the items that are kept, their words and the unit in which each is counted; data."""

from __future__ import annotations

from dataclasses import dataclass

from lianfang.kernel.words import Words, w


@dataclass(frozen=True, slots=True)
class Item:
    """One item. `unit` is the code on the wire; `whole`: half of one does not exist; `expires`: lots have a date."""

    code: str
    words: Words
    unit: str
    unit_words: Words
    whole: bool = True
    expires: bool = True


_PIECE = w("个", "pcs")

# The first six are the reserve of the reference campaign with its own counting units (domain A2 1d, "and others");
# the rest are this house's, for the posts of domain B13.
CATALOGUE: dict[str, Item] = {
    item.code: item
    for item in (
        Item("mask", w("口罩", "masks"), "个", _PIECE),
        Item("disinfectant", w("消毒液", "disinfectant liquid"), "公斤", w("公斤", "kg"), whole=False),
        Item("disinfecting-agent", w("消毒药剂", "disinfecting agent"), "盒", w("盒", "boxes")),
        Item("thermometer", w("测温仪", "thermometers"), "个", _PIECE, expires=False),
        Item("protective-suit", w("防护服", "protective suits"), "套", w("套", "sets")),
        Item("disposable-medical-gloves", w("一次性医用护理手套", "disposable medical gloves"), "双", w("双", "pairs")),
        Item("n95-mask", w("N95口罩", "N95 masks"), "个", _PIECE),
        Item("goggles", w("护目镜", "goggles"), "副", w("副", "pairs"), expires=False),
        Item("face-shield", w("防护面屏", "face shields"), "个", _PIECE, expires=False),
        Item("isolation-gown", w("隔离衣", "isolation gowns"), "件", w("件", "gowns")),
    )
}
