"""publicity · card: everything that the area registers."""

from __future__ import annotations

from lianfang.areas.publicity import kinds_text
from lianfang.areas.publicity.kinds import FOLLOW, POST, REVIEW, SEE, SIGN, WRITE
from lianfang.kernel.declaring import declared_in
from lianfang.kernel.registry import Card

_SEE = frozenset({SEE})
_WRITE = _SEE | {WRITE, POST}

CARD = Card(
    area="publicity",
    kinds=declared_in(kinds_text),
    verbs={
        "editor": _WRITE | {REVIEW, FOLLOW},
        "commander": _WRITE | {REVIEW, SIGN, FOLLOW},
        "superior": _SEE | {SIGN},
        "officer": _WRITE | {FOLLOW},
        "reporter": _WRITE,
        "site": _SEE | {POST},
        "inspector": _SEE,
        "auditor": _SEE,
    },
)
