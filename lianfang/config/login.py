"""config · login: how people come in: accounts are given by the unit, nobody signs up by himself."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedDoor(DefaultAccountAdapter):
    """allauth's behaviour with the sign-up door shut."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always no: an account belongs to a person the unit knows."""
        return False
