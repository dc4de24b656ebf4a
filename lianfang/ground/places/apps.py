"""places · app: installs the card and answers the kernel's questions about places."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "lianfang.ground.places"
    label = "places"

    def ready(self) -> None:
        from lianfang.ground.places.card import CARD
        from lianfang.ground.places.labels import labels_read
        from lianfang.ground.places.queries import known_places
        from lianfang.kernel.ports import PORTS
        from lianfang.kernel.registry import REGISTRY

        REGISTRY.install(CARD)
        PORTS.known_places = known_places
        PORTS.labels_read = labels_read
