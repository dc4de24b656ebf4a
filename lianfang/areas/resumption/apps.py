"""resumption · app: installs the area's card."""

from django.apps import AppConfig


class ResumptionConfig(AppConfig):
    name = "lianfang.areas.resumption"
    label = "resumption"

    def ready(self) -> None:
        from lianfang.areas.resumption import nav  # noqa: F401
        from lianfang.areas.resumption.card import CARD
        from lianfang.kernel.registry import REGISTRY

        REGISTRY.install(CARD)
