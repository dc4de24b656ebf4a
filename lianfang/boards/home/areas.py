"""boards · home.areas: what the areas themselves say waits for this reader, whatever the role."""

from __future__ import annotations

from lianfang.kernel.frame import Waiting
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.words import w
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.pieces import Need
from lianfang.shell.home import Me, Mine

# These duties are said with more about them by the role's own part of the page.
_SAID_APART = frozenset(
    {"daily_report", "disinfection", "waste_clearance", "temperature_morning", "temperature_evening",
     "temperature_evening_all", "official_channel", "site_status", "watch_handover"}
)  # fmt: skip
_OVERDUE = Chip(w("逾期", "overdue"), "missed", "overdue")
_EXERCISE = w("演练", "EXERCISE")


def waiting(me: Me) -> Mine:
    """Everything that waits for the reader in the areas, as their cards tell it."""
    asked = [card.waiting for card in REGISTRY.cards.values() if card.waiting is not None]
    found = [each for waits in asked for each in waits(me.actor, me.now) if each.about not in _SAID_APART]
    return Mine(needs=[_need(each) for each in found])


def _need(of: Waiting) -> Need:
    chip, detail = _OVERDUE if of.late else None, _EXERCISE if of.exercise else of.detail
    return Need(of.words, of.href, of.act, of.due_at, chip, detail)
