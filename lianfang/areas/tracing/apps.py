"""tracing · app: installs the area's card at start."""

from django.apps import AppConfig

from lianfang.kernel.registry import REGISTRY


class TracingConfig(AppConfig):
    name = "lianfang.areas.tracing"
    label = "tracing"

    def ready(self) -> None:
        from lianfang.areas.tracing import nav  # noqa: F401
        from lianfang.areas.tracing.card import CARD

        REGISTRY.install(CARD)
