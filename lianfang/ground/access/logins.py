"""access · logins: how a login may be written, so that nobody signs in, or is meant, under another's look.

Letters are the plain Latin ones beside Chinese characters, or Arabic script (Uyghur, Kazakh) alone. Cyrillic, Greek and
marked letters look like Latin ones and are not taken. Two logins are alike where only capitals, or 0 and o, 1, I and l
keep them apart.
"""

from __future__ import annotations

import itertools
import re
import unicodedata

from django.db import connection

from lianfang.ground.access.problems import LOGIN_ALIKE, LOGIN_TAKEN
from lianfang.ground.naming import read_aloud
from lianfang.kernel import characters
from lianfang.kernel.problems import INVALID, Fault, Refused
from lianfang.kernel.words import Words, w

_PLAIN = re.compile(r"[A-Za-z0-9@.+_-]")
_LATIN, _HAN, _ARABIC = "latin", "han", "arabic"
_ONLY = w(
    "第 {n} 个字符“{char}”（{code}）不能用于账号；只用英文字母、汉字或维吾尔文、数字和 @ . + - _",
    "character {n}, “{char}” ({code}), cannot be in a login; plain letters, Chinese, Uyghur, digits, @ . + - _ can",
)
_MIXED = w("维吾尔文不能与英文字母或汉字混用", "Arabic script cannot be mixed with Latin or Chinese letters")
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{3,24}[0-9](?:(?:转|ext\.?) ?[0-9]{1,6})?")
_NO_PHONE = w(
    "“{said}”不是电话号码；如 0123-4567890、13800000000、0123-4567890转12",
    "“{said}” is no telephone number; such as 0123-4567890, 13800000000 or 0123-4567890 ext 12",
)
# What is alike, for SQL and for Python: capitals against small letters, and these.
ALIKE = ("I01", "lol")
_SKELETON = str.maketrans(*ALIKE)


def trouble(login: str) -> Words | None:
    """What is wrong with how a new login is written; None where it holds."""
    if wrong := characters.trouble(login):
        return wrong
    scripts = set()
    for at, char in enumerate(login):
        script = _script(char)
        if script is None:
            return _ONLY.fill(n=at + 1, char=char, code=f"U+{ord(char):04X}")
        scripts.add(script)
    return _MIXED if _ARABIC in scripts and scripts & {_LATIN, _HAN} else None


def person(name: str, phone: str) -> tuple[str, str]:
    """Who uses a login, as it is kept. Raises `invalid` with what is wrong with the name or the telephone."""
    name, phone = characters.folded(name), characters.folded(phone)
    faults = []
    if name and (wrong := characters.trouble(name)):
        faults.append(Fault("name", wrong, "character"))
    if phone and not _PHONE.fullmatch(phone):
        faults.append(Fault("phone", _NO_PHONE.fill(said=phone[:40]), "pattern"))
    if faults:
        raise Refused(INVALID, faults=tuple(faults))
    return name, phone


def skeleton(login: str) -> str:
    """What two logins share that look alike."""
    return login.translate(_SKELETON).lower()


def check_free(login: str) -> None:
    """Raises `login_taken` or `login_alike` where a login is there that is this one, or is taken for it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT username FROM access_user WHERE username = %s OR lower(username) = lower(%s) "
            "OR lower(translate(username, %s, %s)) = %s ORDER BY username <> %s LIMIT 1",
            (login, login, *ALIKE, skeleton(login), login),
        )
        row = cursor.fetchone()
    if row is None:
        return
    if row[0] == login:
        raise Refused(LOGIN_TAKEN, login=login)
    raise Refused(LOGIN_ALIKE, login=login, other=row[0])


def made_of(title: str) -> str:
    """A login that nobody has, nor one that looks like it, made of a name: 张建国 is zhangjianguo."""
    plain = "".join(each for each in read_aloud(title)[0] if each.isascii() and each.isalnum())[:30] or "user"
    return next(filter(_is_free, itertools.chain([plain], (f"{plain}{number}" for number in itertools.count(2)))))


def _is_free(login: str) -> bool:
    try:
        check_free(login)
    except Refused:
        return False
    return True


def _script(char: str) -> str | None:
    """Empty for signs and digits, which go with every script; None for what no login may hold."""
    if _PLAIN.fullmatch(char):
        return _LATIN if char.isalpha() else ""
    name = unicodedata.name(char, "")
    if unicodedata.category(char) != "Lo":
        return None
    return _HAN if name.startswith("CJK UNIFIED IDEOGRAPH") else _ARABIC if name.startswith("ARABIC LETTER") else None
