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
        from lianfang.kernel.installed import discrepancies
        from lianfang.kernel.key_facts import SEAL_KEY_KIND
        from lianfang.kernel.registry import REGISTRY, Card

        REGISTRY.install(Card(area="ledger", kinds=(*LEDGER_KINDS, SEAL_KEY_KIND), verifiers=(discrepancies,)))
        post_migrate.connect(_install_keys, sender=self, dispatch_uid="kernel.install_key")


def _install_keys(using: str, **_: Any) -> None:
    """The scope's key follows the data folder, also onto a server that has another's; the seals' keys never do."""
    from lianfang.kernel import models, scope, seal_keys

    scope.install_key(connections[using])
    if models.Installation._meta.db_table in connections[using].introspection.table_names():
        seal_keys.install(connections[using])
