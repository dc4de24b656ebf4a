"""shell · languages: what the languages of this installation are called on its pages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation

from lianfang.kernel.words import Words, w
from lianfang.shell.components import text

_WORDS = {"zh-hans": w("简体中文", "Chinese"), "en": w("英文", "English")}
_SHORT = {"zh-hans": "中文", "en": "EN"}


def offered() -> list[tuple[str, Words]]:
    """Every language with its name; a further one by the name it gives itself."""
    return [(code, words_of(code)) for code, _ in settings.LANGUAGES]


def words_of(code: str) -> Words:
    """What a language is called; its code where this installation has it no more."""
    name = dict(settings.LANGUAGES).get(code, code)
    return _WORDS.get(code) or Words(name, name)


def others() -> list[tuple[str, str]]:
    """The languages that this page is not in, each as its own readers know it."""
    now = text.language()
    return [(code, _SHORT.get(code, name)) for code, name in settings.LANGUAGES if code != now]


def html_code(code: str) -> str:
    """`zh-hans` → `zh-Hans`: a language as HTML names it."""
    language, _, script = code.partition("-")
    return f"{language}-{script.title()}" if script else language


def leave_none_behind(**_: Any) -> None:
    """After a request its language is over: what its thread says next, to anybody, is in the house's own again.

    Called once the whole answer has been sent, because a long one is still being written when the view is done.
    """
    translation.deactivate()
