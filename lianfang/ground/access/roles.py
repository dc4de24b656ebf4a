"""access · roles: who takes part, each with its words; what a role may do stands in the areas' cards."""

from __future__ import annotations

from enum import StrEnum

from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.words import Words, w


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


def words_of(role: str) -> Words:
    """The role's words; a role that this version does not know is named by its code."""
    return ROLE_WORDS[Role(role)] if role in Role.__members__.values() else Words(role, role)


def verbs_of(role: str) -> frozenset[str]:
    """Every verb that the cards give to the role."""
    return REGISTRY.verbs_of(role)
