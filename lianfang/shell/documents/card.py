"""shell · card: a few lines as a picture, to be sent to a group from a telephone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import translation

from lianfang.kernel.words import Words, w
from lianfang.shell.components.text import moment, say
from lianfang.shell.documents.pdf import picture, qr_svg

_LABELS = {
    "as_of": w("数据截至", "As of"),
    "verify": w("扫码核验真伪", "Scan to verify"),
    "draft": w("草稿 DRAFT，未签发", "DRAFT 草稿, not signed off"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """What the picture says: a heading, its lines, who signed."""

    title: Words | str
    subtitle: Words | str
    lines: tuple[Words | str, ...]
    signed: Words | str
    as_of: datetime
    verify_href: str = ""
    draft: bool = False


def card_png(card: Card, lang: str = "zh-hans") -> bytes:
    """The card as a PNG, wide enough for a telephone's screen."""
    with translation.override(lang):
        return picture(
            "card",
            {
                "lang": lang.partition("-")[0],
                "labels": {key: words.say() for key, words in _LABELS.items()},
                "title": say(card.title),
                "subtitle": say(card.subtitle),
                "lines": [say(each) for each in card.lines],
                "signed": say(card.signed),
                "as_of": moment(card.as_of, "year"),
                "qr": qr_svg(card.verify_href) if card.verify_href else "",
                "draft": card.draft,
            },
        )
