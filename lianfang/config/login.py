"""config · login: how people come in: accounts are given by the unit, nobody signs up by himself."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from lianfang.kernel.problems import Refused
from lianfang.shell.problems import NO_MAIL


class ClosedDoor(DefaultAccountAdapter):
    """allauth's behaviour with the sign-up door shut."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always no: an account belongs to a person the unit knows."""
        return False


def by_mail(request: HttpRequest, rest: str = "") -> HttpResponse:
    """allauth's pages that would send a mail; there is no server to send it, and no address is kept."""
    raise Refused(NO_MAIL)


# Asked before allauth's own addresses.
urlpatterns: list[URLPattern] = [
    path(f"{page}/{rest}", by_mail)
    for page in ("email", "confirm-email", "password/reset")
    for rest in ("", "<path:rest>")
]
