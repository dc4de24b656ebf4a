"""kernel · app: the Django application that owns the ledger's tables."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class KernelConfig(AppConfig):
    name = "lianfang.kernel"
    label = "kernel"

    def ready(self) -> None:
        from lianfang.kernel import retention, sql_scope  # noqa: F401 - its checks
        from lianfang.kernel.entries import LEDGER_KINDS
        from lianfang.kernel.installed import discrepancies
        from lianfang.kernel.key_payloads import SEAL_KEY_KIND
        from lianfang.kernel.registry import REGISTRY, Card

        REGISTRY.install(
            Card(
                area="ledger",
                kinds=(*LEDGER_KINDS, SEAL_KEY_KIND, retention.LINK_ENDED_KIND),
                verifiers=(discrepancies, retention.discrepancies),
                fenced=frozenset({retention.END_LINKS}),
            )
        )
        post_migrate.connect(_install_keys, sender=self, dispatch_uid="kernel.install_key")
        post_migrate.connect(_bring_under, sender=self, dispatch_uid="kernel.bring_under")


def _install_keys(using: str, **_: Any) -> None:
    """The scope's key follows the data folder, also onto a server that has another's; the seals' keys never do."""
    from lianfang.kernel import models, scope, seal_keys

    scope.install_key(connections[using])
    if models.Installation._meta.db_table in connections[using].introspection.table_names():
        seal_keys.install(connections[using])


def _bring_under(using: str, **_: Any) -> None:
    """A table with rows of units is under its policy as soon as it stands, because of its model."""
    from lianfang.kernel import sql_scope

    if using == "owner":
        sql_scope.bring_under(connections[using])
