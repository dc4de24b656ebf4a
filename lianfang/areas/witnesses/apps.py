"""witnesses · app: installs the area's card at start."""

from django.apps import AppConfig

from lianfang.kernel.registry import REGISTRY


class WitnessesConfig(AppConfig):
    name = "lianfang.areas.witnesses"
    label = "witnesses"

    def ready(self) -> None:
        from lianfang.areas.witnesses import nav  # noqa: F401
        from lianfang.areas.witnesses.card import CARD

        REGISTRY.install(CARD)
