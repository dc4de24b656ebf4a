"""upkeep · app: installs the area's card at start."""

from django.apps import AppConfig

from lianfang.kernel.registry import REGISTRY


class UpkeepConfig(AppConfig):
    name = "lianfang.areas.upkeep"
    label = "upkeep"

    def ready(self) -> None:
        from lianfang.areas.upkeep import nav  # noqa: F401
        from lianfang.areas.upkeep.card import CARD

        REGISTRY.install(CARD)
