"""shell · app: the face as a Django app, so that its templates, tags and static files are found; installs its card."""

from django.apps import AppConfig
from django.core.signals import request_finished


class ShellConfig(AppConfig):
    name = "lianfang.shell"
    label = "shell"

    def ready(self) -> None:
        from lianfang.kernel.registry import REGISTRY
        from lianfang.shell import languages
        from lianfang.shell.card import CARD

        REGISTRY.install(CARD)
        request_finished.connect(languages.leave_none_behind)
