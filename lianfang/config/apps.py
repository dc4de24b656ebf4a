"""config · app: the last one to be ready: installs the card of every area in the list, and ends the start."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.core import checks


class HouseConfig(AppConfig):
    name = "lianfang.config"
    label = "config"

    def ready(self) -> None:
        from lianfang.config.areas import cards
        from lianfang.ground.access.roles import Role
        from lianfang.kernel.registry import REGISTRY
        from lianfang.kernel.vocabulary import DECLARED
        from lianfang.playbook import sections
        from lianfang.playbook.terms import declared

        DECLARED.by(declared)
        installed = [import_module(module).CARD for module in cards()]
        for card in installed:
            sections.add(card.playbook)  # all of them, before any card is asked what the playbook declares
        for card in installed:
            REGISTRY.install(card)
        for card in REGISTRY.cards.values():
            for check in card.checks:
                checks.register(check)
        REGISTRY.close(roles=frozenset(Role))
