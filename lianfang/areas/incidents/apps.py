"""incidents · app: installs the area's card."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "lianfang.areas.incidents"
    label = "incidents"

    def ready(self) -> None:
        from lianfang.areas.incidents import nav  # noqa: F401
        from lianfang.areas.incidents.card import CARD
        from lianfang.kernel.registry import REGISTRY

        REGISTRY.install(CARD)
