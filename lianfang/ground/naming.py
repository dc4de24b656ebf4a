"""ground · naming: how a name is read aloud, and a code for what somebody names without giving it one."""

from __future__ import annotations

import re
from collections.abc import Collection

from django.db import connection

from lianfang.kernel import scope

_NO_CODE = re.compile(r"[^A-Z0-9]+")
_LONGEST = 12


def read_aloud(zh: str, pinyin: str | None = None) -> tuple[str, str]:
    """A name's pinyin, syllables apart, and its initials; words in Latin letters stay as they are."""
    from pypinyin import lazy_pinyin  # its dictionaries are read by whoever names something, not by each process

    syllables = pinyin.lower().split() if pinyin else [part.lower() for part in lazy_pinyin(zh)]
    return " ".join(syllables), "".join(part[0] for part in syllables if part.strip())


def code_from(name: str, otherwise: str) -> str:
    """A code made of a name: the initials of its words, numbers whole: 地质局161队 is DZJ161D."""
    words = read_aloud(name)[0].split()
    said = "".join(word if any(each.isdigit() for each in word) else word[0] for word in words)
    return _NO_CODE.sub("", said.upper())[:_LONGEST] or otherwise


def free_code(table: str, name: str, otherwise: str, *, within: str | None, given: Collection[str]) -> str:
    """A code for what is named so `within` another: none of those just `given`, and none in the table, seen or not.

    Whoever asks takes his turn first: of two at once both would be told the same.
    """
    wanted = f"{within}-{code_from(name, otherwise)}" if within else code_from(name, otherwise)
    with scope.acting(scope.system_actor("naming")), connection.cursor() as cursor:
        cursor.execute(f"SELECT code FROM {table} WHERE code LIKE %s", (f"{wanted}%",))
        taken = {*given, *(row[0] for row in cursor.fetchall())}
    number = 1
    while (code := wanted if number == 1 else f"{wanted}-{number}") in taken:
        number += 1
    return code
