"""access · app: installs the card, has every login, token and invitation vouched for when saved, and dates sign-ins."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "lianfang.ground.access"
    label = "access"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in
        from django.db.models.signals import post_save

        from lianfang.ground.access import sessions, vouching
        from lianfang.ground.access.card import CARD
        from lianfang.ground.access.models import Invitation, Token, User
        from lianfang.kernel.registry import REGISTRY

        REGISTRY.install(CARD)
        for model in (User, Token, Invitation):
            post_save.connect(vouching.saved, sender=model, dispatch_uid=f"access.vouched.{model.__name__}")
        # In place of Django's own receiver of that name, which dates a sign-in by the machine.
        user_logged_in.disconnect(dispatch_uid="update_last_login")
        user_logged_in.connect(sessions.signed_in, dispatch_uid="update_last_login")
