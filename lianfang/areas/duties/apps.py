"""duties · app: installs the area's card, and checks at start that the playbook's duties can be answered."""

from __future__ import annotations

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "lianfang.areas.duties"
    label = "duties"

    def ready(self) -> None:
        from lianfang.areas.duties import checks, nav  # noqa: F401
        from lianfang.areas.duties.card import CARD
        from lianfang.kernel.registry import REGISTRY

        REGISTRY.install(CARD)
