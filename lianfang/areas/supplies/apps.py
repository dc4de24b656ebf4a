"""supplies · app: installs the area's card."""

from django.apps import AppConfig


class SuppliesConfig(AppConfig):
    name = "lianfang.areas.supplies"
    label = "supplies"

    def ready(self) -> None:
        from lianfang.areas.supplies import nav  # noqa: F401
        from lianfang.areas.supplies.card import CARD
        from lianfang.kernel.registry import REGISTRY

        REGISTRY.install(CARD)
