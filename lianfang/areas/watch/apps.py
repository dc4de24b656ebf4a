"""watch · app: installs the area's card."""

from django.apps import AppConfig


class WatchConfig(AppConfig):
    name = "lianfang.areas.watch"
    label = "watch"

    def ready(self) -> None:
        from lianfang.areas.watch import nav  # noqa: F401
        from lianfang.areas.watch.card import CARD
        from lianfang.kernel.registry import REGISTRY

        REGISTRY.install(CARD)
