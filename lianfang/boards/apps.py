"""boards · app: puts the pages into the navigation at start."""

from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "lianfang.boards"
    label = "boards"

    def ready(self) -> None:
        from lianfang.boards import nav  # noqa: F401
