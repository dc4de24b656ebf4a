"""upkeep · card: what the area registers: its kinds, its gap, and the verbs of the roles."""

from __future__ import annotations

from lianfang.areas.upkeep.gaps import GAPS
from lianfang.areas.upkeep.home import HOME
from lianfang.areas.upkeep.kinds import PLAN, SEE
from lianfang.areas.upkeep.kinds_backup_done import BACKUP_DONE
from lianfang.areas.upkeep.kinds_backup_planned import BACKUP_PLANNED
from lianfang.kernel.frame import NavItem, NavSection
from lianfang.kernel.registry import Card
from lianfang.kernel.words import w

CARD = Card(
    area="upkeep",
    kinds=(BACKUP_PLANNED, BACKUP_DONE),
    verbs={
        "superior": frozenset({SEE, PLAN}),
        "commander": frozenset({SEE}),
        "admin": frozenset({SEE, PLAN}),
        "auditor": frozenset({SEE}),
    },
    gaps=GAPS,
    home=HOME,
    nav=(
        NavItem(
            w("备份", "Backups"), "upkeep:backup", "database", NavSection.SETUP, frozenset({SEE}), order=70, aside=True
        ),
        NavItem(
            w("防控方案", "Playbook"),
            "upkeep:playbook",
            "book",
            NavSection.PLANS,
            frozenset({SEE}),
            order=72,
            aside=True,
        ),
    ),
)
