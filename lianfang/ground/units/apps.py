"""units · app: installs the card and answers the kernel's questions about units."""

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "lianfang.ground.units"
    label = "units"

    def ready(self) -> None:
        from lianfang.ground.units import ports
        from lianfang.ground.units.card import CARD
        from lianfang.kernel.ports import PORTS
        from lianfang.kernel.registry import REGISTRY

        REGISTRY.install(CARD)
        PORTS.ask_unit_paths = ports.ask_unit_paths
        PORTS.units_to_seal = ports.units_to_seal
        PORTS.paths_ever = ports.paths_ever
