"""config · cli: words of the command line and the environment, read strictly; each fault in one sentence."""

from __future__ import annotations

from datetime import date

from lianfang.config.supervisor.faults import CommandFault


def port(word: str) -> int:
    """The port to answer on. Raises CommandFault for what is none."""
    number = int(word) if word.isascii() and word.isdigit() and len(word) < 10 else 0
    if not 1 <= number <= 65535:
        raise CommandFault(
            f"端口 {word} 无效；请用 1 至 65535 之间的数，如 PORT=8080。",
            f"{word} is no port; use a number from 1 to 65535, such as PORT=8080.",
        )
    return number


def language(word: str) -> str:
    """A language of this installation. Raises CommandFault for any other."""
    from django.conf import settings

    offered = dict(settings.LANGUAGES)
    if word not in offered:
        raise CommandFault(
            f"没有语言 {word}；可用：{'、'.join(offered)}。",
            f"there is no language {word}; use one of {', '.join(offered)}.",
        )
    return word


def day(word: str) -> date:
    """A day. Raises CommandFault for what is none, or none that anybody can mean here."""
    from lianfang.kernel.clock import FIRST_DAY, LAST_DAY

    try:
        found = date.fromisoformat(word)
    except ValueError:
        found = date.min
    if not FIRST_DAY <= found <= LAST_DAY:
        raise CommandFault(
            f"{word} 不是可用的日期；请写成 2020-08-10 这样，在 2000 至 2199 年之间。",
            f"{word} is no day to use; write it as 2020-08-10, between the years 2000 and 2199.",
        )
    return found
