"""screening · app: installs the area's card at start."""

from django.apps import AppConfig

from lianfang.kernel.registry import REGISTRY


class ScreeningConfig(AppConfig):
    name = "lianfang.areas.screening"
    label = "screening"

    def ready(self) -> None:
        from lianfang.areas.screening import nav  # noqa: F401
        from lianfang.areas.screening.card import CARD

        REGISTRY.install(CARD)
