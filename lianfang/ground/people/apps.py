"""people · app: installs the card and answers the kernel's question about persons."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "lianfang.ground.people"
    label = "people"

    def ready(self) -> None:
        from lianfang.ground.people.card import CARD
        from lianfang.ground.people.ports import known_persons
        from lianfang.kernel.ports import PORTS
        from lianfang.kernel.registry import REGISTRY

        REGISTRY.install(CARD)
        PORTS.known_persons = known_persons
