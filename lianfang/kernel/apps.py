"""kernel · app: the Django application that owns the ledger's tables."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class KernelConfig(AppConfig):
    name = "lianfang.kernel"
    label = "kernel"

    def ready(self) -> None:
        from lianfang.kernel.entries import LEDGER_KINDS
        from lianfang.kernel.registry import REGISTRY, Card

        REGISTRY.install(Card(area="ledger", kinds=LEDGER_KINDS))
        post_migrate.connect(_install_key, sender=self, dispatch_uid="kernel.install_key")


def _install_key(using: str, **_: Any) -> None:
    """The key of this installation follows its data folder, also onto a server that has another's."""
    from lianfang.kernel import scope

    scope.install_key(connections[using])
