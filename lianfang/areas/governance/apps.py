"""governance · app: installs the area's card."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "lianfang.areas.governance"
    label = "governance"

    def ready(self) -> None:
        from lianfang.areas.governance import nav  # noqa: F401
        from lianfang.areas.governance.card import CARD
        from lianfang.kernel.registry import REGISTRY

        REGISTRY.install(CARD)
