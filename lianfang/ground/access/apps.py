"""access · app: installs the card."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "lianfang.ground.access"
    label = "access"

    def ready(self) -> None:
        from lianfang.ground.access.card import CARD
        from lianfang.kernel.registry import REGISTRY

        REGISTRY.install(CARD)
