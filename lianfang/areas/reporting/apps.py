"""reporting · app: installs the area's card."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "lianfang.areas.reporting"
    label = "reporting"

    def ready(self) -> None:
        from lianfang.areas.reporting import nav  # noqa: F401
        from lianfang.areas.reporting.card import CARD
        from lianfang.kernel.registry import REGISTRY

        REGISTRY.install(CARD)
