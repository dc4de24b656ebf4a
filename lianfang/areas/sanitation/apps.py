"""sanitation · app: installs the area's card."""

from django.apps import AppConfig


class SanitationConfig(AppConfig):
    name = "lianfang.areas.sanitation"
    label = "sanitation"

    def ready(self) -> None:
        from lianfang.areas.sanitation import nav  # noqa: F401
        from lianfang.areas.sanitation.card import CARD
        from lianfang.kernel.registry import REGISTRY

        REGISTRY.install(CARD)
