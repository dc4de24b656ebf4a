"""alerts · app: installs the area's card at start."""

from django.apps import AppConfig

from lianfang.kernel.registry import REGISTRY


class AlertsConfig(AppConfig):
    name = "lianfang.areas.alerts"
    label = "alerts"

    def ready(self) -> None:
        from lianfang.areas.alerts import nav  # noqa: F401
        from lianfang.areas.alerts.card import CARD

        REGISTRY.install(CARD)
