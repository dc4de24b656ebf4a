"""files · app: installs the card and hears from the kernel which files entries name."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "lianfang.ground.files"
    label = "files"

    def ready(self) -> None:
        from lianfang.ground.files.actions import keep
        from lianfang.ground.files.card import CARD
        from lianfang.kernel.ports import PORTS
        from lianfang.kernel.registry import REGISTRY

        REGISTRY.install(CARD)
        PORTS.keep_files = keep
