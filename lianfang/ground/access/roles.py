"""access · roles: who takes part, each with its words; what a role may do at most stands in the areas' cards.

The playbook in force may call a role by another name and take verbs from it, never give it one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Held
from lianfang.kernel.words import Words, listed, w
from lianfang.playbook import current


class Role(StrEnum):
    """The roles that can be held over a unit."""

    SUPERIOR = "superior"
    COMMANDER = "commander"
    OFFICER = "officer"
    REPORTER = "reporter"
    GRID = "grid"
    GATE = "gate"
    KEEPER = "keeper"
    PROPERTY = "property"
    SITE = "site"
    LAUNDRY = "laundry"
    EDITOR = "editor"
    INSPECTOR = "inspector"
    AUDITOR = "auditor"
    ADMIN = "admin"


# The house's own names; what a page shows is `words_of`.
ROLE_WORDS: dict[Role, Words] = {
    Role.SUPERIOR: w("上级单位", "superior unit"),
    Role.COMMANDER: w("指挥", "commander"),
    Role.OFFICER: w("值班员", "duty officer"),
    Role.REPORTER: w("填报员", "unit reporter"),
    Role.GRID: w("网格员", "grid worker"),
    Role.GATE: w("门岗", "gate guard"),
    Role.KEEPER: w("库管员", "warehouse keeper"),
    Role.PROPERTY: w("物业人员", "property worker"),
    Role.SITE: w("项目部（井队）负责人", "site manager"),
    Role.LAUNDRY: w("洗涤人员", "laundry worker"),
    Role.EDITOR: w("宣传编辑", "editor"),
    Role.INSPECTOR: w("督查员", "inspector"),
    Role.AUDITOR: w("审计员", "auditor"),
    Role.ADMIN: w("管理员", "administrator"),
}


# Whose holders may give a role, beside the verb `access.grant` over the unit: nobody gives what he does not hold
# there himself, but an administrator, whose work it is.
GIVEN_BY: dict[Role, frozenset[Role]] = {
    Role.SUPERIOR: frozenset({Role.SUPERIOR, Role.ADMIN}),
    Role.COMMANDER: frozenset({Role.COMMANDER, Role.ADMIN}),
    Role.OFFICER: frozenset({Role.OFFICER, Role.ADMIN}),
    Role.REPORTER: frozenset({Role.REPORTER, Role.ADMIN}),
    Role.GRID: frozenset({Role.GRID, Role.ADMIN}),
    Role.GATE: frozenset({Role.GATE, Role.ADMIN}),
    Role.KEEPER: frozenset({Role.KEEPER, Role.ADMIN}),
    Role.PROPERTY: frozenset({Role.PROPERTY, Role.ADMIN}),
    Role.SITE: frozenset({Role.SITE, Role.ADMIN}),
    Role.LAUNDRY: frozenset({Role.LAUNDRY, Role.ADMIN}),
    Role.EDITOR: frozenset({Role.EDITOR, Role.ADMIN}),
    Role.INSPECTOR: frozenset({Role.INSPECTOR, Role.ADMIN}),
    Role.AUDITOR: frozenset({Role.AUDITOR, Role.ADMIN}),
    Role.ADMIN: frozenset({Role.ADMIN}),
}
# Who watches over a unit is not chosen by it: here an administrator must be one of the unit above.
FROM_ABOVE = frozenset({Role.SUPERIOR, Role.AUDITOR})


def gives(held: str, over: str, role: Role, path: str) -> bool:
    """Whether somebody who holds the role `held` over the path `over` may give `role` over `path`."""
    if held not in GIVEN_BY[role] or not path.startswith(over):
        return False
    above = len(over) < len(path) or path.count("/") == 1  # nobody stands above the topmost unit
    return held == role or role not in FROM_ABOVE or above


def may_give(held: Iterable[Held], role: Role, path: str) -> bool:
    """Whether somebody who holds all this may give `role` over `path`."""
    return any(gives(each.role, over, role, path) for each in held for over in each.prefixes)


def gives_anywhere(held: Iterable[Held], role: Role) -> bool:
    """Whether there is anything over which somebody who holds all this may give `role`: what a form offers."""
    return any(each.role in GIVEN_BY[role] for each in held)


def words_of(role: str) -> Words:
    """What the role is called in this outbreak; a role that this version does not know is named by its code."""
    if role not in ROLE_WORDS:
        return Words(role, role)
    return current().role_words.get(role, ROLE_WORDS[Role(role)])


def answering(role: str, by_unit: Mapping[str, str]) -> Words:
    """Who answers, and who does at units of another kind: 物业人员；野外项目部、施工井队：项目部（井队）负责人."""
    kinds = {each.code: each.words for each in current().unit_kinds}
    other: dict[str, list[Words]] = {}
    for kind, held in by_unit.items():
        if held != role:
            other.setdefault(held, []).append(kinds.get(kind, Words(kind, kind)))
    said = [w("{kinds}：{role}", "{kinds}: {role}").fill(kinds=listed(of, w("、", ", ")), role=words_of(held))
            for held, of in other.items()]  # fmt: skip
    return listed([words_of(role), *said], w("；", "; "))


def role_words() -> dict[Role, Words]:
    """Every role with what it is called in this outbreak: for whoever offers them."""
    here = current().role_words
    return {role: here.get(role, words) for role, words in ROLE_WORDS.items()}


def verbs_of(role: str) -> frozenset[str]:
    """Every verb that the cards give to the role, but for those that the playbook in force takes away."""
    return REGISTRY.verbs_of(role) - current().may_not.get(role, frozenset())
