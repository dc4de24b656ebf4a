"""playbook · app: tells the kernel what it needs of the playbook: the hour at which a reporting day closes."""

from django.apps import AppConfig


class PlaybookConfig(AppConfig):
    name = "lianfang.playbook"
    label = "playbook"

    def ready(self) -> None:
        from lianfang.kernel.ports import PORTS
        from lianfang.playbook.current import day_closes_at

        PORTS.day_closes_at = day_closes_at
