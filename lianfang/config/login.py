"""config · login: how people come in: accounts are given by the unit, nobody signs up by himself."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from lianfang.config import forwarded, guessing
from lianfang.ground.opening import actions as opening
from lianfang.kernel import characters
from lianfang.kernel.problems import Refused
from lianfang.kernel.words import Words, w
from lianfang.shell.problems import NO_MAIL

BROWSER_COOKIE, _SALT = "lianfang_home", "lianfang.home"
_LOGINS_OF_A_BROWSER = 8
BACKEND = f"{AuthenticationBackend.__module__}.{AuthenticationBackend.__qualname__}"
_WAIT = w("密码错误次数过多，请等 {wait}后再试", "Too many wrong passwords; try again in {wait}")
_WRONG = w("账号或密码不对", "Login or password is wrong")


class ClosedDoor(DefaultAccountAdapter):
    """allauth's behaviour with the sign-up door shut, and with guesses slowed by `guessing`."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always no: an account belongs to a person the unit knows."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """As everything here that counts by address."""
        return forwarded.client_address(request)

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """The one answer to whatever does not fit together, whether the login exists or not."""
        if code == "username_password_mismatch":
            return ValidationError(_WRONG.say(), code=code)
        return super().validation_error(code, *args)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Whose password it is. One backend is asked: each would hash a wrong password again."""
        login = characters.folded(str(credentials.get("username", "")))
        browser, known = _browser(request)
        attempt = guessing.attempt(
            login.lower(), forwarded.client_address(request), browser=browser if login.lower() in known else ""
        )
        seconds = guessing.begin(attempt)
        if seconds:
            raise ValidationError(_WAIT.fill(wait=_time_words(seconds)).say(), code="too_many_login_attempts")
        AuthenticationBackend.unstash_authenticated_user()
        found = AuthenticationBackend().authenticate(request, **{**credentials, "username": login})
        user = found or AuthenticationBackend.unstash_authenticated_user()
        if user is None:
            guessing.wrong(attempt)
            return None
        guessing.right(attempt)
        user.backend = BACKEND
        return user

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **said: Any) -> HttpResponse:
        """Whoever came in is at home from now on: at this address, and in this browser."""
        response: HttpResponse = super().post_login(request, user, **said)
        login = user.get_username().lower()
        guessing.came_in(login, forwarded.client_address(request))
        browser, known = _browser(request)
        known = [login, *(each for each in known if each != login)][:_LOGINS_OF_A_BROWSER]
        response.set_cookie(
            BROWSER_COOKIE,
            signing.dumps([browser or secrets.token_urlsafe(12), known], salt=_SALT, compress=True),
            max_age=guessing.HOME_SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response


def _browser(request: HttpRequest) -> tuple[str, list[str]]:
    """The browser's name, and the logins that came in with it before; nothing of a stranger's."""
    try:
        browser, known = signing.loads(
            request.COOKIES.get(BROWSER_COOKIE, ""), salt=_SALT, max_age=guessing.HOME_SECONDS
        )
    except signing.BadSignature:
        return "", []
    return browser, known


def _time_words(seconds: int) -> Words:
    """The wait, to the second where it is short."""
    if seconds < 100:
        return w("{n} 秒", "{n} s").fill(n=seconds)
    return w("{n} 分钟", "{n} min").fill(n=-(-seconds // 60))


def by_mail(request: HttpRequest, rest: str = "") -> HttpResponse:
    """allauth's pages that would send a mail; there is no server to send it, and no address is kept."""
    raise Refused(NO_MAIL)


class Entrance(LoginView):
    """allauth's page to sign in; in an installation that nobody opened yet it leads to where that is done."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if opening.is_empty():
            return HttpResponseRedirect(reverse("first-visit"))
        answer: HttpResponse = super().get(request, *args, **kwargs)
        return answer


# Asked before allauth's own addresses.
urlpatterns: list[URLPattern] = [
    path("login/", Entrance.as_view()),
    *(
        path(f"{page}/{rest}", by_mail)
        for page in ("email", "confirm-email", "password/reset")
        for rest in ("", "<path:rest>")
    ),
]
