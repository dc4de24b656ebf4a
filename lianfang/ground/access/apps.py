"""access · app: installs the card, and has every login, token and invitation vouched for when it is saved."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "lianfang.ground.access"
    label = "access"

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from lianfang.ground.access import vouching
        from lianfang.ground.access.card import CARD
        from lianfang.ground.access.models import Invitation, Token, User
        from lianfang.kernel.registry import REGISTRY

        REGISTRY.install(CARD)
        for model in (User, Token, Invitation):
            post_save.connect(vouching.saved, sender=model, dispatch_uid=f"access.vouched.{model.__name__}")
