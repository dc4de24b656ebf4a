"""playbook · app: tells the kernel the hour at which a reporting day closes; a new installation gets its playbook."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db import connections
from django.db.models.signals import post_migrate


class PlaybookConfig(AppConfig):
    name = "lianfang.playbook"
    label = "playbook"

    def ready(self) -> None:
        from lianfang.kernel.ports import PORTS
        from lianfang.kernel.registry import REGISTRY, Card
        from lianfang.playbook.current import day_closes_at
        from lianfang.playbook.verify import discrepancies

        REGISTRY.install(Card(area="playbook", verifiers=(discrepancies,)))
        PORTS.day_closes_at = day_closes_at
        post_migrate.connect(_bring_in, sender=self, dispatch_uid="playbook.bring_in")


def _bring_in(using: str, **_: Any) -> None:
    """What is in force stands in the database as soon as its tables do, as the rows that this program joins."""
    from lianfang.playbook import applying

    if using == "owner":
        applying.bring_in(connections[using], settings.PLAYBOOK)
