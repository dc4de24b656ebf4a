"""kernel · app: the Django application that owns the ledger's tables."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "lianfang.kernel"
    label = "kernel"
