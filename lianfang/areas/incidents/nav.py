"""incidents · nav: the area's pages in the side navigation."""

from __future__ import annotations

from lianfang.areas.incidents.kinds import SEE
from lianfang.kernel.words import w
from lianfang.shell.nav import NavItem, NavSection, register

_SEE = frozenset({SEE})

register(
    NavItem(w("突发情况", "Incidents"), "incidents:list", "alert-triangle", NavSection.NOW, _SEE, order=40),
    NavItem(w("演练", "Drills"), "incidents:drills", "flag", NavSection.WORK, _SEE, order=80),
    NavItem(w("方案与预案", "Plans"), "incidents:plans", "book-2", NavSection.REGISTERS, _SEE, order=70),
    NavItem(w("处置流程", "Procedures"), "incidents:procedures", "checklist", NavSection.REGISTERS, _SEE, order=71),
)
