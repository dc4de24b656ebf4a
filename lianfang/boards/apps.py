"""boards · app: installs the card."""

from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "lianfang.boards"
    label = "boards"

    def ready(self) -> None:
        from lianfang.boards.card import CARD
        from lianfang.kernel.registry import REGISTRY

        REGISTRY.install(CARD)
