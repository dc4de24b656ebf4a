"""playbook · known: how a rule is known, in words: mark, source, whether anybody held it against the original."""

from __future__ import annotations

from lianfang.kernel.words import Words, w
from lianfang.playbook.playbook import Playbook
from lianfang.playbook.shapes import FACTS, Known, Version

_VERIFIED, _NOT = w("已核实", "verified"), w("未核实", "not verified")


def known_words(playbook: Playbook, said: Known) -> Words:
    """Mark, title and proof; each fact that is known otherwise than the rest follows with its own."""
    title = playbook.source(said.source).title
    found = w("{mark} · {title} · {verified}", "{mark} · {title} · {verified}").fill(
        mark=said.mark, title=title, verified=_VERIFIED if said.verified else _NOT
    )
    for fact, each in said.apart.items() if isinstance(said, Version) else ():
        found = w("{found}；{fact}：{known}", "{found}; {fact}: {known}").fill(
            found=found, fact=FACTS[fact], known=known_words(playbook, each)
        )
    return found
