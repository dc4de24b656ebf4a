"""config · first visit: the pages on which an empty installation is opened, behind the code that its start printed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login as sign_in
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from lianfang.config import forwarded, guessing
from lianfang.config.cli import first_playbook
from lianfang.config.login import BACKEND
from lianfang.config.supervisor import first_visit
from lianfang.ground.opening import actions as opening
from lianfang.ground.opening.problems import NOT_EMPTY
from lianfang.ground.units import queries as units
from lianfang.ground.units.actions import UnitSpec
from lianfang.kernel import scope
from lianfang.kernel.problems import Refused, problem
from lianfang.kernel.words import Words, w
from lianfang.playbook import Playbook, current, load
from lianfang.playbook.current import folder_of
from lianfang.shell.acting import acted, shown
from lianfang.shell.components.text import later
from lianfang.shell.directory.forms import english_field, refuse_unseen
from lianfang.shell.forms import ActForm, posted, sentence

COOKIE, _SALT, _AN_HOUR = "lianfang_first", "lianfang.first", 60 * 60
_GUESSED = "first visit"  # no login: a blank may stand in none
CODE_WRONG = problem(
    "opening_code_wrong",
    403,
    w("开通码不对", "The code is wrong"),
    w(
        "开通码在启动程序的窗口里，也可在服务器上运行 lianfang init 开通",
        "It is shown in the window in which the program was started; or run `lianfang init` on the server",
    ),
)
CODE_LATER = problem(
    "opening_code_later",
    429,
    w("开通码错误次数过多", "Too many wrong codes"),
    w("请 {seconds} 秒后再试", "Try again in {seconds} s"),
)


def page(request: HttpRequest) -> HttpResponse:
    """Code and playbook, then unit and person; whoever comes when it is done signs in as everywhere."""
    if not opening.is_empty():
        if request.method == "POST":
            messages.warning(request, sentence(Refused(NOT_EMPTY)))
        return HttpResponseRedirect(reverse("account_login"))
    if not first_visit.is_expected(settings.DATA):
        return render(request, "first/elsewhere.html")
    if (playbook := first_visit.chosen(settings.DATA)) is not None:
        return render(request, "first/waiting.html", {"playbook": _words(playbook)})
    return _open(request) if _knows_the_code(request) else _ask_for_the_code(request)


class CodeForm(ActForm):
    """The code, and by which playbook the installation works."""

    field_for = {CODE_WRONG.code: "code", CODE_LATER.code: "code"}
    code = forms.CharField(
        label=later("开通码", "Code"), max_length=40,
        widget=forms.TextInput({"autocomplete": "one-time-code", "autocapitalize": "characters"}),
        help_text=later("启动程序时显示在窗口里的 8 位字符", "8 characters that the program printed when it started"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(code, _choice(code).say()) for code in first_playbook.codes()]
        self.fields["playbook"] = forms.ChoiceField(
            label=later("防控方案", "Playbook"), choices=known, initial=current().meta.code, widget=forms.RadioSelect,
            help_text=later("以后只能换用同一方案的修订版", "Later only a revised edition of it can be used"),
        )  # fmt: skip


class OpenForm(ActForm):
    """The first unit, and who begins there."""

    field_for = {
        "login_taken": "login", "login_alike": "login", "username": "login", "password_weak": "password",
        "name": "person", "title": "person", "code": "unit",
    }  # fmt: skip
    unit = forms.CharField(
        label=later("单位名称", "Name of the unit"), max_length=200, validators=[refuse_unseen],
        help_text=later("汇总和上报的那一级，如“第三中学”", "The level that reports, such as “School No. 3”"),
    )  # fmt: skip
    english = english_field()
    person = forms.CharField(label=later("您的姓名", "Your name"), max_length=100, validators=[refuse_unseen])
    login = forms.CharField(
        label=later("登录名", "Login"), max_length=150,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=later("英文字母、汉字或维吾尔文、数字，以后不能改", "Letters or digits; it never changes"),
    )  # fmt: skip
    password = forms.CharField(
        label=later("密码", "Password"), widget=forms.PasswordInput({"autocomplete": "new-password"}, render_value=True)
    )
    again = forms.CharField(
        label=later("再输一遍", "Repeat the password"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}, render_value=True),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(each.code, Words(each.words.zh, each.words.en).say()) for each in current().unit_kinds]
        self.fields["kind"] = forms.ChoiceField(
            label=later("类别", "Kind of unit"), choices=kinds, initial=opening.first_kind()
        )
        self.order_fields(("unit", "english", "kind", "person", "login", "password", "again"))

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("password") and said.get("again") and said["password"] != said["again"]:
            self.add_error("again", w("两次输入的密码不一致", "The two passwords differ").say())
        return said


def _ask_for_the_code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(posted(request))
    went = acted(
        request, form, lambda said: _let_in(request, **said),
        done=w("请填写单位和本人信息", "Now fill in the unit and your own details"), to=reverse("first-visit"),
    )  # fmt: skip
    if went is None:
        return shown(request, form, "first/code.html", {"form": form})
    went.set_cookie(
        COOKIE, signing.dumps(first_visit.code(settings.DATA), salt=_SALT), max_age=_AN_HOUR, httponly=True,
        secure=settings.SESSION_COOKIE_SECURE, samesite="Lax",
    )  # fmt: skip
    return went


def _let_in(request: HttpRequest, *, code: str, playbook: str) -> None:
    """Raises `opening_code_wrong` or `opening_code_later`; guesses are slowed as those of passwords are."""
    attempt = guessing.attempt(_GUESSED, forwarded.client_address(request))
    if seconds := guessing.begin(attempt):
        raise Refused(CODE_LATER, seconds=seconds)
    if not first_visit.fits(settings.DATA, code):
        guessing.wrong(attempt)
        raise Refused(CODE_WRONG)
    guessing.right(attempt)
    if playbook != current().meta.code:
        first_visit.choose(settings.DATA, playbook)


def _knows_the_code(request: HttpRequest) -> bool:
    """Whether this browser gave the code within the last hour."""
    try:
        said = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_AN_HOUR)
    except signing.BadSignature:
        return False
    return first_visit.fits(settings.DATA, str(said))


def _open(request: HttpRequest) -> HttpResponse:
    form = OpenForm(posted(request))
    went = acted(
        request, form, lambda said: _opened(request, said),
        done=w("已开通。请建立下级单位、登记人员、开通账号", "It is open. Next: units, people and accounts"), to="/",
    )  # fmt: skip
    if went is None:
        return shown(request, form, "first/open.html", {"form": form, "playbook": _words(current().meta.code)})
    went.delete_cookie(COOKIE)
    return went


def _opened(request: HttpRequest, said: dict[str, Any]) -> None:
    name = said["unit"]
    user = opening.open_installation(
        unit=UnitSpec("", said["kind"], name, said["english"] or name),
        login=said["login"],
        person=said["person"],
        password=said["password"],
        language=translation.get_language() or "zh-hans",
    )
    first_visit.over(settings.DATA)
    with scope.acting(scope.system_actor("opening")):
        sign_in(request, user, backend=BACKEND)


def _words(playbook: str) -> Words:
    """What a playbook that comes with the program is called."""
    said = _shipped(playbook).meta.words
    return Words(said.zh, said.en)


def _choice(playbook: str) -> Words:
    """The same, and when its rules ended."""
    found = _shipped(playbook)
    if not found.ended_by(units.today()):
        return _words(playbook)
    said = w("{playbook}（{day} 到期）", "{playbook}, ended on {day}")
    return said.fill(playbook=_words(playbook), day=found.meta.valid_to)


def _shipped(playbook: str) -> Playbook:
    return current() if playbook == current().meta.code else load(folder_of(playbook))
