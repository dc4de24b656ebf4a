"""shell · directory: what each verb lets somebody do, in plain words, and the table of roles made of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from lianfang.ground.access.roles import Role, role_words, verbs_of
from lianfang.kernel.kinds import KINDS, Kind
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.words import Words, listed, w

# Verbs of the ground: what they open is more than their kinds say.
_SAID: dict[str, Words] = {
    "units.see": w("查看单位", "see units"),
    "units.open": w("设立、更名、撤销单位", "open, rename and close units"),
    "units.move": w("划转单位", "move units"),
    "places.see": w("查看地点", "see places"),
    "places.open": w("启用、停用地点", "open and close places"),
    "people.see": w("查看人员名册（姓名遮蔽）", "see the register of people, names concealed"),
    "people.register": w("登记人员和住户、变更隶属", "register people and households, change unit or household"),
    "people.identify": w("查看姓名、证件号和电话（每次留痕）", "see names and numbers (each view is noted)"),
    "people.views": w("查看谁看过个人信息", "see who viewed personal data"),
    "people.copy": w("导出一人的全部资料", "take a copy of what is kept about a person"),
    "people.erase": w("删除个人信息", "erase a person"),
    "access.see": w("查看授权和账号", "see grants and accounts"),
    "access.grant": w("授权、终止授权", "give and end grants"),
    "access.user": w("开通账号、重置密码、生成设备令牌", "open accounts, reset passwords, make device tokens"),
    "ledger.see": w("查看台账、核验封存", "read the ledger and verify its seals"),
    "ledger.second": w("复核别人的记录", "second what others recorded"),
    "ledger.correct": w("撤回记录", "withdraw entries"),
}


@dataclass(frozen=True, slots=True)
class Held:
    """One verb with the roles that hold it."""

    verb: str
    words: Words
    roles: frozenset[str]


def words_of(verb: str) -> Words:
    """What a verb lets somebody do; one that nothing explains goes by its own name."""
    if verb in _SAID:
        return _SAID[verb]
    for card in REGISTRY.cards.values():
        if verb in card.verb_words:
            return card.verb_words[verb]
    recorded = [kind for kind in KINDS if kind.record == verb]
    if recorded:
        return w("记录：{kinds}", "record: {kinds}").fill(kinds=_joined(recorded))
    seen = [kind for kind in KINDS if kind.see == verb]
    return w("查看：{kinds}", "see: {kinds}").fill(kinds=_joined(seen)) if seen else Words(verb, verb)


def table() -> list[Held]:
    """Every verb that some role holds, in the order of the cards that give it, with the roles that hold it."""
    held = {role: verbs_of(role) for role in Role}
    given = (sorted(frozenset().union(*card.verbs.values())) for card in REGISTRY.cards.values())
    return [
        Held(verb, words_of(verb), frozenset(str(role) for role in Role if verb in held[role]))
        for verb in dict.fromkeys(chain.from_iterable(given))
    ]


def said_of(role: str) -> list[Words]:
    """Everything that a role may do, in words."""
    return [each.words for each in table() if role in each.roles]


def roles() -> list[tuple[str, Words]]:
    """Every role with its words."""
    return [(str(role), words) for role, words in role_words().items()]


def _joined(kinds: Iterable[Kind]) -> Words:
    return listed(kind.words for kind in sorted(kinds, key=lambda kind: kind.code))
