"""governance · finds: directives by title, issuer and number, for the one box."""

from __future__ import annotations

from django.urls import reverse

from lianfang.areas.governance import queries
from lianfang.areas.governance.kinds import SEE
from lianfang.kernel.finding import Asked, FindSource, Hit, nearness
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import listed, w


def directives(actor: Actor, asked: Asked) -> list[Hit]:
    """The newest directives whose title, issuer, number or summary holds what was typed."""
    found = [
        each
        for prefix in actor.prefixes(SEE)
        for each in queries.register(actor, under=prefix, text=asked.text, now=asked.now, size=asked.limit)
    ]
    return [
        Hit(
            each.title, reverse("governance:directive", args=[each.stream]),
            listed([part for part in (each.issuer, each.doc_no) if part], w(" · ", " · ")),
            nearness(asked.text, each.title, each.doc_no or ""),
        )
        for each in found
    ]  # fmt: skip


FINDS = (
    FindSource(
        "directives", w("来文", "Directives"), "file-text", 55, directives, frozenset({SEE}),
        w("标题、文号", "title or number"), "governance:register",
    ),
)  # fmt: skip
